"""Tables of ideas, one module per noun."""

from ideas.models.campaign import Campaign, JourneyStage, Step, TakenPart
from ideas.models.comment import Comment
from ideas.models.idea import Idea

__all__ = ["Campaign", "Comment", "Idea", "JourneyStage", "Step", "TakenPart"]
