"""People who vote in the moment in which their campaign closes, trial after trial."""

import random
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from itertools import product
from threading import Barrier, BrokenBarrierError, Thread
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from core import keys
from ideas import actions as ideas_actions
from ideas import queries as ideas_queries
from ideas.actions import CampaignClosed
from ideas.models import Campaign, Idea
from people.models import User
from tests.factories import fresh
from tests.races import be_patient
from votes.actions import cast, cast_now, take_over, withdraw
from votes.models import Vote

VOTERS = 6
SECONDS_TO_MEET = 60  # then somebody has fallen out, and nobody waits for ever
DAY = timedelta(days=1)
SOMEBODY = b"somebody at all."
Ballots = list[list[tuple[User, Idea]]]


class Deed(NamedTuple):
    """What people do: their vote before it, the call, and their vote once that is acknowledged."""

    before: str | None
    do: Callable[[User, Idea], object]
    after: str | None


class Way(NamedTuple):
    """How a campaign comes to its end: what is settled before people vote, and what happens while they do.

    Each is told the seconds after which it should end.
    """

    prepare: Callable[[Campaign, float], object]
    close: Callable[[User, Campaign, float], object]


def support(person: User, idea: Idea) -> None:
    cast_now(by=person, idea_id=idea.pk, choice="support")


def support_the_long_way(person: User, idea: Idea) -> None:
    cast(by=person, idea=fresh(idea), choice="support")


def take_back(person: User, idea: Idea) -> None:
    withdraw(by=person, idea=fresh(idea))


def hold(root: User, campaign: Campaign, seconds: float) -> None:
    time.sleep(seconds)
    ideas_actions.hold(by=root, campaign=campaign)


def end_now(root: User, campaign: Campaign, seconds: float) -> None:
    """What an administrator does who moves the end of the campaign to this moment."""
    time.sleep(seconds)
    ideas_actions.change_campaign(by=root, campaign=campaign, curates_at=timezone.now())


def end_soon(campaign: Campaign, seconds: float) -> None:
    Campaign.objects.filter(pk=campaign.pk).update(curates_at=timezone.now() + timedelta(seconds=seconds))


def see_the_end(root: User, campaign: Campaign, seconds: float = 0) -> None:
    """Wait for the end that comes by itself."""
    ends_at = Campaign.objects.values_list("curates_at", flat=True).get(pk=campaign.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(greatest(0, extract(epoch FROM %s - clock_timestamp())) + 0.0005)", [ends_at])


def see_the_end_and_pass_the_gate(root: User, campaign: Campaign, seconds: float) -> None:
    """The same, and let those go first who were admitted before it."""
    see_the_end(root, campaign, seconds)
    with transaction.atomic():
        ideas_queries.locked_campaign(campaign)


def reopen(campaign: Campaign, seconds: float = 0) -> None:
    Campaign.objects.filter(pk=campaign.pk).update(held_at=None, curates_at=timezone.now() + DAY)


DEEDS = {
    "a first vote": Deed(None, support, "support"),
    "a first vote the long way": Deed(None, support_the_long_way, "support"),
    "a change of mind": Deed("object", support, "support"),
    "a vote taken back": Deed("object", take_back, None),
}
WAYS = {
    "hold": Way(reopen, hold),
    "an end that is set": Way(reopen, end_now),
    "an end that comes": Way(end_soon, see_the_end_and_pass_the_gate),
}


class Rounds:
    """Voters, each a thread with its own connection, and here whoever closes; let go together once a trial.

    A violation is a vote that is not as its voter was told, or one that changed after the campaign was closed. The
    close comes later after a trial in which it came too soon for most, and sooner after another: whatever the machine
    is busy with, it falls among the votes.
    """

    def __init__(self, root: User, campaign: Campaign, way: Way, deed: Deed, ballots: Ballots) -> None:
        self.root, self.campaign, self.way, self.deed, self.ballots = root, campaign, way, deed, ballots
        self.start, self.end = (Barrier(len(ballots) + 1, timeout=SECONDS_TO_MEET) for _which in range(2))
        self.outcomes: list[Any] = [None] * len(ballots)
        self.told: Counter[str] = Counter()
        self.violations, self.seconds = 0, 0.005

    def run(self) -> None:
        self.vote_before()
        threads = [Thread(target=self._vote, args=[number], daemon=True) for number in range(len(self.ballots))]
        for thread in threads:
            thread.start()
        try:
            for trial in range(len(self.ballots[0])):
                self._one(trial)
        except BaseException:
            self.start.abort()
            self.end.abort()
            raise
        finally:
            for thread in threads:
                thread.join()

    def vote_before(self) -> None:
        """What the deed changes; and a vote of somebody else on each idea, as the very first one goes the long way."""
        pairs = [pair for ballots in self.ballots for pair in ballots]
        said = [(idea, SOMEBODY, "pass", None) for idea in {idea for _person, idea in pairs}]
        if self.deed.before is not None:
            said += [(idea, self.voter(person), self.deed.before, None) for person, idea in pairs]
        take_over(campaign=self.campaign, ballots=said)

    def _one(self, trial: int) -> None:
        seconds = self.seconds * random.uniform(0.5, 1.5)
        self.way.prepare(self.campaign, seconds)
        self.start.wait()
        self.way.close(self.root, self.campaign, seconds)
        when_closed = self.votes()
        self.end.wait()
        self._judge(trial, when_closed)
        reopen(self.campaign)

    def _vote(self, number: int) -> None:
        try:
            be_patient()
            for person, idea in self.ballots[number]:
                self.start.wait()
                try:
                    self.deed.do(person, idea)
                    self.outcomes[number] = "acknowledged"
                except CampaignClosed:
                    self.outcomes[number] = "refused"
                except Exception as error:
                    self.outcomes[number] = error
                self.end.wait()
        except BrokenBarrierError:
            pass  # somebody else says why
        finally:
            connection.close()

    def _judge(self, trial: int, when_closed: dict[tuple[bytes, int], str]) -> None:
        kept = self.votes()
        self.violations += len(kept.items() ^ when_closed.items())
        for outcome, ballots in zip(self.outcomes, self.ballots, strict=True):
            person, idea = ballots[trial]
            assert outcome in {"acknowledged", "refused"}, outcome
            expected = self.deed.after if outcome == "acknowledged" else self.deed.before
            self.violations += kept.get((self.voter(person), idea.pk)) != expected
            self.told[outcome] += 1
        self.seconds *= 1.1 if self.outcomes.count("refused") > len(self.outcomes) / 2 else 1 / 1.1

    def voter(self, person: User) -> bytes:
        return keys.pseudonym(self.campaign.key_name, person.pk)

    def votes(self) -> dict[tuple[bytes, int], str]:
        rows = Vote.objects.values_list("voter", "idea_id", "choice")
        return {(bytes(voter), idea): choice for voter, idea, choice in rows}


def ballots(voters: list[User], ideas: list[Idea], trials: int) -> Ballots:
    """For each of `VOTERS` threads, so many pairs that nobody else has."""
    pairs = iter(product([fresh(voter) for voter in voters], ideas))
    return [[next(pairs) for _trial in range(trials)] for _voter in range(VOTERS)]
