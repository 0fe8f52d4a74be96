"""Counting while others count, vote, take votes back and mix them, on real PostgreSQL; and counting that is killed."""

import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection

from ideas.models import Campaign, Heard, Idea, TakenPart
from participation import actions, queries
from participation.models import Release, Snapshot, Summary
from people.models import User
from tests import factories
from tests.factories import fresh
from tests.races import failures, race
from tests.services.processes import ROOT, surroundings
from votes import queries as votes_queries
from votes.actions import cast, cast_now, folding, mix, recount_part, withdraw
from votes.models import Cast, Spread, Vote

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
Crowd = Callable[..., list[User]]
PART = 3  # votes that a part of a recount reads here
DIE = """
import os, signal, sys, django
django.setup()
from ideas.models import Campaign
from participation import actions
from votes.actions import folding
folding.PART = 3
once = actions.recount_part
def then_die(campaign):
    percent = once(campaign)
    if percent >= 50:
        os.kill(os.getpid(), signal.SIGKILL)
    return percent
actions.recount_part = then_die
actions.rebuild(campaign=Campaign.objects.get(pk=int(sys.argv[1])))
"""


@pytest.fixture
def ideas(ada: User, campaign: Campaign, company: SimpleNamespace, crowd: Crowd) -> list[Idea]:
    """Four ideas in units of more than ten people, with a vote on each, so that votes may go the short way."""
    crowd(10, company.quayside)
    crowd(10, company.mill_lane)
    made = [factories.idea(ada, campaign) for _ in range(4)]
    for idea in made:
        cast(by=crowd(1)[0], idea=idea, choice="pass")
    return [fresh(idea) for idea in made]


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folding, "PART", PART)


def agrees(campaign: Campaign) -> None:
    """Everything that is kept is what its rows add up to."""
    assert votes_queries.cast_drift() == []
    assert queries.heard_drift() == []
    first = TakenPart.objects.filter(campaign=campaign, is_first=True).values_list("user_id", flat=True)
    everybody = TakenPart.objects.filter(campaign=campaign).values_list("user_id", flat=True)
    assert sorted(first) == sorted(set(everybody))
    by_unit = Counter(Vote.objects.values_list("unit_id", flat=True))
    assert {unit: votes for unit, votes in votes_queries.cast_by_unit(campaign).items() if votes} == by_unit


def vote_on_all(person: User, ideas: list[Idea]) -> None:
    for idea in ideas:
        cast_now(by=fresh(person), idea_id=idea.pk, choice="support")


def think_again(person: User, ideas: list[Idea]) -> None:
    for idea in ideas:
        withdraw(by=fresh(person), idea=fresh(idea))


def test_two_counts_at_once_are_one(ideas: list[Idea], campaign: Campaign, crowd: Crowd) -> None:
    for person in crowd(6):
        vote_on_all(person, ideas)

    outcomes = race(*[partial(actions.summarise, campaign=fresh(campaign))] * 6)
    actions.summarise(campaign=fresh(campaign))

    assert failures(outcomes) == []
    assert list(Release.objects.values_list("number", flat=True)) == [1]
    assert Snapshot.objects.count() == Snapshot.objects.values("unit", "day").distinct().count()
    agrees(campaign)


@pytest.mark.usefixtures("small_parts")
def test_counting_anew_while_people_vote_take_back_and_are_mixed(
    ideas: list[Idea], campaign: Campaign, crowd: Crowd, company: SimpleNamespace
) -> None:
    before, now = crowd(12, company.mill_lane, company.quayside), crowd(8, company.mill_lane, company.quayside)
    for person in before:
        vote_on_all(person, ideas)
    mix()

    def go_on(call: Callable[[], object]) -> None:
        for _ in range(4):
            call()

    outcomes = race(
        *[partial(vote_on_all, person, ideas) for person in now],
        *[partial(think_again, person, ideas) for person in before[:6]],
        partial(go_on, mix),
        partial(go_on, partial(actions.rebuild, campaign=fresh(campaign))),
        partial(go_on, partial(actions.summarise, campaign=fresh(campaign))),
    )

    assert failures(outcomes) == []
    agrees(campaign)
    mix()
    actions.rebuild(campaign=fresh(campaign))
    agrees(campaign)
    assert votes_queries.cast_by_unit(campaign) == dict(Cast.objects.values_list("unit_id", "votes"))
    assert Vote.objects.filter(choice="support").count() == (12 - 6 + 8) * 4


def test_the_negative_control_without_the_lock_counts_are_lost(
    ideas: list[Idea], campaign: Campaign, crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If this ever stops losing a vote, the race above proves nothing."""
    people = crowd(20)
    for person in people:
        vote_on_all(person, ideas)
    mix()
    monkeypatch.setattr(folding, "_locked", lambda campaign_id: Spread.objects.get(campaign_id=campaign_id))

    race(*[partial(think_again, person, ideas) for person in people])

    assert votes_queries.cast_drift() == [campaign.pk]


@pytest.mark.usefixtures("small_parts")
def test_who_takes_a_vote_back_between_two_parts_is_not_counted_in_either(
    ideas: list[Idea], campaign: Campaign, crowd: Crowd
) -> None:
    people = crowd(10)
    for person in people:
        vote_on_all(person, ideas)
    mix()
    Cast.objects.update(votes=1)

    while recount_part(campaign) < 100:
        if len(people) > 1:
            think_again(people.pop(), ideas[:2])
            vote_on_all(crowd(1)[0], ideas)
            mix()
    assert len(people) < 10, "there was something between two parts"

    agrees(campaign)


@pytest.mark.slow
def test_a_count_that_is_killed_is_taken_up_where_it_was(
    ideas: list[Idea], campaign: Campaign, crowd: Crowd, keys_folder: Path, small_parts: None
) -> None:
    people = crowd(8)
    for person in people:
        vote_on_all(person, ideas)
    mix()
    actions.summarise(campaign=fresh(campaign))
    counted = set(Snapshot.objects.values_list("unit", "heard", "ideas"))
    Cast.objects.update(votes=1)
    killed = subprocess.run(
        [sys.executable, "-c", DIE, str(campaign.pk)], cwd=ROOT, env=surroundings(keys_folder), capture_output=True
    )
    left, done = Summary.objects.get(), Spread.objects.get().recount

    actions.summarise(campaign=fresh(campaign))

    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert done is not None
    assert 0 < done["done"] < done["parts"]
    assert left.progress is not None
    assert Summary.objects.get().progress is None
    assert set(Snapshot.objects.values_list("unit", "heard", "ideas")) == counted
    agrees(campaign)


def test_a_count_that_fails_in_the_middle_changes_nothing(ideas: list[Idea], campaign: Campaign, crowd: Crowd) -> None:
    people = crowd(6)
    vote_on_all(people[0], ideas)
    actions.summarise(campaign=fresh(campaign))
    rows = list(Snapshot.objects.order_by("pk").values())
    for person in people[1:]:
        vote_on_all(person, ideas)

    def refuse(execute: Callable[..., object], sql: str, *rest: object) -> object:
        if sql.startswith('INSERT INTO "participation_release"'):
            raise OperationalError("canceling statement due to lock timeout")
        return execute(sql, *rest)

    with connection.execute_wrapper(refuse), pytest.raises(OperationalError):
        actions.summarise(campaign=fresh(campaign))

    assert list(Snapshot.objects.order_by("pk").values()) == rows
    assert not Heard.objects.get(campaign=campaign).is_mixed, "so that they are mixed the next time"
    actions.summarise(campaign=fresh(campaign))
    assert Heard.objects.get(campaign=campaign).is_mixed
    agrees(campaign)
