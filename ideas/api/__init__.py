"""The API's side of `ideas`. Ideas themselves are shown with their theme and votes, so they stand in `curation`."""

from ideas.api.campaigns import Campaign, Campaigns
from ideas.api.finding import Similar
from ideas.api.talk import Comments

__all__ = ["Campaign", "Campaigns", "Comments", "Similar"]
