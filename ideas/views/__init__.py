"""Pages of campaigns and ideas."""

from ideas.views.campaigns import campaign, campaigns, share
from ideas.views.ideas import comment, detail, edit, withdraw
from ideas.views.sharing import similar, submit

__all__ = ["campaign", "campaigns", "comment", "detail", "edit", "share", "similar", "submit", "withdraw"]
