"""Votes against the close of their campaign, at the same moment, on real PostgreSQL.

Whoever closes takes the row that votes share. So a vote is in before the closing action returns, or is refused. Where a
campaign ends by itself nobody takes anything: a vote that was admitted before the end may be written some milliseconds
after it. Whoever passes the gate once afterwards has all votes that there will ever be.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from threading import Event, Semaphore, Thread

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from ideas import actions as ideas_actions
from ideas import queries as ideas_queries
from ideas.actions import CampaignClosed
from ideas.models import Campaign, Idea
from people.models import User
from tests import factories
from tests.factories import fresh
from tests.races import LINGER, be_patient, race
from tests.votes.rounds import DAY, DEEDS, SECONDS_TO_MEET, VOTERS, WAYS, Rounds, Way, ballots, end_soon, see_the_end
from tests.waiting import wait_until
from votes import counting, queries
from votes.actions import cast_now
from votes.models import Vote

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
Crowd = Callable[..., list[User]]
TRIALS = 250  # of first votes, for each way in which a campaign closes
SHARERS = 24
MILLISECOND = timedelta(milliseconds=1)


@pytest.fixture
def open_campaign(campaign: Campaign) -> Campaign:
    later = {name: timezone.now() + 2 * DAY for name in ("shapes_at", "publishes_at", "follows_at")}
    Campaign.objects.filter(pk=campaign.pk).update(curates_at=timezone.now() + DAY, **later)
    return fresh(campaign)


@pytest.fixture
def ideas(ada: User, open_campaign: Campaign) -> list[Idea]:
    return [factories.idea(ada, open_campaign) for _idea in range(50)]


CASES = [
    pytest.param(deed, way, TRIALS if deed == "a first vote" else TRIALS // 3, id=f"{deed} {way}")
    for deed in DEEDS
    for way in WAYS
]


@pytest.mark.parametrize(("deed", "way", "trials"), CASES)
@pytest.mark.slow
def test_nothing_comes_in_after_the_close(
    deed: str, way: str, trials: int, root: User, open_campaign: Campaign, ideas: list[Idea], crowd: Crowd
) -> None:
    voters = crowd(-(-VOTERS * trials // len(ideas)))
    rounds = Rounds(root, open_campaign, WAYS[way], DEEDS[deed], ballots(voters, ideas, trials))

    rounds.run()

    assert rounds.violations == 0
    assert min(rounds.told["acknowledged"], rounds.told["refused"]) > trials / 10, f"they did race: {rounds.told}"
    assert queries.drift() == []


def carelessly(monkeypatch: pytest.MonkeyPatch, *changes: tuple[str, str]) -> None:
    """The statement that casts a vote, with these changes."""
    careless = counting.STATEMENT
    for old, new in changes:
        assert old in careless
        careless = careless.replace(old, new)
    monkeypatch.setattr(counting, "STATEMENT", careless)
    counting._statement.cache_clear()


@pytest.fixture
def without_share(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The statement that casts a vote without the lock on the campaign, and lingering before it comes to the gate."""
    gate = "SELECT pg_advisory_xact_lock_shared(%(gate)s)"
    lingering = f"{gate} WHERE pg_sleep(0.01) IS NOT NULL"
    carelessly(monkeypatch, ("  FOR SHARE OF campaign\n", ""), (gate, lingering))
    yield
    counting._statement.cache_clear()


def test_the_negative_control_without_the_shared_row_votes_come_in_after_the_close(
    without_share: None, root: User, open_campaign: Campaign, ideas: list[Idea], crowd: Crowd
) -> None:
    """If this ever finds none, the races above prove nothing."""
    rounds = Rounds(root, open_campaign, WAYS["hold"], DEEDS["a first vote"], ballots(crowd(12), ideas, 30))

    rounds.run()

    assert rounds.violations > 0


@pytest.fixture
def slowly_written(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The statement that casts a vote, lingering between what admits the vote and what writes it."""
    linger = "revision FROM single WHERE pg_sleep(0.01) IS NOT NULL\n"
    carelessly(monkeypatch, ("revision FROM single\n", linger))
    yield
    counting._statement.cache_clear()


def test_the_negative_control_who_does_not_pass_the_gate_may_miss_the_last_votes(
    slowly_written: None, root: User, open_campaign: Campaign, ideas: list[Idea], crowd: Crowd
) -> None:
    without_gate = Way(end_soon, see_the_end)
    rounds = Rounds(root, open_campaign, without_gate, DEEDS["a first vote"], ballots(crowd(12), ideas, 30))

    rounds.run()

    assert rounds.violations > 0


@pytest.mark.parametrize("deed", DEEDS)
def test_who_waits_at_the_gate_until_the_end_is_over_is_refused(
    deed: str, root: User, open_campaign: Campaign, ideas: list[Idea], crowd: Crowd
) -> None:
    """The clock is asked behind the gate: whoever asked it before could still come in after the end."""
    (voter, *_others), before = crowd(12), timezone.now() + 300 * MILLISECOND
    rounds = Rounds(root, open_campaign, WAYS["hold"], DEEDS[deed], [[(fresh(voter), ideas[0])]])
    rounds.vote_before()
    Campaign.objects.filter(pk=open_campaign.pk).update(curates_at=before)
    outcomes: list[object] = []
    call = partial(DEEDS[deed].do, fresh(voter), ideas[0])
    voting = Thread(target=lambda: outcomes.extend(race(call)))

    with transaction.atomic():
        ideas_queries.locked_campaign(open_campaign)
        voting.start()
        see_the_end(root, open_campaign)
    voting.join()

    assert [type(outcome) for outcome in outcomes] == [CampaignClosed]
    assert rounds.votes().get((rounds.voter(voter), ideas[0].pk)) == DEEDS[deed].before


class Crush:
    """Fifty clients that vote without a pause, each on a connection of its own, until they are refused or stopped."""

    def __init__(self, voters: list[User], ideas: list[Idea]) -> None:
        self.acknowledged: list[tuple[int, int]] = []
        self.refused: Counter[type[Exception]] = Counter()
        self.ideas, self.over = ideas, False
        self.threads = [Thread(target=self._vote, args=[fresh(voter)], daemon=True) for voter in voters]

    def _vote(self, voter: User) -> None:
        try:
            be_patient()
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
        try:
            wait_until(lambda: len(self.acknowledged) >= 2 * len(self.threads), lambda: f"refused: {self.refused}")
        except RuntimeError:
            self.__exit__()
            raise
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
        ideas_actions.hold(by=root, campaign=open_campaign)
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
        try:
            be_patient()
            while not over.is_set():
                with transaction.atomic(), connection.cursor() as cursor:
                    how(campaign)
                    cursor.execute(LINGER)
                busy.release()
        finally:
            connection.close()

    threads = [Thread(target=run, daemon=True) for _sharer in range(SHARERS)]
    for thread in threads:
        thread.start()
    try:
        for _once in range(2 * SHARERS):
            assert busy.acquire(timeout=SECONDS_TO_MEET)
        yield
    finally:
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
        ideas_actions.hold(by=root, campaign=open_campaign)

    assert fresh(open_campaign).held_at is not None


def test_the_negative_control_without_the_gate_nobody_can_close_while_people_vote(
    impatient: None, root: User, open_campaign: Campaign, idea: Idea
) -> None:
    with steady_sharing(open_campaign, share_carelessly), pytest.raises(OperationalError, match="timeout"):
        ideas_actions.hold(by=root, campaign=open_campaign)
