"""Who may curate: a curator whose scope holds the campaign's audience."""

from core import keys
from ideas.models import Campaign, Idea
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


def may_ask(user: User, idea: Idea) -> bool:
    """Curators of the campaign ask the author of an idea that stands there."""
    return idea.withdrawn_at is None and may_curate(user, idea.campaign)


def can_be_answered(idea: Idea) -> bool:
    """Whether its author is still here: a named one with an open account, an anonymous one as long as the key exists.

    One query for a named author that was not read yet.
    """
    if idea.is_anonymous:
        return keys.find(idea.campaign.key_name) is not None
    return idea.author is not None and idea.author.is_active


def may_export(user: User, campaign: Campaign) -> bool:
    """What pages show may be taken along as a file by the campaign's curators and by analysts."""
    return user.has_role("analyst") or may_curate(user, campaign)
