"""Curators at the same moment, on real PostgreSQL."""

from functools import partial

import pytest
from django.db import connection

from curation.actions import place
from curation.models import Placement
from ideas.models import Idea
from people.models import User
from tests import factories
from tests.factories import fresh
from tests.races import LINGER, failures, race

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_curators_place_one_idea_into_one_theme(mod: User, idea: Idea) -> None:
    themes = [factories.theme(mod, idea.campaign) for _ in range(8)]

    outcomes = race(*[partial(place, by=fresh(mod), theme=fresh(theme), ideas=[fresh(idea)]) for theme in themes])

    assert failures(outcomes) == []
    assert Placement.objects.get().theme in themes


def test_the_negative_control_without_the_constraint_the_idea_is_in_many_themes(mod: User, idea: Idea) -> None:
    themes = [factories.theme(mod, idea.campaign) for _ in range(16)]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE careless_placement (LIKE curation_placement INCLUDING DEFAULTS)")

    race(*[partial(place_carelessly, theme.pk, idea.pk) for theme in themes] * 2)

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM careless_placement")
        [(rows,)] = cursor.fetchall()
        cursor.execute("DROP TABLE careless_placement")
    assert rows > 1


def place_carelessly(theme_id: int, idea_id: int) -> None:
    """What `place` does, without lock and constraint: look, and insert when there is nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM careless_placement WHERE idea_id = %s", [idea_id])
        if cursor.fetchone() is None:
            cursor.execute(LINGER)
            insert = "INSERT INTO careless_placement (id, theme_id, idea_id, placed_at) VALUES (0, %s, %s, now())"
            cursor.execute(insert, [theme_id, idea_id])
