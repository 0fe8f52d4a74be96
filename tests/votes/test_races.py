"""Many votes at the same moment, on real PostgreSQL. Each race has a control that fails without its safeguard."""

from collections.abc import Callable, Iterator
from functools import partial
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection

from core import keys
from ideas.models import Campaign, Idea
from people.models import User
from tests import factories
from tests.factories import fresh
from tests.races import LINGER, failures, race
from votes import queries
from votes.actions import cast
from votes.models import Tally, Vote

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
Crowd = Callable[..., list[User]]
DEVICES = 25


def test_one_person_on_two_devices_has_one_vote(idea: Idea, bo: User) -> None:
    phone = partial(cast, by=fresh(bo), idea=fresh(idea), choice="support")
    desktop = partial(cast, by=fresh(bo), idea=fresh(idea), choice="object")

    outcomes = race(*[phone, desktop] * DEVICES)

    assert failures(outcomes) == []
    assert Vote.objects.count() == 1
    assert queries.drift() == []


def test_of_many_people_on_one_idea_no_vote_is_lost(idea: Idea, crowd: Crowd, company: SimpleNamespace) -> None:
    voters = crowd(40, company.mill_lane, company.station)
    calls = [partial(cast, by=fresh(voter), idea=fresh(idea), choice="support") for voter in voters]

    outcomes = race(*calls)

    assert failures(outcomes) == []
    assert Vote.objects.count() == Tally.objects.get(idea=idea).support == 40
    assert queries.drift() == []


def test_many_people_on_two_devices_each_have_one_vote(idea: Idea, crowd: Crowd) -> None:
    devices = [
        partial(cast, by=fresh(voter), idea=fresh(idea), choice=choice)
        for voter in crowd(20)
        for choice in ("support", "object")
    ]

    outcomes = race(*devices)

    assert failures(outcomes) == []
    assert Vote.objects.count() == Tally.objects.get(idea=idea).voters == 20
    assert queries.drift() == []


def test_the_first_contributions_of_a_campaign_make_one_key(campaign: Campaign, crowd: Crowd) -> None:
    writers = crowd(20)
    calls = [partial(factories.idea, fresh(writer), fresh(campaign), anonymous=True) for writer in writers]

    outcomes = race(*calls)

    assert failures(outcomes) == []
    expected = {keys.pseudonym(campaign.key_name, writer.pk, "author") for writer in writers}
    assert {bytes(idea.author_key or b"") for idea in Idea.objects.all()} == expected
    assert len({fresh(campaign).first_contribution_at}) == 1


@pytest.fixture
def careless_table() -> Iterator[str]:
    """A copy of the vote table without the unique key on idea and voter."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE careless_vote (LIKE votes_vote INCLUDING DEFAULTS)")
    yield "careless_vote"
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE careless_vote")


def cast_carelessly(table: str, idea_id: int, voter: bytes) -> None:
    """What `cast` does, without the lock and without the constraint: look, and insert when there is nothing."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {table} WHERE idea_id = %s AND voter = %s", [idea_id, voter])  # noqa: S608
        if cursor.fetchone() is None:
            cursor.execute(LINGER)
            insert = f"INSERT INTO {table} (id, idea_id, voter, choice) VALUES (%s, %s, %s, 'support')"  # noqa: S608
            cursor.execute(insert, [uuid4(), idea_id, voter])


def test_the_negative_control_without_lock_and_constraint_one_person_votes_twice(
    careless_table: str, idea: Idea
) -> None:
    """If this ever stops making double votes, the races above prove nothing."""
    doubles = 0
    for attempt in range(20):
        voter = attempt.to_bytes(16, "big")
        race(*[partial(cast_carelessly, careless_table, idea.pk, voter)] * 50)
        doubles += rows_of(careless_table, voter) - 1
        if doubles:
            break

    assert doubles > 0


def test_the_constraint_alone_stops_double_votes_where_the_lock_is_bypassed(idea: Idea) -> None:
    voter = bytes(16)

    race(*[partial(cast_carelessly, "votes_vote", idea.pk, voter)] * 50)

    assert rows_of("votes_vote", voter) == 1


def rows_of(table: str, voter: bytes) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE voter = %s", [voter])  # noqa: S608
        return int(cursor.fetchone()[0])
