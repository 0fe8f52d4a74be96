"""Votes against the close of their campaign, at the same moment, on real PostgreSQL.

Whoever closes takes the row that votes share. So a vote is in before the closing action returns, or is refused.
"""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from itertools import product
from threading import Barrier, Event, Semaphore, Thread
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from core import keys
from ideas import actions as ideas_actions
from ideas import queries as ideas_queries
from ideas.actions import CampaignClosed
from ideas.models import Campaign, Idea
from people.models import User
from tests import factories
from tests.factories import fresh
from tests.races import LINGER
from votes import counting, queries
from votes.actions import cast_now
from votes.models import Vote

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
Crowd = Callable[..., list[User]]
TRIALS = 500
VOTERS = 6
SHARERS = 24
DAY = timedelta(days=1)


def hold(root: User, campaign: Campaign) -> None:
    ideas_actions.hold(by=root, campaign=campaign)


def end_now(root: User, campaign: Campaign) -> None:
    """What an administrator does who moves the end of the campaign to this moment."""
    ideas_actions.change_campaign(by=root, campaign=campaign, curates_at=timezone.now())


WAYS = {"hold": hold, "end_now": end_now}


class Rounds:
    """Voters and somebody who closes, each a thread with its own connection, let go together once a trial."""

    def __init__(self, campaign: Campaign, close: Callable[[], None], ballots: list[list[tuple[User, Idea]]]) -> None:
        self.campaign, self.close, self.ballots = campaign, close, ballots
        self.start, self.end = Barrier(len(ballots) + 1), Barrier(len(ballots) + 1)
        self.outcomes: list[Any] = [None] * len(ballots)
        self.told: Counter[str] = Counter()
        self.violations = 0

    def run(self) -> None:
        threads = [Thread(target=self._vote, args=[number], daemon=True) for number in range(len(self.ballots))]
        for thread in threads:
            thread.start()
        for trial in range(len(self.ballots[0])):
            self.start.wait()
            time.sleep(random.uniform(0, 0.006))
            self.close()
            when_closed = self._votes()
            self.end.wait()
            self._judge(trial, when_closed)
            reopen(self.campaign)
        for thread in threads:
            thread.join()

    def _vote(self, number: int) -> None:
        try:
            for person, idea in self.ballots[number]:
                self.start.wait()
                try:
                    cast_now(by=person, idea_id=idea.pk, choice="support")
                    self.outcomes[number] = "acknowledged"
                except CampaignClosed:
                    self.outcomes[number] = "refused"
                except Exception as error:
                    self.outcomes[number] = error
                self.end.wait()
        finally:
            connection.close()

    def _judge(self, trial: int, when_closed: set[tuple[bytes, int]]) -> None:
        kept = self._votes()
        late = kept - when_closed
        for outcome, ballots in zip(self.outcomes, self.ballots, strict=True):
            person, idea = ballots[trial]
            assert outcome in {"acknowledged", "refused"}, outcome
            is_kept = (keys.pseudonym(self.campaign.key_name, person.pk), idea.pk) in kept
            self.violations += is_kept != (outcome == "acknowledged")
            self.told[outcome] += 1
        self.violations += len(late)

    def _votes(self) -> set[tuple[bytes, int]]:
        return {(bytes(voter), idea) for voter, idea in Vote.objects.values_list("voter", "idea_id")}


def reopen(campaign: Campaign) -> None:
    Campaign.objects.filter(pk=campaign.pk).update(held_at=None, curates_at=timezone.now() + DAY)


def ballots(voters: list[User], ideas: list[Idea], trials: int) -> list[list[tuple[User, Idea]]]:
    """For each of `VOTERS` threads, so many pairs that nobody else has."""
    pairs = iter(product([fresh(voter) for voter in voters], ideas))
    return [[next(pairs) for _trial in range(trials)] for _voter in range(VOTERS)]


@pytest.fixture
def open_campaign(campaign: Campaign) -> Campaign:
    later = {name: timezone.now() + 2 * DAY for name in ("shapes_at", "publishes_at", "follows_at")}
    Campaign.objects.filter(pk=campaign.pk).update(curates_at=timezone.now() + DAY, **later)
    return fresh(campaign)


@pytest.fixture
def ideas(ada: User, open_campaign: Campaign) -> list[Idea]:
    return [factories.idea(ada, open_campaign) for _idea in range(50)]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.slow
