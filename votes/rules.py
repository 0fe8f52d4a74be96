"""Who may vote, and who may see a result."""

from ideas.models import Campaign, Idea
from ideas.rules import is_asked, is_author, may_curate
from people.models import User


def may_vote(user: User, idea: Idea) -> bool:
    """Whoever is asked may, but not on an idea of one's own."""
    return is_asked(user, idea.campaign) and not is_author(user, idea)


def may_weigh(user: User, campaign: Campaign) -> bool:
    """Whether `user` may vote on ideas of others in `campaign` now."""
    return is_asked(user, campaign) and campaign.is_listening


def sees_results_without_voting(user: User, campaign: Campaign) -> bool:
    """While a campaign listens, nobody sees a result before having voted; afterwards everyone does."""
    return user.is_active and not campaign.is_listening


def may_settle(user: User, campaign: Campaign) -> bool:
    """Whether `user` may look into support that came too fast, and say what it was: whoever curates the campaign."""
    return user.is_active and may_curate(user, campaign)
