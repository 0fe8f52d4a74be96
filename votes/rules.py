"""Who may vote, and who may see a result."""

from django.utils import timezone

from ideas.models import Campaign, Step
from ideas.rules import is_asked, may_curate
from people.models import User


def may_weigh(user: User, campaign: Campaign) -> bool:
    """Whether `user` may vote on ideas of others in `campaign` now."""
    return is_asked(user, campaign) and campaign.is_listening


def may_take_back(user: User, campaign: Campaign) -> bool:
    """Whether `user` may still take back what they said to an idea that was merged into another.

    Curators merge when listening is over, too: until they have done, whoever does not agree may take support back.
    """
    is_open = campaign.held_at is None and campaign.step in (Step.LISTEN, Step.CURATE)
    return is_open and campaign.key_destroyed_at is None and is_asked(user, campaign)


def sees_results_without_voting(user: User, campaign: Campaign) -> bool:
    """From the first day of listening to the last, nobody sees a result before having voted; afterwards everyone does.

    A hold in between changes nothing: voting may go on, and whoever had seen the results would follow them.
    """
    return user.is_active and campaign.step_at(timezone.now()) != Step.LISTEN


def may_settle(user: User, campaign: Campaign) -> bool:
    """Whether `user` may look into support that came too fast, and say what it was: whoever curates the campaign."""
    return user.is_active and may_curate(user, campaign)
