from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from core import keys
from ideas import queries
from ideas.models import Campaign, Idea
from ideas.queries import Order
from people.models import User
from tests import factories

pytestmark = pytest.mark.django_db


def titles(found: Any) -> list[str]:
    return [idea.title for idea in found]


@pytest.fixture
def three(ada: User, campaign: Campaign) -> list[Idea]:
    """Three ideas, A the oldest, each first in another order."""
    ranks: list[dict[str, float]] = [
        {"rank_top": 0.9, "rank_for_you": 0.1, "comment_count": 1, "rank_divisive": 0.0, "rank_common_ground": 0.5},
        {"rank_top": 0.5, "rank_for_you": 0.9, "comment_count": 9, "rank_divisive": 0.5, "rank_common_ground": 0.1},
        {"rank_top": 0.1, "rank_for_you": 0.5, "comment_count": 5, "rank_divisive": 0.9, "rank_common_ground": 0.9},
    ]
    ideas = []
    for name, fields in zip("ABC", ranks, strict=True):
        idea = factories.idea(ada, campaign, name, at=timezone.now() - timedelta(hours=9 - len(ideas)))
        Idea.objects.filter(pk=idea.pk).update(**fields)
        ideas.append(idea)
    return ideas


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order.FOR_YOU, ["B", "C", "A"]),
        (Order.TOP, ["A", "B", "C"]),
        (Order.COMMON_GROUND, ["C", "A", "B"]),
        (Order.NEW, ["C", "B", "A"]),
        (Order.DISCUSSED, ["B", "C", "A"]),
        (Order.DIVISIVE, ["C", "B", "A"]),
    ],
)
def test_ideas_are_listed_in_the_order_asked_for(
    order: Order, expected: list[str], bo: User, campaign: Campaign, three: list[Idea]
) -> None:
    assert titles(queries.listed(bo, campaign, order=order)) == expected


def test_equal_ideas_are_listed_the_newest_first(ada: User, bo: User, campaign: Campaign) -> None:
    made = [factories.idea(ada, campaign, name) for name in "AB"]
    Idea.objects.update(submitted_at=made[0].submitted_at)

    assert titles(queries.listed(bo, campaign, order=Order.NEW)) == ["B", "A"]


def test_merged_ideas_stand_behind_their_survivor(bo: User, campaign: Campaign, three: list[Idea]) -> None:
    Idea.objects.filter(pk=three[0].pk).update(status="merged", merged_into=three[1])

    assert titles(queries.listed(bo, campaign, order=Order.NEW)) == ["C", "B"]
    assert queries.find(bo, three[0].pk) == three[0]


def test_ideas_are_found_by_every_word_in_any_field(ada: User, bo: User, campaign: Campaign) -> None:
    found = factories.idea(ada, campaign, "Call back", today="Customers wait for days", better="Within the hour")
    factories.idea(ada, campaign, "Call first")

    assert list(queries.listed(bo, campaign, text="CALL wait hour")) == [found]


@pytest.mark.parametrize("text", ["%", "_", "'", '"; --', "\\"])
def test_odd_searches_find_what_they_say_and_no_more(text: str, bo: User, campaign: Campaign, idea: Idea) -> None:
    assert list(queries.listed(bo, campaign, text=text)) == []


def test_a_list_costs_one_query(
    bo: User, campaign: Campaign, three: list[Idea], django_assert_num_queries: Any
) -> None:
    viewer = User.objects.get(pk=bo.pk)
    _ = viewer.granted, viewer.unit

    with django_assert_num_queries(1):
        _ = [
            (idea.campaign.title, idea.unit and idea.unit.name, idea.stage) for idea in queries.listed(viewer, campaign)
        ]


def test_an_idea_of_a_campaign_that_does_not_ask_one_is_not_found(
    ada: User, bo: User, mod: User, company: SimpleNamespace
) -> None:
    idea = factories.idea(ada, factories.campaign(audience=(company.mill_lane,)))

    assert queries.find(bo, idea.pk) is None
    assert queries.find(mod, idea.pk) == idea


def test_mine_are_my_named_and_my_anonymous_ideas(ada: User, bo: User, campaign: Campaign) -> None:
    named, anonymous = factories.idea(ada, campaign), factories.idea(ada, campaign, anonymous=True)
    factories.idea(bo, campaign)
    factories.idea(bo, campaign, anonymous=True)

    assert set(queries.mine(ada)) == {named, anonymous}


def test_without_the_key_anonymous_ideas_are_nobody_s(ada: User, campaign: Campaign) -> None:
    named = factories.idea(ada, campaign)
    factories.idea(ada, campaign, anonymous=True)
    keys.destroy(campaign.key_name)

    assert list(queries.mine(ada)) == [named]


def test_before_any_contribution_there_is_no_pseudonym(ada: User, campaign: Campaign) -> None:
    assert queries.read_key(ada, campaign) is None


def test_the_road_shows_what_is_done_now_and_next(campaign: Campaign) -> None:
    factories.set_step(campaign, "shape")

    steps = queries.road(campaign)

    assert [step.state for step in steps] == ["done", "done", "now", "next", "next"]
    assert steps[0].ends_at == steps[1].starts_at
    assert steps[-1].ends_at is None


def test_a_planned_campaign_has_its_whole_road_before_it() -> None:
    assert {step.state for step in queries.road(factories.campaign("planned"))} == {"next"}


def test_listening_campaigns_come_with_the_first_to_close_on_top(bo: User) -> None:
    later, sooner = factories.campaign(slug="later"), factories.campaign(slug="sooner")
    Campaign.objects.filter(pk=sooner.pk).update(curates_at=timezone.now() + timedelta(hours=1))
    factories.campaign("curate")
    factories.campaign("planned")

    assert list(queries.listening(bo)) == [sooner, later]
