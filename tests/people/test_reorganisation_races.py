"""Re-organisations beside each other, beside people who are moved and beside votes, on real PostgreSQL."""

import random
import time
from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest

from core.errors import Refusal
from ideas.models import Campaign
from people import actions
from people.actions import persons, reorganising, units
from people.models import Membership, Unit, User
from tests import factories
from tests.factories import fresh
from tests.people.trees import check_tree, headcounts, recount
from tests.races import failures, race
from votes import queries as votes_queries
from votes.actions import cast_now
from votes.models import Vote

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
Crowd = Callable[..., list[User]]


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between reading a unit and counting by its path, other work takes a while."""
    counted = units.count

    def count_slowly(paths: list[str], change: int) -> None:
        time.sleep(0.01)
        counted(paths, change)

    for module in (persons, reorganising):
        monkeypatch.setattr(module, "count", count_slowly)


def move_about(people: list[User], places: list[Unit]) -> None:
    for person in people:
        actions.move_person(by=None, user=person, unit=random.choice(places))


def to_and_fro(unit: Unit, places: list[Unit], times: int = 6) -> None:
    for turn in range(times):
        actions.move_unit(by=None, unit=unit, below=places[turn % len(places)])


def unexpected(outcomes: list[Any]) -> list[Exception]:
    """What went wrong and was not refused."""
    return [error for error in failures(outcomes) if not isinstance(error, Refusal)]


def crossing(company: SimpleNamespace, people: list[User]) -> list[Any]:
    """People are moved between stores while the stores go from one region to the other."""
    places = [company.mill_lane, company.quayside, company.station]
    regions = [company.south, company.north]
    return race(
        *[partial(move_about, people[start::4], places) for start in range(4)],
        *[partial(to_and_fro, unit, regions) for unit in places[:2]],
    )


def test_people_are_counted_where_they_are_while_units_move(slow: None, company: SimpleNamespace, crowd: Crowd) -> None:
    people = crowd(24, company.mill_lane, company.station)

    outcomes = crossing(company, people)

    assert unexpected(outcomes) == []
    check_tree()


def test_the_negative_control_without_the_lock_they_are_counted_elsewhere(
    slow: None, company: SimpleNamespace, crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = crowd(24, company.mill_lane, company.station)
    monkeypatch.setattr(persons, "share_tree", lambda: None)
    monkeypatch.setattr(reorganising, "hold_tree", lambda: None)

    for _trial in range(3):
        crossing(company, people)

    assert headcounts() != recount()


def test_many_people_are_moved_at_once(company: SimpleNamespace, crowd: Crowd) -> None:
    """Between trees too, which share no unit at the top: each move goes through the rows in the same order."""
    people = crowd(24, company.mill_lane, company.station)
    elsewhere = factories.unit("Elsewhere")
    places = [company.mill_lane, company.station, elsewhere]

    outcomes = race(*[partial(move_about, people[start::6] * 3, places) for start in range(6)])

    assert failures(outcomes) == []
    check_tree()


def test_of_two_merges_of_one_unit_one_is_done(company: SimpleNamespace, crowd: Crowd) -> None:
    people = crowd(20, company.mill_lane)

    outcomes = race(
        partial(actions.merge_units, by=None, units=[company.mill_lane], into=company.quayside),
        partial(actions.merge_units, by=None, units=[company.mill_lane], into=company.station),
    )

    [refused] = failures(outcomes)
    assert isinstance(refused, actions.UnitClosed)
    assert fresh(people[0]).unit == fresh(company.mill_lane).succeeded_by
    check_tree()


def test_two_units_are_not_merged_into_each_other(company: SimpleNamespace, crowd: Crowd) -> None:
    crowd(10, company.mill_lane, company.quayside)

    outcomes = race(
        partial(actions.merge_units, by=None, units=[company.mill_lane], into=company.quayside),
        partial(actions.merge_units, by=None, units=[company.quayside], into=company.mill_lane),
    )

    assert [type(error) for error in failures(outcomes)] == [actions.UnitClosed]
    check_tree()


def test_two_units_do_not_come_to_stand_below_each_other(company: SimpleNamespace) -> None:
    outcomes = race(
        partial(actions.move_unit, by=None, unit=company.north, below=company.south),
        partial(actions.move_unit, by=None, unit=company.south, below=company.north),
    )

    assert [type(error) for error in failures(outcomes)] == [actions.Circular]
    check_tree()


def test_nobody_is_left_in_a_unit_that_is_merged_while_they_come(company: SimpleNamespace, crowd: Crowd) -> None:
    for _trial in range(5):
        store = factories.unit(parent=company.north)
        people = crowd(12, company.station)

        outcomes = race(
            *[partial(actions.move_person, by=None, user=person, unit=store) for person in people],
            partial(actions.merge_units, by=None, units=[store], into=company.quayside),
        )

        assert unexpected(outcomes) == []
        assert not Membership.objects.filter(unit=store, until=None).exists()
        check_tree()


def test_an_empty_unit_closes_or_somebody_comes_but_never_both(company: SimpleNamespace, crowd: Crowd) -> None:
    for _trial in range(10):
        store = factories.unit(parent=company.north)
        [person] = crowd(1, company.station)

        outcomes = race(
            partial(actions.move_person, by=None, user=person, unit=store),
            partial(actions.close_unit, by=None, unit=store),
        )

        assert len(failures(outcomes)) == 1
        assert isinstance(failures(outcomes)[0], actions.UnitClosed | actions.NotEmpty)
        check_tree()


@pytest.fixture
def ideas(ada: User, campaign: Campaign) -> list[Any]:
    return [factories.idea(ada, campaign) for _idea in range(6)]


def vote_on_all(voter: User, ideas: list[Any]) -> None:
    for idea in random.sample(ideas, len(ideas)):
        cast_now(by=fresh(voter), idea_id=idea.pk, choice="support")


def test_votes_meanwhile_are_all_counted_from_a_unit_of_that_person(
    company: SimpleNamespace, crowd: Crowd, ideas: list[Any]
) -> None:
    voters = crowd(24, company.quayside, company.station)

    outcomes = race(
        *[partial(vote_on_all, voter, ideas) for voter in voters],
        partial(to_and_fro, company.quayside, [company.south, company.north]),
        partial(actions.merge_units, by=None, units=[company.station], into=company.mill_lane),
    )

    assert failures(outcomes) == []
    assert Vote.objects.count() == len(voters) * len(ideas)
    assert votes_queries.drift() == []
    stood = {company.quayside.pk, company.station.pk, company.mill_lane.pk}
    assert set(Vote.objects.values_list("unit_id", flat=True)) <= stood
    check_tree()
