"""A query that is compiled once: it finds what the query set finds, on whichever engine."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, OperationalError, connection
from django.db.models import QuerySet

from core.prepared import Prepared
from ideas.models import Idea
from people.models import User
from tests import factories
from votes.actions import cast
from votes.models import Vote

pytestmark = pytest.mark.django_db


def since(_shape: None, *, at: datetime, author: int) -> QuerySet[Any, Any]:
    return Idea.objects.filter(submitted_at__gte=at, author=author).order_by("pk").values_list("id", "submitted_at")


def test_values_take_the_place_of_the_marks(ada: User, bo: User, idea: Idea) -> None:
    asked = Prepared(since)
    long_ago, later = idea.submitted_at - timedelta(days=1), idea.submitted_at + timedelta(seconds=1)

    assert [row.id for row in asked.rows(at=long_ago, author=ada.pk)] == [idea.pk]
    assert asked.rows(at=long_ago, author=ada.pk)[0].submitted_at == idea.submitted_at
    assert asked.rows(at=later, author=ada.pk) == asked.rows(at=long_ago, author=bo.pk) == []


def test_a_query_is_compiled_once_for_each_shape(ada: User, idea: Idea) -> None:
    built = []

    def ordered(shape: str, *, author: int) -> QuerySet[Any, Any]:
        built.append(shape)
        return Idea.objects.filter(author=author).order_by(shape).values_list("id")

    asked, second = Prepared(ordered), factories.idea(ada, idea.campaign)
    found = [[row.id for row in asked.rows(shape, author=ada.pk)] for shape in ("pk", "-pk", "pk", "-pk")]

    assert found == [[idea.pk, second.pk], [second.pk, idea.pk]] * 2
    assert built == ["pk", "-pk"]


def test_bytes_are_values_too(idea: Idea, crowd: Callable[..., list[User]]) -> None:
    for voter in crowd(2):
        cast(by=voter, idea=idea, choice="support")
    mine = bytes(Vote.objects.earliest("pk").voter)

    asked = Prepared(lambda _shape, *, voter: Vote.objects.filter(voter=voter).values_list("voter"))

    assert [bytes(row.voter) for row in asked.rows(voter=mine)] == [mine]
    assert asked.rows(voter=bytes(16)) == []


def test_a_value_without_a_place_is_a_mistake() -> None:
    asked = Prepared(lambda _shape, *, pk, more: Idea.objects.filter(pk=pk).values_list("id"))

    with pytest.raises(ValueError, match="more"):
        asked.rows(pk=1, more="forgotten")


def test_the_database_s_refusal_is_django_s(idea: Idea) -> None:
    asked = Prepared(lambda _shape, *, at: Idea.objects.filter(submitted_at=at).values_list("id"))
    asked.rows(at=datetime(2026, 5, 4, tzinfo=UTC))
    [compiled] = asked.compiled.values()
    broken = compiled.__class__("SELECT nothing FROM nowhere", [], compiled.row, compiled.compiler, {})

    with pytest.raises(DatabaseError):
        broken.rows({})


@pytest.mark.postgres
def test_the_server_keeps_one_plan_for_small_and_large_numbers(ada: User) -> None:
    asked = Prepared(lambda _shape, *, author: Idea.objects.filter(author=author).values_list("id", "title", "today"))
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    connection.connection._prepared.clear()

    for number in (1, 40_000, 3_000_000_000) * 3:
        asked.rows(author=number)

    with connection.cursor() as cursor:
        cursor.execute("SELECT generic_plans + custom_plans FROM pg_prepared_statements WHERE statement LIKE '%today%'")
        assert cursor.fetchall() == [(9,)]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_nobody_meets_a_connection_that_died_since_the_last_request() -> None:
    asked = Prepared(lambda _shape, *, pk: Idea.objects.filter(pk=pk).values_list("id"))
    asked.rows(pk=1)
    end_session()
    connection.health_check_done = False  # as when a request begins

    assert asked.rows(pk=1) == []

    end_session()
    with pytest.raises(OperationalError):  # in the middle of a request it is told: something may have been lost
        asked.rows(pk=1)
    connection.close()


def end_session() -> None:
    """As a restart of the server does it."""
    pid = connection.connection.info.backend_pid
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [pid])
        for _try in range(100):
            if not other.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", [pid]).fetchone():
                return
            time.sleep(0.05)