def test_no_vote_comes_in_after_the_close(
    way: str, root: User, open_campaign: Campaign, ideas: list[Idea], crowd: Crowd
) -> None:
    trials = TRIALS // len(WAYS)
    close = partial(WAYS[way], root, open_campaign)
    rounds = Rounds(open_campaign, close, ballots(crowd(VOTERS * trials // len(ideas)), ideas, trials))

    rounds.run()

    assert rounds.violations == 0
    assert min(rounds.told["acknowledged"], rounds.told["refused"]) > trials / 10, "they did race"
    assert queries.drift() == []


@pytest.fixture
def without_share(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The statement that casts a vote without the lock on the campaign, and lingering where it would wait for it."""
    careless = counting.STATEMENT.replace("  FOR SHARE OF campaign\n", "").replace(
        "WHERE idea.id = %(idea)s AND campaign.id",
        "WHERE pg_sleep(0.01) IS NOT NULL AND idea.id = %(idea)s AND campaign.id",
    )
    assert "FOR SHARE" not in careless
    assert "pg_sleep" in careless
    monkeypatch.setattr(counting, "STATEMENT", careless)
    counting._statement.cache_clear()
    yield
    counting._statement.cache_clear()


def test_the_negative_control_without_the_shared_row_votes_come_in_after_the_close(
    without_share: None, root: User, open_campaign: Campaign, ideas: list[Idea], crowd: Crowd
) -> None:
    """If this ever finds none, the races above prove nothing."""
    rounds = Rounds(open_campaign, partial(hold, root, open_campaign), ballots(crowd(5), ideas, 30))

    rounds.run()

    assert rounds.violations > 0


class Crush:
    """Fifty clients that vote without a pause, each on a connection of its own, until they are refused or stopped."""

    def __init__(self, voters: list[User], ideas: list[Idea]) -> None:
        self.acknowledged: list[tuple[int, int]] = []
        self.refused: Counter[type[Exception]] = Counter()
        self.ideas, self.over = ideas, False
        self.threads = [Thread(target=self._vote, args=[fresh(voter)], daemon=True) for voter in voters]

    def _vote(self, voter: User) -> None:
        try:
            while not self.over:
                for idea in self.ideas:
                    cast_now(by=voter, idea_id=idea.pk, choice=random.choice(["support", "object"]))
                    self.acknowledged.append((voter.pk, idea.pk))
        except Exception as error:
            self.refused[type(error)] += 1
        finally:
            connection.close()

    def __enter__(self) -> "Crush":
        for thread in self.threads:
            thread.start()
        while len(self.acknowledged) < 2 * len(self.threads):
            time.sleep(0.01)
        return self

    def __exit__(self, *error: object) -> None:
        self.over = True
        for thread in self.threads:
            thread.join()


@pytest.mark.slow
def test_a_campaign_closes_under_fifty_voting_clients(
    root: User, open_campaign: Campaign, ideas: list[Idea], crowd: Crowd
) -> None:
    with Crush(crowd(50), ideas) as crush:
        hold(root, open_campaign)
        votes = Vote.objects.count()

    assert crush.refused == {CampaignClosed: 50}
    assert Vote.objects.count() == votes == len(set(crush.acknowledged))
    assert queries.drift() == []


def share(campaign: Campaign) -> None:
    ideas_queries.shared(campaign)


def share_carelessly(campaign: Campaign) -> None:
    """Share the row and pass the gate by: whoever waits for the row is passed by as well."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM ideas_campaign WHERE id = %s FOR SHARE", [campaign.pk])


@contextmanager
def steady_sharing(campaign: Campaign, how: Callable[[Campaign], None]) -> Iterator[None]:
    """So many that share the campaign, each for a while, that at no moment nobody does."""
    over, busy = Event(), Semaphore(0)

    def run() -> None:
        while not over.is_set():
            with transaction.atomic(), connection.cursor() as cursor:
                how(campaign)
                cursor.execute(LINGER)
            busy.release()
        connection.close()

    threads = [Thread(target=run, daemon=True) for _sharer in range(SHARERS)]
    for thread in threads:
        thread.start()
    for _once in range(2 * SHARERS):
        busy.acquire()
    yield
    over.set()
    for thread in threads:
        thread.join()


@pytest.fixture
def impatient() -> Iterator[None]:
    """This connection gives a statement three seconds."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = '3s'")
    yield
    connection.close()


def test_whoever_closes_is_not_passed_by_those_who_come_later(
    impatient: None, root: User, open_campaign: Campaign, idea: Idea
) -> None:
    with steady_sharing(open_campaign, share):
        hold(root, open_campaign)

    assert fresh(open_campaign).held_at is not None


def test_the_negative_control_without_the_gate_nobody_can_close_while_people_vote(
    impatient: None, root: User, open_campaign: Campaign, idea: Idea
) -> None:
    with steady_sharing(open_campaign, share_carelessly), pytest.raises(OperationalError, match="timeout"):
        hold(root, open_campaign)
