"""Tables of ideas, one module per noun."""

from ideas.models.attachment import Attachment
from ideas.models.campaign import Campaign, Heard, JourneyStage, Step, TakenPart
from ideas.models.comment import Comment
from ideas.models.event import Event
from ideas.models.idea import Idea
from ideas.models.index import Frequencies, Share
from ideas.models.moderation import Case, Flag, Follow, Pause
from ideas.models.reaching import Extension, Meeting, Reminder
from ideas.models.revision import Revision

__all__ = [
    "Attachment",
    "Campaign",
    "Case",
    "Comment",
    "Event",
    "Extension",
    "Flag",
    "Follow",
    "Frequencies",
    "Heard",
    "Idea",
    "JourneyStage",
    "Meeting",
    "Pause",
    "Reminder",
    "Revision",
    "Share",
    "Step",
    "TakenPart",
]
