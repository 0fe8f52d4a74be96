"""Curators who settle a suggestion at the same moment, on real PostgreSQL."""

from functools import partial
from itertools import cycle, islice

import pytest
from django.db import connection

from curation import actions
from curation.models import Merge, Move, Placement, Run, Suggestion, Theme
from ideas.models import Campaign, Idea
from people.models import User
from tests import factories
from tests.curation.suggesting import PARKING, say
from tests.factories import fresh
from tests.races import LINGER, failures, race

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
CROWD = 8


@pytest.fixture
def ideas(ada: User, campaign: Campaign) -> list[Idea]:
    return say(ada, campaign, *PARKING)


def suggestion(campaign: Campaign, ideas: list[Idea], kind: str = "group") -> Suggestion:
    run = Run.objects.create(campaign=campaign, digest=kind, groups=1)
    ids = [idea.pk for idea in ideas]
    return Suggestion.objects.create(campaign=campaign, run=run, kind=kind, ideas=ids, strength=0.5, digest=kind)


def test_one_of_many_who_accept_at_once_gets_it(mod: User, campaign: Campaign, ideas: list[Idea]) -> None:
    group = suggestion(campaign, ideas)

    outcomes = race(*[partial(actions.accept, by=fresh(mod), suggestion=fresh(group)) for _ in range(CROWD)])

    assert {type(error) for error in failures(outcomes)} == {actions.AlreadySettled}
    assert (len(failures(outcomes)), Theme.objects.count()) == (CROWD - 1, 1)
    assert Move.objects.filter(verb="accept").count() == 1
    assert Placement.objects.count() == len(ideas)


def test_who_accepts_and_who_dismisses_at_once_do_not_both_get_their_way(
    mod: User, campaign: Campaign, ideas: list[Idea]
) -> None:
    group = suggestion(campaign, ideas)
    verbs = islice(cycle([actions.accept, actions.dismiss]), CROWD)

    outcomes = race(*[partial(verb, by=fresh(mod), suggestion=fresh(group)) for verb in verbs])

    assert {type(error) for error in failures(outcomes)} == {actions.AlreadySettled}
    settled = fresh(group)
    assert bool(settled.accepted_at) != bool(settled.dismissed_at)
    assert bool(settled.accepted_at) == Placement.objects.exists()


def test_duplicates_are_merged_once_however_many_press_the_button(
    mod: User, campaign: Campaign, ideas: list[Idea]
) -> None:
    pair = suggestion(campaign, ideas[:2], "duplicate")

    outcomes = race(*[partial(actions.accept, by=fresh(mod), suggestion=fresh(pair)) for _ in range(CROWD)])

    assert {type(error) for error in failures(outcomes)} == {actions.AlreadySettled}
    assert Merge.objects.count() == 1


def test_undoing_while_others_settle_locks_nobody_out(mod: User, campaign: Campaign, ideas: list[Idea]) -> None:
    pairs = [suggestion(campaign, ideas[:2], "duplicate"), suggestion(campaign, ideas[2:])]
    other = factories.person("Max", role="curator")
    for each in pairs:
        actions.accept(by=mod, suggestion=each)
    third = suggestion(campaign, [ideas[0], ideas[3]], "third")
    Suggestion.objects.filter(pk=third.pk).update(kind="duplicate")

    outcomes = race(
        *[partial(actions.undo, by=fresh(mod), campaign=fresh(campaign)) for _ in range(2)],
        *[partial(actions.accept, by=fresh(other), suggestion=fresh(third)) for _ in range(2)],
    )

    assert [type(error) for error in failures(outcomes)] == [actions.AlreadySettled]


def test_two_clicks_begin_one_search(mod: User, campaign: Campaign, ideas: list[Idea]) -> None:
    calls = [partial(actions.start_run, by=fresh(mod), campaign=fresh(campaign), groups=2) for _ in range(CROWD)]

    outcomes = race(*calls)

    assert failures(outcomes) == []
    assert {run.pk for run in outcomes} == {Run.objects.get().pk}


def test_one_search_is_done_once_however_many_workers_take_it_up(
    mod: User, campaign: Campaign, ideas: list[Idea]
) -> None:
    run = actions.start_run(by=mod, campaign=campaign, groups=1)

    outcomes = race(*[partial(actions.search, run_id=run.pk) for _ in range(4)])

    assert failures(outcomes) == []
    assert Suggestion.objects.filter(kind="group").count() == 1


def test_the_negative_control_without_the_lock_many_accept_it(mod: User, campaign: Campaign, ideas: list[Idea]) -> None:
    group = suggestion(campaign, ideas)

    outcomes = race(*[partial(accept_carelessly, group.pk) for _ in range(CROWD * 2)])

    assert sum(outcome is True for outcome in outcomes) > 1


def accept_carelessly(pk: int) -> bool:
    """What `accept` does, without lock: look, and settle when nobody has."""
    is_open = Suggestion.objects.filter(pk=pk, accepted_at=None).exists()
    if is_open:
        with connection.cursor() as cursor:
            cursor.execute(LINGER)
        Suggestion.objects.filter(pk=pk).update(accepted_at="2030-01-01T00:00:00Z")
    return is_open
