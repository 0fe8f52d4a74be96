"""Votes while ideas are merged and taken apart, on real PostgreSQL. Each race has a control without its safeguard."""

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from threading import Thread
from types import SimpleNamespace

import pytest
from django.db import transaction

from core.errors import Refusal
from curation import actions as curation
from curation.models import Merge
from ideas import queries as ideas_queries
from ideas.models import Campaign, Idea
from people.models import User
from tests import factories
from tests.factories import fresh
from tests.races import failures, race
from votes import counting, queries
from votes.actions import cast, cast_now, place_released, withdraw
from votes.models import Vote

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
Crowd = Callable[..., list[User]]
CHOICES = ("support", "object", "pass")
VOTERS = 10


@pytest.fixture
def ideas(ada: User, campaign: Campaign) -> list[Idea]:
    return [factories.idea(ada, campaign) for _idea in range(4)]


@pytest.fixture
def voters(crowd: Crowd, company: SimpleNamespace, ideas: list[Idea]) -> list[User]:
    found = crowd(VOTERS, company.station, company.mill_lane)
    crowd(20, company.station, company.mill_lane)
    for idea in ideas:  # from now on nothing stands against the short way
        cast(by=fresh(found[-1]), idea=idea, choice="pass")
    return found[:-1]


def weigh(voter: User, ideas: list[Idea], times: int = 6) -> None:
    for _time in range(times):
        for idea in random.sample(ideas, len(ideas)):
            cast_now(by=voter, idea_id=idea.pk, choice=random.choice(CHOICES))
            if random.random() < 0.3:
                withdraw(by=voter, idea=idea)


def merge_about(mod: User, ideas: list[Idea], times: int = 15) -> None:
    for _time in range(times):
        one, other = random.sample(ideas, 2)
        with suppress(Refusal):
            curation.merge(by=mod, idea=fresh(one), into=fresh(other))
        with suppress(Refusal):
            curation.unmerge(by=mod, idea=fresh(random.choice(ideas)))


def test_votes_beside_merges_all_count_where_they_should(mod: User, ideas: list[Idea], voters: list[User]) -> None:
    people = [partial(weigh, fresh(voter), ideas) for voter in voters]
    merging = [partial(merge_about, fresh(mod), ideas) for _curator in range(2)]
    placing = [partial(lambda: [place_released(fresh(ideas[0].campaign)) for _time in range(10)])]

    outcomes = race(*people, *merging, *placing)

    assert failures(outcomes) == []
    assert queries.drift() == []


def drift_of_first_votes(mod: User, voters: list[User], ideas: list[Idea]) -> list[int]:
    """Everybody votes for the first time on an idea while it is being merged; the ideas that then are counted wrong."""
    survivor, idea, *_rest = ideas
    calls = [partial(cast_now, by=fresh(voter), idea_id=idea.pk, choice="support") for voter in voters]
    outcomes: list[object] = []
    voting = Thread(target=lambda: outcomes.extend(race(*calls)))
    with transaction.atomic():
        curation.merge(by=fresh(mod), idea=fresh(idea), into=fresh(survivor))
        voting.start()
        voting.join(1)
    voting.join()
    assert [type(each).__name__ for each in outcomes] == ["Ballot"] * len(voters)
    return queries.drift()


def test_first_votes_in_the_moment_of_a_merge_count_for_the_survivor(
    mod: User, ideas: list[Idea], voters: list[User]
) -> None:
    assert drift_of_first_votes(mod, voters, ideas) == []
    assert Vote.objects.filter(idea=ideas[0], choice="support").count() == len(voters)


@pytest.fixture
def unasked_tally(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The statement that casts a vote, without asking the tally whether the idea was merged."""
    safeguard = "WHERE tally.earlier IS NULL FOR NO KEY UPDATE OF tally"
    assert safeguard in counting.STATEMENT
    monkeypatch.setattr(counting, "STATEMENT", counting.STATEMENT.replace(safeguard, ""))
    counting._statement.cache_clear()
    yield
    counting._statement.cache_clear()


def test_the_negative_control_a_vote_that_waited_for_a_merge_would_count_for_the_wrong_idea(
    unasked_tally: None, mod: User, ideas: list[Idea], voters: list[User]
) -> None:
    """If this ever finds no drift, the race above proves nothing."""
    assert drift_of_first_votes(mod, voters, ideas) != []


def test_of_two_curators_one_merges_an_idea(mod: User, ideas: list[Idea]) -> None:
    one, *others = ideas
    calls = [partial(curation.merge, by=fresh(mod), idea=fresh(one), into=fresh(other)) for other in others]

    outcomes = race(*calls)

    assert sorted(type(each).__name__ for each in outcomes) == ["AlreadyMerged", "AlreadyMerged", "Idea"]
    assert Merge.objects.filter(unmerged_at=None).count() == 1


def test_two_ideas_are_not_merged_into_each_other(mod: User, ideas: list[Idea]) -> None:
    one, other, *_rest = ideas
    there = partial(curation.merge, by=fresh(mod), idea=fresh(one), into=fresh(other))
    back = partial(curation.merge, by=fresh(mod), idea=fresh(other), into=fresh(one))

    outcomes = race(there, back)

    assert len(failures(outcomes)) == 1
    assert Idea.objects.filter(status="merged").count() == 1


def test_the_negative_control_without_gate_and_turn_two_ideas_get_in_each_other_s_way(
    monkeypatch: pytest.MonkeyPatch, mod: User, ideas: list[Idea]
) -> None:
    """If this ever merges one of the two in order each time, the race above proves nothing."""
    monkeypatch.setattr(ideas_queries, "locked_campaign", lambda campaign: Campaign.objects.get(pk=campaign.pk))
    monkeypatch.setattr("curation.actions.merging.take_turn", lambda campaign: None)
    odd = 0

    for _trial in range(15):
        one, other, *_rest = ideas
        there = partial(curation.merge, by=fresh(mod), idea=fresh(one), into=fresh(other))
        back = partial(curation.merge, by=fresh(mod), idea=fresh(other), into=fresh(one))
        outcomes = race(there, back)
        odd += len(failures(outcomes)) != 1 or any(not isinstance(each, Refusal) for each in failures(outcomes))
        Idea.objects.update(status="open", merged_into=None, has_merged=False)
        Merge.objects.all().delete()
        if odd:
            break

    assert odd
