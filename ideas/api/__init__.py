"""The API's side of `ideas`. Ideas themselves are shown with their theme and votes, so they stand in `curation`."""

from ideas.api.campaigns import Campaign, Campaigns
from ideas.api.finding import Similar
from ideas.api.history import Events, Image, Images, Revisions
from ideas.api.moderation import (
    AllCases,
    Cases,
    Decision,
    HideAll,
    Objection,
    OwnDecisions,
    Pause,
    ShowAgain,
)
from ideas.api.reaching import Extensions, Meetings, Reminders, Translations
from ideas.api.receipts import Receipt
from ideas.api.talk import Comment, CommentFlags, Comments, Follow, IdeaFlags, Replies

__all__ = [
    "AllCases",
    "Campaign",
    "Campaigns",
    "Cases",
    "Comment",
    "CommentFlags",
    "Comments",
    "Decision",
    "Events",
    "Extensions",
    "Follow",
    "HideAll",
    "IdeaFlags",
    "Image",
    "Images",
    "Meetings",
    "Objection",
    "OwnDecisions",
    "Pause",
    "Receipt",
    "Reminders",
    "Replies",
    "Revisions",
    "ShowAgain",
    "Similar",
    "Translations",
]
