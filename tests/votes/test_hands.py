"""Which ideas a person is dealt in a quick vote."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ideas.models import Campaign, Idea
from people.models import User
from tests import factories
from votes import actions, queries
from votes.dealing import FEW_VIEWS

DAY = date(2026, 5, 4)
INDEXES = ("idea_least_seen", "idea_for_you")


@pytest.fixture
def many(ada: User, campaign: Campaign) -> list[Idea]:
    """Thirty ideas of Ada's; the later, the further down in For you and the less often seen."""
    ideas = factories.many_ideas(ada, campaign, 30)
    for idea, seen in zip(ideas, reversed(range(30)), strict=True):
        idea.seen_count = seen
    Idea.objects.bulk_update(ideas, ["seen_count"])
    return ideas


def hand(viewer: User, campaign: Campaign, *, on: date = DAY, size: int = 10, first: int = 0) -> list[int]:
    campaign.refresh_from_db()
    return [idea.pk for idea in queries.hand(viewer, campaign, on=on, size=size, first=first)]


def test_two_of_five_are_among_the_least_seen_and_three_stand_highest(
    bo: User, campaign: Campaign, many: list[Idea]
) -> None:
    dealt = set(hand(bo, campaign, size=5))

    highest = {idea.pk for idea in many[:3]}
    least_seen = {idea.pk for idea in many if idea.seen_count < FEW_VIEWS}
    assert (len(dealt & highest), len(dealt & least_seen)) == (3, 2)


def test_the_same_person_gets_the_same_hand_all_day_and_another_one_the_next(
    bo: User, campaign: Campaign, many: list[Idea]
) -> None:
    hands = {day: hand(bo, campaign, on=date(2026, 5, day)) for day in range(1, 6)}

    assert hand(bo, campaign, on=date(2026, 5, 1)) == hands[1]
    assert len({tuple(each) for each in hands.values()}) > 1


def test_what_one_has_voted_on_comes_never_again(bo: User, campaign: Campaign, many: list[Idea]) -> None:
    met: list[int] = []

    while dealt := hand(bo, campaign):
        actions.cast(by=bo, idea=Idea.objects.get(pk=dealt[0]), choice="pass")
        met.append(dealt[0])

    assert sorted(met) == [idea.pk for idea in many]


@pytest.mark.parametrize("anonymous", [False, True])
def test_nobody_meets_an_idea_of_their_own(bo: User, campaign: Campaign, anonymous: bool) -> None:
    factories.idea(bo, campaign, anonymous=anonymous)

    assert hand(bo, campaign) == []


def test_what_lists_do_not_hold_is_not_dealt(bo: User, mod: User, campaign: Campaign, many: list[Idea]) -> None:
    hidden, withdrawn, merged, declined, *_ = many
    Idea.objects.filter(pk=hidden.pk).update(hidden_at=timezone.now())
    Idea.objects.filter(pk=withdrawn.pk).update(withdrawn_at=timezone.now())
    Idea.objects.filter(pk=merged.pk).update(status="merged", merged_into=many[9])
    Idea.objects.filter(pk=declined.pk).update(status="declined")

    for viewer in (bo, mod):
        assert not {hidden.pk, withdrawn.pk, merged.pk, declined.pk} & set(hand(viewer, campaign, size=30))


def test_nothing_of_another_campaign_is_dealt(ada: User, bo: User, campaign: Campaign) -> None:
    factories.idea(ada, factories.campaign())

    assert hand(bo, campaign) == []


def test_an_idea_taken_back_comes_first(bo: User, campaign: Campaign, many: list[Idea]) -> None:
    assert hand(bo, campaign, first=many[20].pk)[0] == many[20].pk
    assert len(set(hand(bo, campaign, first=many[20].pk))) == 10


def test_an_idea_that_has_a_vote_does_not(bo: User, campaign: Campaign, many: list[Idea]) -> None:
    actions.cast(by=bo, idea=many[20], choice="support")

    assert many[20].pk not in hand(bo, campaign, first=many[20].pk)


def test_a_hand_costs_three_queries_among_one_idea_and_among_hundreds(
    ada: User, bo: User, campaign: Campaign, idea: Idea, django_assert_num_queries: Any
) -> None:
    campaign.refresh_from_db()
    with django_assert_num_queries(3):
        queries.hand(bo, campaign, on=DAY, size=10)

    Idea.objects.bulk_create([Idea(campaign=campaign, author=ada, title=f"Idea {at}") for at in range(300)])
    with django_assert_num_queries(3):
        queries.hand(bo, campaign, on=DAY, size=10)


@pytest.mark.postgres
def test_both_walks_go_along_an_index_and_stop_early(ada: User, bo: User, campaign: Campaign, idea: Idea) -> None:
    Idea.objects.bulk_create([Idea(campaign=campaign, author=ada, title=f"Idea {at}") for at in range(20_000)])
    actions.cast(by=bo, idea=idea, choice="pass")
    campaign.refresh_from_db()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    with CaptureQueriesContext(connection) as made:
        queries.hand(bo, campaign, on=DAY, size=10)
    walks = [plan(each["sql"]) for each in made.captured_queries if "ORDER BY" in each["sql"]]

    assert [name in walk for name, walk in zip(INDEXES, walks, strict=True)] == [True, True], walks
    assert not any("Sort" in walk or "Seq Scan on ideas_idea" in walk for walk in walks), walks


def plan(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}")
        return "\n".join(row[0] for row in cursor.fetchall())
