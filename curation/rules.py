"""Who may curate: a curator whose scope holds the campaign's audience."""

from ideas.models import Campaign
from ideas.rules import may_curate
from people.models import User


def may_change_themes(user: User, campaign: Campaign) -> bool:
    return may_curate(user, campaign)


def may_see_board(user: User, campaign: Campaign) -> bool:
    """The board is the desk of the campaign's curators; executives and administrators may look."""
    return user.has_role("executive", "administrator") or may_curate(user, campaign)


def may_see_boards(user: User) -> bool:
    """Whether the list of boards is for this person at all."""
    return user.has_role("curator", "executive", "administrator")
