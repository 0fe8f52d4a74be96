"""Who voted how, from everything but the key: on real PostgreSQL, with 500 people who sign in and vote.

The same attack runs on naive tables beside the real ones, with one weakness of each kind. If it no longer finds nearly
everybody by each of them alone, it has become blunt, and what it does not find elsewhere proves nothing.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import combinations
from random import Random
from types import SimpleNamespace
from typing import NamedTuple
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker
from structlog.stdlib import ProcessorFormatter

from ideas.actions import comment
from ideas.models import Campaign, Idea
from participation.actions import summarise
from people.models import User
from tests import factories
from tests.fixtures import run_jobs
from tests.votes.attack import by_chance, guesses
from tests.votes.loot import Table, steal
from votes.actions import destroy_keys, mix

pytestmark = [pytest.mark.django_db, pytest.mark.postgres, pytest.mark.slow, pytest.mark.xdist_group("attack")]
PEOPLE = 500
IDEAS = 60
MIXED_EVERY = 50
SAFE = [f"{what}, {when}" for when in ("while it is open", "after the end") for what in ("a dump", "the database")]
PASSWORD = "correct horse battery staple"
NAIVE = """
CREATE TABLE naive_takenpart (id serial, user_id bigint REFERENCES people_user, at timestamptz, session text);
CREATE TABLE naive_vote (
  id serial PRIMARY KEY, uuid uuid, voter bytea, user_id bigint REFERENCES people_user,
  idea_id bigint REFERENCES ideas_idea, choice text, cast_at timestamptz, session text
);
CREATE TABLE naive_audit (user_id bigint REFERENCES people_user, vote_id bigint REFERENCES naive_vote)
"""
NAIVE_TABLES = "naive_audit, naive_vote, naive_takenpart"
PART, VOTE = "first naive_takenpart(user_id)", "first naive_vote"
SHARP = {
    "a vote names its voter": "naive_vote.user_id",
    "a row names a vote and its voter": "naive_audit(user_id).vote_id",
    "two rows have a value of their own": "naive_takenpart(user_id).session = session",
    "where rows lie": f"{PART}.place in line with {VOTE}.place",
    "transactions in line": f"{PART}.xmin in line with {VOTE}.xmin",
    "the same transaction": f"{PART}.xmin next to {VOTE}.xmin",
    "running numbers": f"{PART}.id in line with {VOTE}.id",
    "ids": f"{PART}.id in line with {VOTE}.uuid",
    "pseudonyms": f"{PART}.id in line with {VOTE}.voter",
    "times in line": f"{PART}.at in line with {VOTE}.cast_at",
    "times": f"{PART}.at next to {VOTE}.cast_at",
    "how far sequences had come": f"{PART}.share of id next to last naive_vote.share of id",
    "the log": f"{PART}.at and the log",
}


class Score(NamedTuple):
    """How many of `people` the best feature names, and how many the one that was best before anything was mixed.

    `in_step` is how far votes lie in the order in which people voted, from -1 to 1; `features` is how many were tried.
    """

    feature: str
    hits: int
    known: int
    people: int
    in_step: float
    features: int


@dataclass
class Scores:
    """The score at each moment, how many each feature names at the last one that was attacked as naive, and the log."""

    of: dict[str, Score] = field(default_factory=dict)
    naive: dict[str, int] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)


class Log(logging.Handler):
    """Keeps every line, as it would be printed, with its time."""

    def __init__(self, kept: list[tuple[datetime, str]]) -> None:
        super().__init__()
        self.kept = kept
        formatters = [handler.formatter for handler in logging.getLogger().handlers]
        self.setFormatter(next(each for each in formatters if isinstance(each, ProcessorFormatter)))

    def emit(self, record: logging.LogRecord) -> None:
        self.kept.append((datetime.fromtimestamp(record.created, UTC), self.format(record)))


@pytest.fixture(scope="module")
def scores(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Scores]:
    """The scores of the attack before and after each safeguard: the whole story once, for all tests."""
    swift = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with (
        django_db_blocker.unblock(),
        override_settings(COCREATE_KEYS=tmp_path_factory.mktemp("keys"), PASSWORD_HASHERS=swift),
    ):
        try:
            yield Story().told()
        finally:
            with connection.cursor() as cursor:
                cursor.execute(f"DROP TABLE IF EXISTS {NAIVE_TABLES}")
            call_command("flush", interactive=False, verbosity=0)
            connection.close()


class Story:
    """A campaign in which everyone votes on two ideas, no two people alike; that is how a guess can be checked."""

    def __init__(self) -> None:
        self.chance = Random(7)
        self.log: list[tuple[datetime, str]] = []
        self.naive_log: list[tuple[datetime, str]] = []
        self.said: dict[int, frozenset[tuple[int, str]]] = {}
        self.scores = Scores()
        self.learned = ""
        with connection.cursor() as cursor:
            cursor.execute(NAIVE)

    def told(self) -> Scores:
        world = self.company()
        root = logging.getLogger()
        before = root.handlers, root.level
        root.handlers, root.level = [Log(self.log)], logging.INFO
        try:
            self.everyone_votes(world)
        finally:
            root.handlers, root.level = before
        self.attack("a dump, while it is open", live=False)
        self.attack("the database, while it is open", live=True)
        self.scores.naive = self.attack("the naive tables", live=True, votes="naive_vote")
        self.close(world.campaign)
        self.attack("a dump, after the end", live=False)
        self.attack("the database, after the end", live=True)
        self.scores.log = [line for _at, line in self.log]
        return self.scores

    def company(self) -> SimpleNamespace:
        unit = factories.unit("Harbour")
        people = [factories.person(unit=unit, password=PASSWORD) for _ in range(PEOPLE)]
        author = factories.person("Ada", unit)
        campaign = factories.campaign(slug="next-visit")
        ideas = [factories.idea(author, campaign) for _ in range(IDEAS)]
        self.chance.shuffle(people)
        pairs = list(combinations([idea.pk for idea in ideas], 2))
        chosen = self.chance.sample(pairs, PEOPLE)
        for person, pair in zip(people, chosen, strict=True):
            self.said[person.pk] = frozenset((idea, self.chance.choice(["support", "object"])) for idea in pair)
        return SimpleNamespace(people=people, campaign=campaign)

    def everyone_votes(self, world: SimpleNamespace) -> None:
        for number, person in enumerate(world.people):
            self.votes(number, person)
            if number % 9 == 0:
                factories.idea(person, world.campaign, anonymous=number % 2 == 0)
            if number % 7 == 0:
                comment(by=person, idea=Idea.objects.order_by("pk")[number % IDEAS], text="So do we")
            if number == MIXED_EVERY - 1:
                self.attack("a dump, unmixed", live=False)
                self.attack("the database, unmixed", live=True)
            if number % MIXED_EVERY == MIXED_EVERY - 1:
                run_jobs()
                summarise(campaign=Campaign.objects.get())
                mix()

    def votes(self, number: int, person: User) -> None:
        """Sign in as people do, vote on both ideas, and leave the traces of a product that took less care."""
        client = Client(REMOTE_ADDR=f"10.0.{number // 250}.{number % 250 + 1}")
        client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
        for idea, choice in self.chance.sample(sorted(self.said[person.pk]), 2):
            response = client.post(reverse("votes:cast", args=[idea]), {"vote": choice})
            assert response.status_code == 302, response.content
        self.votes_naively(number, person)

    def votes_naively(self, number: int, person: User) -> None:
        voter, session = number.to_bytes(16, "big"), uuid4().hex
        with transaction.atomic(), connection.cursor() as cursor:
            part = "INSERT INTO naive_takenpart (user_id, at, session) VALUES (%s, clock_timestamp(), %s)"
            cursor.execute(part, [person.pk, session])
            for idea, choice in self.said[person.pk]:
                cursor.execute(
                    "INSERT INTO naive_vote (uuid, voter, user_id, idea_id, choice, cast_at, session) "
                    "VALUES (%s, %s, %s, %s, %s, clock_timestamp(), %s) RETURNING id",
                    [UUID(int=number), voter, person.pk, idea, choice, session],
                )
                cursor.execute("INSERT INTO naive_audit VALUES (%s, %s)", [person.pk, cursor.fetchone()[0]])
                self.naive_log.append((timezone.now(), f"POST /ideas/{idea}/vote/"))

    def close(self, campaign: Campaign) -> None:
        factories.set_step(campaign, "shape")
        Campaign.objects.filter(pk=campaign.pk).update(curates_at=timezone.now() - timedelta(days=8))
        assert destroy_keys() == 1

    def attack(self, name: str, *, live: bool, votes: str = "votes_vote") -> dict[str, int]:
        """How many people each feature names."""
        naive = votes == "naive_vote"
        loot = steal(live=live, without="-" if naive else "naive_", log=self.naive_log if naive else self.log)
        found = guesses(loot, votes)
        table = loot.tables[votes]
        ballots: dict[bytes, set[tuple[int, str]]] = {}
        for voter, *ballot in zip(*(table.column(name) for name in ("voter", "idea_id", "choice")), strict=True):
            ballots.setdefault(bytes(voter), set()).add(tuple(ballot))
        whose = {frozenset(said): voter for voter, said in ballots.items()}
        truth = {user: whose[said] for user, said in self.said.items() if said in whose}
        hits = {each: sum(truth.get(user) == voter for user, voter in guess.items()) for each, guess in found.items()}
        feature = max(hits, key=hits.__getitem__)
        self.learned = self.learned or feature
        lie = in_step([truth[user] for user in truth], table)
        self.scores.of[name] = Score(
            feature, hits[feature], hits.get(self.learned, 0), len(truth), lie, features=len(found)
        )
        return hits


def in_step(voters: list[bytes], table: Table) -> float:
    """The rank correlation (Spearman 1904) of the order in which people voted and that in which their votes lie."""
    place = {bytes(voter): place for place, voter in enumerate(table.column("voter"))}
    ranks = {voter: rank for rank, voter in enumerate(sorted(voters, key=place.__getitem__))}
    size = len(voters)
    return 1 - 6 * sum((rank - ranks[voter]) ** 2 for rank, voter in enumerate(voters)) / (size * (size**2 - 1))


def probability(scores: Scores, moment: str) -> float:
    score = scores.of[moment]
    return by_chance(score.hits, of=PEOPLE, choices=PEOPLE, features=score.features)


@pytest.mark.parametrize("kind", SHARP)
def test_the_attack_is_sharp_each_weakness_alone_gives_nearly_everybody_away(scores: Scores, kind: str) -> None:
    assert scores.naive[SHARP[kind]] >= 0.99 * PEOPLE


def test_until_the_first_mixing_votes_lie_as_they_were_cast(scores: Scores) -> None:
    """What mixing is for. Of these votes, /trust says that a copy of the database tells whose they are."""
    found = [scores.of[moment] for moment in ("a dump, unmixed", "the database, unmixed")]

    assert [score.hits / score.people >= 0.99 for score in found] == [True, True]


@pytest.mark.parametrize("moment", SAFE)
def test_a_guess_is_no_better_than_chance(scores: Scores, moment: str) -> None:
    score = scores.of[moment]

    assert score.people == PEOPLE, "everybody's votes are there to be found"
    assert probability(scores, moment) > 0.001, f"{score.hits} of {PEOPLE} by {score.feature}"


@pytest.mark.parametrize("moment", SAFE)
def test_what_named_everybody_before_the_mixing_names_nobody_after_it(scores: Scores, moment: str) -> None:
    assert by_chance(scores.of[moment].known, of=PEOPLE, choices=PEOPLE, features=1) > 0.001


@pytest.mark.parametrize("moment", SAFE)
def test_the_order_of_voting_is_in_no_step_with_the_order_of_votes(scores: Scores, moment: str) -> None:
    assert abs(scores.of[moment].in_step) < 4 / PEOPLE**0.5  # four standard deviations


def test_the_log_was_there_to_be_read(scores: Scores) -> None:
    assert sum("POST /ideas/*/vote/" in line for line in scores.log) >= 2 * PEOPLE


def test_a_feature_that_is_right_for_one_in_fifty_would_be_noticed(scores: Scores) -> None:
    features = max(scores.of[moment].features for moment in SAFE)

    assert by_chance(PEOPLE // 50, of=PEOPLE, choices=PEOPLE, features=features) <= 0.001
