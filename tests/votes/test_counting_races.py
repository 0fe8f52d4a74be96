"""Votes by the shortest way beside everything else that writes to the same rows, on real PostgreSQL."""

import random
from collections.abc import Callable
from functools import partial
from threading import Thread
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction

from core.errors import Refusal
from ideas import actions as ideas_actions
from ideas.models import Campaign, Idea
from people.actions import move_person
from people.models import Unit, User
from tests import factories
from tests.factories import fresh
from tests.races import failures, race
from votes import queries
from votes.actions import cast, cast_now, draw_for_you, mix, place_released, recount, withdraw
from votes.models import Vote
from votes.queries import Ballot

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
Crowd = Callable[..., list[User]]
CHOICES = ("support", "object", "pass")
VOTERS = 12


@pytest.fixture
def ideas(ada: User, campaign: Campaign) -> list[Idea]:
    return [factories.idea(ada, campaign) for _idea in range(8)]


def vote_on_all(voter: User, ideas: list[Idea]) -> None:
    """First votes, changes, and votes taken back and cast anew, in an order of one's own."""
    for idea in random.sample(ideas, len(ideas)):
        for choice in random.choices(CHOICES, k=2):
            cast_now(by=fresh(voter), idea_id=idea.pk, choice=choice)
        if random.random() < 0.3:
            withdraw(by=fresh(voter), idea=fresh(idea))
            cast_now(by=fresh(voter), idea_id=idea.pk, choice="support")


def again_and_again(write: Callable[[], Any], times: int = 12) -> None:
    for _time in range(times):
        write()


def edit(ada: User, ideas: list[Idea]) -> None:
    """The author finds better words, each time others: what people voted on stays to be seen."""
    for idea in ideas:
        ideas_actions.edit(by=fresh(ada), idea=fresh(idea), better=f"Sooner, {random.random()}.")


def move_about(people: list[User], units: list[Unit]) -> None:
    for person in people:
        move_person(by=None, user=fresh(person), unit=random.choice(units))


def check() -> None:
    assert queries.drift() == []


JOBS: dict[str, Callable[[SimpleNamespace], Callable[[], Any]]] = {
    "mix": lambda here: mix,
    "recount": lambda here: partial(recount, idea_ids=[idea.pk for idea in here.ideas]),
    "place": lambda here: partial(place_released, here.campaign),
    "draw": lambda here: partial(draw_for_you, here.campaign),
    "edit": lambda here: partial(edit, here.ada, here.ideas),
    "move": lambda here: partial(move_about, here.voters, [here.company.station, here.company.mill_lane]),
    "check": lambda here: check,
}


@pytest.mark.parametrize("names", [[name] for name in JOBS] + [list(JOBS)], ids=" ".join)
def test_votes_beside_other_writers_are_all_counted(
    names: list[str], ada: User, campaign: Campaign, ideas: list[Idea], company: SimpleNamespace, crowd: Crowd
) -> None:
    voters = crowd(VOTERS, company.station, company.mill_lane)
    here = SimpleNamespace(ada=ada, campaign=campaign, company=company, ideas=ideas, voters=voters)
    people = [partial(vote_on_all, voter, ideas) for voter in voters]
    jobs = [partial(again_and_again, JOBS[name](here)) for name in names]

    outcomes = race(*people, *jobs)

    assert failures(outcomes) == []
    assert Vote.objects.count() == VOTERS * len(ideas)
    assert queries.drift() == []


@pytest.mark.parametrize("verb", ["cast_now", "cast"])
def test_an_idea_that_is_being_taken_back_gets_no_vote(verb: str, ada: User, bo: User, idea: Idea) -> None:
    voter, seen = fresh(bo), fresh(idea)
    ways = {
        "cast_now": partial(cast_now, by=voter, idea_id=idea.pk, choice="support"),
        "cast": partial(cast, by=voter, idea=seen, choice="support"),
    }
    outcomes: list[Any] = []
    voting = Thread(target=lambda: outcomes.extend(race(ways[verb])))

    with transaction.atomic():
        ideas_actions.withdraw(by=fresh(ada), idea=idea)
        voting.start()
        voting.join(0.5)
    voting.join()

    assert outcomes == [None] or isinstance(outcomes[0], Refusal)
    assert not Vote.objects.exists()
    assert not fresh(idea).voted_on


def test_whoever_votes_while_an_idea_is_taken_back_is_told_the_truth(
    ada: User, campaign: Campaign, crowd: Crowd
) -> None:
    *voters, _last = crowd(6)
    for _trial in range(20):
        idea = factories.idea(ada, campaign)
        calls = [partial(cast_now, by=fresh(voter), idea_id=idea.pk, choice="support") for voter in voters]

        taken_back, *ballots = race(partial(ideas_actions.withdraw, by=fresh(ada), idea=fresh(idea)), *calls)

        voted = [ballot for ballot in ballots if isinstance(ballot, Ballot)]
        assert taken_back == idea
        assert all(ballot is None or isinstance(ballot, Ballot | Refusal) for ballot in ballots), ballots
        assert Vote.objects.filter(idea=idea).count() == len(voted)
        assert fresh(idea).voted_on == bool(voted)
