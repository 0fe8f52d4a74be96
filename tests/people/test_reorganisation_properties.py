"""After any re-organisations, in any order: nobody is lost, nobody is in two places, and the tree is one."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import Refusal
from ideas.models import Campaign, Idea
from people import actions, queries
from people.models import Membership, Unit, User
from tests import factories
from tests.factories import fresh
from tests.people.trees import check_tree, headcounts, recount
from votes.actions import cast
from votes.models import Vote

pytestmark = pytest.mark.django_db
VERBS = ("move", "merge", "split", "close", "close_into", "move_person", "open")
NUMBERS = st.integers(0, 30)
DEEDS: Any = st.tuples(st.sampled_from(VERBS), NUMBERS, NUMBERS, NUMBERS)


class World:
    """Does what a deed says, with units and people picked by numbers: those that are there by then, open or closed."""

    def __init__(self, root: User) -> None:
        self.root, self.opened = root, 0

    def unit(self, number: int) -> Unit:
        units: list[Unit] = list(Unit.objects.order_by("pk"))
        return units[number % len(units)]

    def person(self, number: int) -> User:
        people = list(User.objects.order_by("pk"))
        return people[number % len(people)]

    def code(self) -> str:
        self.opened += 1
        return f"new-{self.opened}"

    def move(self, one: int, other: int, third: int) -> None:
        actions.move_unit(by=self.root, unit=self.unit(one), below=self.unit(other) if third % 5 else None)

    def merge(self, one: int, other: int, third: int) -> None:
        actions.merge_units(by=self.root, units=[self.unit(one), self.unit(third)], into=self.unit(other))

    def split(self, one: int, other: int, third: int) -> None:
        unit = self.unit(one)
        people = list(queries.people_in(unit))
        chosen = people if third % 3 == 0 else people[: 1 + other % 3]
        part = {"name": "New", "code": self.code(), "people": chosen}
        actions.split_unit(by=self.root, unit=unit, parts=[part], closes=third % 3 == 0)

    def close(self, one: int, other: int, third: int) -> None:
        actions.close_unit(by=self.root, unit=self.unit(one))

    def close_into(self, one: int, other: int, third: int) -> None:
        actions.close_unit(by=self.root, unit=self.unit(one), into=self.unit(other))

    def move_person(self, one: int, other: int, third: int) -> None:
        actions.move_person(by=self.root, user=self.person(one), unit=self.unit(other))

    def open(self, one: int, other: int, third: int) -> None:
        actions.open_unit(by=self.root, name="New", code=self.code(), parent=self.unit(one))


@contextmanager
def undone() -> Iterator[None]:
    """Take back at its end what an example has done."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def said(company: SimpleNamespace, campaign: Campaign) -> None:
    """Ideas and votes from three stores."""
    for unit in (company.mill_lane, company.quayside, company.station):
        people = [factories.person(unit=unit) for _ in range(4)]
        idea = factories.idea(people[0], campaign)
        for voter in people[1:]:
            cast(by=fresh(voter), idea=fresh(idea), choice="support")


def places() -> tuple[dict[int, int | None], dict[tuple[int, bytes], int | None]]:
    """The unit of each idea, and of each vote."""
    ideas = dict(Idea.objects.values_list("pk", "unit_id"))
    return ideas, {(idea, bytes(key)): unit for idea, key, unit in Vote.objects.values_list("idea", "voter", "unit_id")}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(deeds=st.lists(DEEDS, min_size=1, max_size=25))
def test_after_any_re_organisations_nothing_is_lost(
    said: None, root: User, deeds: list[tuple[str, int, int, int]]
) -> None:
    with undone():
        world, before, everyone = World(root), places(), User.objects.count()

        for verb, *numbers in deeds:
            with suppress(Refusal):
                getattr(world, verb)(*numbers)
            assert headcounts() == recount(), verb

        check_tree()
        assert places() == before
        assert Membership.objects.filter(until=None).count() == everyone
        check_successors()


def check_successors() -> None:
    """Each unit leads to one that has no successor; one that is open leads to itself, and a closed one stands below."""
    now = queries.as_it_is_now(Unit.objects.values_list("pk", flat=True))
    units = Unit.objects.in_bulk()
    for pk, last in now.items():
        assert units[last].succeeded_by_id is None
        assert last == pk or not units[pk].is_open
        assert units[pk].path.startswith(units[last].path)


def test_most_deeds_are_done_and_not_refused(said: None, root: User, company: SimpleNamespace) -> None:
    """The property above would hold of nothing at all if every deed were refused."""
    world = World(root)

    world.split(3, 5, 1)
    world.close_into(3, 5, 1)
    world.move(4, 2, 1)
    world.open(1, 0, 0)

    assert list(Unit.objects.exclude(closed_on=None)) == [company.mill_lane]
    assert Unit.objects.get_parent(fresh(company.quayside)) == company.south
    assert Unit.objects.filter(name="New").count() == 2
    check_tree()


@given(st.dictionaries(st.integers(1, 20), st.integers(1, 20)), st.integers(1, 20))
def test_following_successors_always_ends(successors: dict[int, int], unit: int) -> None:
    last = queries.last_of(unit, successors)

    circle = last == unit and unit in successors
    assert circle or last not in successors


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=50, unique=True))
def test_a_chain_of_successors_is_followed_to_its_end(chain: list[int]) -> None:
    successors = dict(pairwise(chain))

    assert {queries.last_of(unit, successors) for unit in chain} == {chain[-1]}


def test_units_as_they_are_now_cost_one_query(
    root: User, company: SimpleNamespace, django_assert_num_queries: Any
) -> None:
    actions.merge_units(by=root, units=[company.mill_lane], into=company.quayside)
    actions.merge_units(by=root, units=[company.quayside], into=company.station)
    ids = [company.mill_lane.pk, company.quayside.pk, company.station.pk, company.whole.pk]

    with django_assert_num_queries(1):
        now = queries.as_it_is_now(ids)

    assert now == {**dict.fromkeys(ids[:3], company.station.pk), company.whole.pk: company.whole.pk}
