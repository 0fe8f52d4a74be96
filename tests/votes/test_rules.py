from collections.abc import Callable
from types import SimpleNamespace

import pytest

from core import keys
from ideas.models import Campaign, Idea
from people.models import User
from tests import factories
from votes import rules

pytestmark = pytest.mark.django_db
Named = Callable[[str], User]
PEOPLE = ["ada", "bo", "mod", "eve", "root"]


@pytest.mark.parametrize(("who", "may"), [("ada", False), *((who, True) for who in PEOPLE[1:])])
def test_everyone_who_is_asked_may_vote_but_the_author(who: str, may: bool, idea: Idea, named: Named) -> None:
    assert rules.may_vote(named(who), idea) is may


@pytest.mark.parametrize(("who", "may"), [("ada", False), ("bo", True)])
def test_the_author_of_an_anonymous_idea_may_not_vote_on_it(
    who: str, may: bool, ada: User, campaign: Campaign, named: Named
) -> None:
    idea = factories.idea(ada, campaign, anonymous=True)

    assert rules.may_vote(named(who), idea) is may


def test_who_is_not_asked_may_not_vote(ada: User, bo: User, company: SimpleNamespace) -> None:
    campaign = factories.campaign(audience=(company.mill_lane,))
    idea = factories.idea(ada, campaign)

    assert rules.may_vote(bo, idea) is False


def test_who_has_left_may_not_vote(bo: User, idea: Idea) -> None:
    bo.is_active = False

    assert rules.may_vote(bo, idea) is False


def test_a_lost_key_makes_nobody_the_author_of_an_anonymous_idea(ada: User, campaign: Campaign) -> None:
    idea = factories.idea(ada, campaign, anonymous=True)
    keys.destroy(campaign.key_name)

    assert rules.may_vote(ada, idea) is True  # `cast` then refuses for want of the key


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize(
    ("step", "sees"),
    [("planned", True), ("listen", False), ("curate", True), ("publish", True), ("follow-through", True)],
)
def test_results_are_open_to_all_once_listening_has_ended(who: str, step: str, sees: bool, named: Named) -> None:
    campaign = factories.campaign(step)

    assert rules.sees_results_without_voting(named(who), campaign) is sees
