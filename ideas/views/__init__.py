"""Pages of campaigns and ideas."""

from ideas.views.campaigns import campaign, campaigns, share
from ideas.views.editing import changes, edit, image, images, remove_image, withdraw
from ideas.views.ideas import comment, detail
from ideas.views.moderation import (
    case,
    hide_all,
    moderation,
    moderations,
    object_to,
    own_decisions,
    pause,
    show_again,
)
from ideas.views.reaching import extend, meeting, reach, translate
from ideas.views.receipts import claim, forget_receipts, receipt, receipts
from ideas.views.search import search, similar
from ideas.views.sharing import poster, submit
from ideas.views.talk import flag, flag_comment, follow, thread, withdraw_comment

__all__ = [
    "campaign",
    "campaigns",
    "case",
    "changes",
    "claim",
    "comment",
    "detail",
    "edit",
    "extend",
    "flag",
    "flag_comment",
    "follow",
    "forget_receipts",
    "hide_all",
    "image",
    "images",
    "meeting",
    "moderation",
    "moderations",
    "object_to",
    "own_decisions",
    "pause",
    "poster",
    "reach",
    "receipt",
    "receipts",
    "remove_image",
    "search",
    "share",
    "show_again",
    "similar",
    "submit",
    "thread",
    "translate",
    "withdraw",
    "withdraw_comment",
]
