"""Who may vote, and who may see a result."""

from ideas.models import Campaign, Idea
from ideas.rules import is_asked, is_author
from people.models import User


def may_vote(user: User, idea: Idea) -> bool:
    """Whoever is asked may, but not on an idea of one's own."""
    return is_asked(user, idea.campaign) and not is_author(user, idea)


def sees_results_without_voting(user: User, campaign: Campaign) -> bool:
    """While a campaign listens, nobody sees a result before having voted; afterwards everyone does."""
    return user.is_active and not campaign.is_listening
