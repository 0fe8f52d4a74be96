from collections.abc import Callable
from types import SimpleNamespace

import pytest
import time_machine
from django.utils import timezone

from ideas.models import Campaign
from people.models import User
from tests import factories
from votes import rules

pytestmark = pytest.mark.django_db
Named = Callable[[str], User]
PEOPLE = ["ada", "bo", "mod", "eve", "root"]


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize(
    ("step", "may"), [("planned", False), ("listen", True), ("curate", False), ("follow-through", False)]
)
def test_everyone_who_is_asked_may_vote_while_the_campaign_listens(
    who: str, step: str, may: bool, named: Named
) -> None:
    assert rules.may_weigh(named(who), factories.campaign(step)) is may


def test_nobody_may_vote_on_hold(bo: User, campaign: Campaign) -> None:
    campaign.held_at = timezone.now()

    assert rules.may_weigh(bo, campaign) is False


@pytest.mark.parametrize(
    ("who", "may"), [("ada", True), ("bo", False), ("mod", False), ("eve", False), ("root", False)]
)
def test_who_is_not_asked_may_not_vote_whatever_their_role(
    who: str, may: bool, company: SimpleNamespace, named: Named
) -> None:
    campaign = factories.campaign(audience=(company.mill_lane,))

    assert rules.may_weigh(named(who), campaign) is may


def test_who_has_left_may_not_vote(bo: User, campaign: Campaign) -> None:
    bo.is_active = False

    assert rules.may_weigh(bo, campaign) is False


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize(
    ("step", "held", "sees"),
    [
        ("planned", False, True),
        ("listen", False, False),
        ("listen", True, False),
        ("curate", False, True),
        ("curate", True, True),
        ("publish", False, True),
        ("follow-through", False, True),
    ],
)
def test_results_are_open_to_all_once_listening_has_ended_and_not_by_a_hold(
    who: str, step: str, held: bool, sees: bool, named: Named
) -> None:
    campaign = factories.campaign(step)
    campaign.held_at = timezone.now() if held else None

    assert rules.sees_results_without_voting(named(who), campaign) is sees


def test_a_campaign_that_is_held_for_good_opens_its_results_on_the_day_on_which_it_would_have_ended(
    bo: User, campaign: Campaign
) -> None:
    campaign.held_at = timezone.now()

    with time_machine.travel(campaign.curates_at, tick=False):
        assert rules.sees_results_without_voting(bo, campaign) is True
