"""Many rows get new values at once, each its own."""

from typing import Any

import pytest

from core import bulk
from ideas.models import Campaign, Idea
from people.models import User
from tests import factories
from tests.races import failures, race

pytestmark = pytest.mark.django_db


@pytest.fixture
def ideas(ada: User, campaign: Campaign) -> list[int]:
    """Ids of five ideas, in their order."""
    return sorted(factories.idea(ada, campaign).pk for _ in range(5))


def column(name: str) -> list[Any]:
    return list(Idea.objects.order_by("pk").values_list(name, flat=True))


def test_each_row_gets_its_own_values(ideas: list[int]) -> None:
    rows = [(pk, number / 7, -number) for number, pk in enumerate(ideas)]

    assert bulk.write(Idea, ["rank_top", "rank_divisive"], reversed(rows)) == 5

    assert column("rank_top") == [number / 7 for number in range(5)]
    assert column("rank_divisive") == [-number for number in range(5)]


def test_other_rows_and_columns_stay(ideas: list[int]) -> None:
    bulk.write(Idea, ["rank_top"], [(ideas[1], 0.25), (0, 0.5)])

    assert column("rank_top") == [-0.5, 0.25, -0.5, -0.5, -0.5]
    assert column("rank_for_you") == [1] * 5


def test_amounts_are_added(ideas: list[int]) -> None:
    bulk.add(Idea, "seen_count", [(ideas[0], 3), (ideas[1], 40)])
    bulk.add(Idea, "seen_count", [(ideas[0], 4)])

    assert column("seen_count") == [7, 40, 0, 0, 0]


def test_nothing_costs_nothing(django_assert_num_queries: Any, db: None) -> None:
    with django_assert_num_queries(0):
        assert bulk.write(Idea, ["rank_top"], []) == 0


def test_it_does_not_matter_how_many_there_are(
    ideas: list[int], monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(4):
        bulk.write(Idea, ["rank_top"], [(pk, 0.5) for pk in [*ideas, *range(10**6, 10**6 + 400)]])

    monkeypatch.setattr(bulk, "BATCH", 2)
    bulk.write(Idea, ["rank_top"], [(pk, 0.75) for pk in ideas])

    assert column("rank_top") == [0.75] * 5


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_jobs_that_change_the_same_rows_do_not_wait_for_each_other_for_ever(ideas: list[int]) -> None:
    forth = [(pk, 1) for pk in ideas]

    outcomes = race(*[lambda: [bulk.add(Idea, "seen_count", forth) for _ in range(40)] for _ in range(6)])

    assert failures(outcomes) == []
    assert column("seen_count") == [240] * 5
