"""Mixing: while a campaign listens, votes lie in no order, and nobody notices anything of it."""

from collections.abc import Callable
from functools import partial
from types import SimpleNamespace

import pytest
from django.db import connection, transaction

from core import keys
from ideas.models import Campaign, Idea
from participation.actions import summarise
from people.models import User
from tests import factories
from tests.factories import fresh
from tests.races import failures, race
from votes import queries
from votes.actions import cast, cast_now, mix, withdraw
from votes.actions.rewriting import shuffle
from votes.models import LAST_MIXED, UnitTally, Vote
from votes.tasks import mix as the_job

pytestmark = pytest.mark.django_db(transaction=True)
Crowd = Callable[..., list[User]]


@pytest.fixture
def ideas(ada: User, campaign: Campaign) -> list[Idea]:
    return [factories.idea(ada, campaign) for _ in range(3)]


def vote(people: list[User], *ideas: Idea, choice: str = "support") -> None:
    for person in people:
        for idea in ideas:
            cast(by=person, idea=fresh(idea), choice=choice)


def voters_in_order() -> list[bytes]:
    """The voters as the engine keeps their votes."""
    place = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT voter FROM votes_vote ORDER BY {place}")  # noqa: S608
        return [bytes(voter) for (voter,) in cursor.fetchall()]


def test_new_votes_are_mixed_and_then_rest(ideas: list[Idea], crowd: Crowd) -> None:
    vote(crowd(4), *ideas)
    unmixed = Vote.objects.filter(pk__gt=LAST_MIXED)
    before = unmixed.count()

    assert (before, mix(), unmixed.count(), mix()) == (12, 12, 0, 0)


def test_the_order_of_casting_is_gone(ideas: list[Idea], crowd: Crowd) -> None:
    people = crowd(20)
    vote(people, ideas[0])
    cast_in_order = voters_in_order()

    mix()

    assert cast_in_order == [keys.pseudonym(fresh(ideas[0]).campaign.key_name, person.pk) for person in people]
    assert voters_in_order() != cast_in_order
    assert sorted(voters_in_order()) == sorted(cast_in_order)


def test_nothing_that_anybody_sees_changes(ideas: list[Idea], bo: User, crowd: Crowd) -> None:
    vote(crowd(6), *ideas)
    vote([bo], ideas[0], choice="object")
    before = queries.ballots(bo, [fresh(idea) for idea in ideas])
    votes = sorted((bytes(voter), *row) for voter, *row in Vote.objects.values_list("voter", "idea_id", "choice"))

    mix()

    assert queries.ballots(bo, [fresh(idea) for idea in ideas]) == before
    assert votes == sorted(
        (bytes(voter), *row) for voter, *row in Vote.objects.values_list("voter", "idea_id", "choice")
    )
    assert queries.drift() == []


def test_all_votes_of_whoever_voted_lately_move_along(ideas: list[Idea], crowd: Crowd) -> None:
    [person] = crowd(1)
    vote([person], ideas[0])
    mix()
    first = Vote.objects.get()

    vote([person], ideas[1])

    assert mix() == 2
    assert not Vote.objects.filter(pk=first.pk).exists()


def test_new_votes_hide_among_older_ones_of_the_same_unit(
    ideas: list[Idea], crowd: Crowd, company: SimpleNamespace
) -> None:
    near, far = crowd(12, company.mill_lane), crowd(12, company.station)
    vote([*near[1:], *far], ideas[0])
    summarise(campaign=Campaign.objects.get())
    mix()
    before = {bytes(voter): pk for pk, voter in Vote.objects.values_list("pk", "voter")}

    vote(near[:1], ideas[0])
    mix()

    after = {bytes(voter): pk for pk, voter in Vote.objects.values_list("pk", "voter")}
    name = Campaign.objects.get().key_name
    moved = [before.get(keys.pseudonym(name, person.pk)) != after[keys.pseudonym(name, person.pk)] for person in near]
    rested = [before[keys.pseudonym(name, person.pk)] == after[keys.pseudonym(name, person.pk)] for person in far]
    assert moved == [True] * 12
    assert rested == [True] * 12


def test_people_of_a_small_unit_hide_among_those_who_are_reported_with_them(
    ideas: list[Idea], crowd: Crowd, company: SimpleNamespace
) -> None:
    few, others = crowd(3, company.quayside), crowd(8, company.mill_lane)
    vote([*few[1:], *others], ideas[0])
    assert set(Vote.objects.values_list("unit", flat=True)) == {company.north.pk}
    summarise(campaign=Campaign.objects.get())
    mix()

    vote(few[:1], ideas[0])

    assert mix() == 11


