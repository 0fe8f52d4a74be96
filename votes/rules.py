"""Who may vote, and who may see a result."""

from django.utils import timezone

from ideas.models import Campaign, Step
from ideas.rules import is_asked, may_curate
from people.models import User


def may_weigh(user: User, campaign: Campaign) -> bool:
    """Whether `user` may vote on ideas of others in `campaign` now."""
    return is_asked(user, campaign) and campaign.is_listening


def sees_results_without_voting(user: User, campaign: Campaign) -> bool:
    """From the first day of listening to the last, nobody sees a result before having voted; afterwards everyone does.

    A hold in between changes nothing: voting may go on, and whoever had seen the results would follow them.
    """
    return user.is_active and campaign.step_at(timezone.now()) != Step.LISTEN


def may_settle(user: User, campaign: Campaign) -> bool:
    """Whether `user` may look into support that came too fast, and say what it was: whoever curates the campaign."""
    return user.is_active and may_curate(user, campaign)
