"""Executives at the same moment, on real PostgreSQL."""

from functools import partial

import pytest
from django.db import IntegrityError, connection

from ideas.models import Idea
from people.models import User
from strategy.actions import publish
from strategy.models import Publication
from tests import factories
from tests.factories import fresh
from tests.races import LINGER, failures, race

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_many_who_publish_at_once_make_one_version(eve: User, idea: Idea) -> None:
    strategy = factories.strategy(eve)
    factories.priority(eve, strategy, ideas=(idea,))

    outcomes = race(*[partial(publish, by=fresh(eve), strategy=fresh(strategy)) for _ in range(10)])

    assert failures(outcomes) == []
    assert {publication.pk for publication in outcomes} == {Publication.objects.get().pk}


def test_the_negative_control_without_the_lock_the_number_is_taken_twice(eve: User, idea: Idea) -> None:
    """The unique number then refuses the second: without it there would be two versions of one number."""
    strategy = factories.strategy(eve)

    outcomes = [each for _ in range(5) for each in race(*[partial(number_carelessly, strategy.pk)] * 20)]

    assert [each for each in failures(outcomes) if isinstance(each, IntegrityError)]


def number_carelessly(strategy_id: int) -> None:
    """What `publish` does, without the lock: read the last number, and insert the next."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(number), 0) FROM strategy_publication WHERE strategy_id = %s", [strategy_id]
        )
        [(last,)] = cursor.fetchall()
        cursor.execute(LINGER)
        insert = (
            "INSERT INTO strategy_publication (strategy_id, number, content, digest, published_at)"
            " VALUES (%s, %s, '{}', '', now())"
        )
        cursor.execute(insert, [strategy_id, last + 1])