def test_without_the_key_new_votes_are_mixed_among_themselves(ideas: list[Idea], crowd: Crowd) -> None:
    people = crowd(6)
    vote(people[:3], ideas[0])
    summarise(campaign=Campaign.objects.get())
    mix()
    vote(people[3:], ideas[0])

    keys.destroy(Campaign.objects.get().key_name)

    assert mix() == 3


def test_numbers_of_unit_tallies_no_longer_follow_the_first_votes(
    ideas: list[Idea], crowd: Crowd, company: SimpleNamespace
) -> None:
    vote(crowd(20, company.mill_lane, company.station), *ideas)
    before = set(UnitTally.objects.values_list("pk", flat=True))

    mix()

    assert not before & set(UnitTally.objects.values_list("pk", flat=True))
    assert queries.drift() == []


def test_the_job_mixes(ideas: list[Idea], crowd: Crowd) -> None:
    vote(crowd(2), ideas[0])

    the_job.apply(throw=True)

    assert not Vote.objects.filter(pk__gt=LAST_MIXED).exists()


@pytest.mark.postgres
def test_mixed_votes_share_one_transaction(ideas: list[Idea], crowd: Crowd) -> None:
    vote(crowd(5), *ideas)

    mix()

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM votes_vote")
        assert cursor.fetchone() == (1,)


@pytest.fixture
def mixer(ideas: list[Idea], crowd: Crowd) -> Callable[[], None]:
    """Goes on voting and mixing, all the older votes along."""
    newcomers = crowd(15)

    def go_on() -> None:
        for person in newcomers:
            cast_now(by=fresh(person), idea_id=ideas[0].pk, choice="pass")
            assert mix() > 1

    return go_on


@pytest.mark.postgres
def test_nobody_s_change_of_mind_is_lost_while_votes_are_mixed(
    ideas: list[Idea], crowd: Crowd, mixer: Callable[[], None]
) -> None:
    people = crowd(20)
    vote(people, *ideas)
    summarise(campaign=Campaign.objects.get())

    def change(person: User) -> None:
        for idea in ideas:
            cast(by=fresh(person), idea=fresh(idea), choice="object")

    def take_back(person: User) -> None:
        for idea in ideas:
            withdraw(by=fresh(person), idea=fresh(idea))

    changes, withdrawals = people[:12], people[12:]
    outcomes = race(
        *[partial(change, person) for person in changes],
        *[partial(take_back, person) for person in withdrawals],
        mixer,
    )

    assert failures(outcomes) == []
    assert Vote.objects.filter(choice="object").count() == Vote.objects.exclude(choice="pass").count() == 12 * 3
    assert queries.drift() == []


@pytest.mark.postgres
def test_no_first_vote_is_lost_while_votes_are_mixed(
    ideas: list[Idea], crowd: Crowd, mixer: Callable[[], None]
) -> None:
    vote(crowd(10), *ideas)
    summarise(campaign=Campaign.objects.get())

    def cast_all(person: User) -> None:
        for idea in ideas:
            assert cast_now(by=fresh(person), idea_id=idea.pk, choice="support")

    outcomes = race(*[partial(cast_all, person) for person in crowd(20)], mixer)

    assert failures(outcomes) == []
    assert Vote.objects.filter(choice="support").count() == 30 * 3
    assert queries.drift() == []


@pytest.mark.postgres
def test_two_that_mix_at_once_do_not_get_in_each_other_s_way(ideas: list[Idea], crowd: Crowd) -> None:
    vote(crowd(10), *ideas)

    outcomes = race(*[mix] * 6)

    assert sorted(outcomes)[-1] == sum(outcomes) == 30
    assert queries.drift() == []


@pytest.mark.postgres
def test_the_negative_control_without_the_lock_changes_are_lost(ideas: list[Idea], crowd: Crowd) -> None:
    """If this ever stops losing a change, the two races above prove nothing."""
    people = crowd(10)
    vote(people, *ideas)

    def change(person: User, choice: str) -> None:
        for idea in ideas:
            cast(by=fresh(person), idea=fresh(idea), choice=choice)

    def mix_carelessly() -> None:
        for _ in range(20):
            with transaction.atomic():
                shuffle(Vote.objects.all())

    for choice in ("object", "pass", "support") * 5:
        outcomes = race(*[partial(change, person, choice) for person in people], mix_carelessly)
        if failures(outcomes) or queries.drift():
            return
    pytest.fail("no change was lost")
