"""Curators at the same moment, on real PostgreSQL."""

from functools import partial
from itertools import pairwise

import pytest
from django.db import connection

from curation.actions import Elsewhere, place, put, take_out, undo
from curation.models import Move, Placement
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


def test_of_curators_who_move_what_they_saw_in_the_inbox_one_gets_it(mod: User, idea: Idea) -> None:
    themes = [factories.theme(mod, idea.campaign) for _ in range(8)]

    outcomes = race(
        *[partial(place, by=fresh(mod), theme=fresh(theme), ideas=[fresh(idea)], seen=None) for theme in themes]
    )

    refused = failures(outcomes)
    assert len(refused) == 7
    assert all(isinstance(refusal, Elsewhere) for refusal in refused)
    assert Move.objects.filter(verb=Move.Verb.PLACE).count() == 1


def test_the_negative_control_without_taking_turns_each_believes_to_have_got_it(mod: User, idea: Idea) -> None:
    themes = [factories.theme(mod, idea.campaign) for _ in range(8)]

    outcomes = race(*[partial(place_unasked, theme.pk, idea.pk) for theme in themes])

    assert outcomes.count("placed") > 1


def place_unasked(theme_id: int, idea_id: int) -> str:
    """What `place` does, without taking turns: look where it is, and put it elsewhere."""
    if Placement.objects.filter(idea_id=idea_id).exists():
        return "elsewhere"
    with connection.cursor() as cursor:
        cursor.execute(LINGER)
    Placement.objects.update_or_create(idea_id=idea_id, defaults={"theme_id": theme_id})
    return "placed"


def test_ids_of_moves_come_in_the_order_of_their_commits(mod: User, idea: Idea) -> None:
    """A screen asks for what came after the last move that it has seen: one with a smaller id must not come later."""
    theme = factories.theme(mod, idea.campaign)
    seen: list[list[int]] = []

    def move() -> None:
        for _ in range(4):
            put(by=fresh(mod), campaign=fresh(theme.campaign), ideas=[fresh(idea)], theme=fresh(theme))
            take_out(by=fresh(mod), idea=fresh(idea))

    def look() -> None:
        for _ in range(60):
            seen.append(list(Move.objects.order_by("pk").values_list("pk", flat=True)))

    outcomes = race(move, move, move, look)

    assert failures(outcomes) == []
    assert all(later[: len(earlier)] == earlier for earlier, later in pairwise(seen))


def test_one_curator_who_undoes_twice_at_once_takes_back_two_moves(mod: User, idea: Idea) -> None:
    first, second = (factories.theme(mod, idea.campaign) for _ in range(2))
    for theme in (first, second):
        place(by=mod, theme=theme, ideas=[idea])

    outcomes = race(*[partial(undo, by=fresh(mod), campaign=fresh(idea.campaign)) for _ in range(2)])

    assert failures(outcomes) == []
    assert not Placement.objects.filter(idea=idea).exists()
