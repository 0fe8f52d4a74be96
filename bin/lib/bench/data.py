"""The data set, built by SQL. It is the same each time: whatever looks drawn by chance follows from the row's number.

Numbers are spread by multiples of irrational ratios (Weyl's sequence), which fill the space between 0 and 1 evenly.
"""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from bench import rows
from bench.sizes import ASKED, READERS, SCALES, Sizes
from core import keys
from ideas.models import Campaign
from participation.actions import summarise
from people.models import ApiToken, Unit, User
from people.queries import token_digest

from environment import step

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def build(sizes: Sizes) -> None:
    """Fill the empty database that the settings name."""
    with step("Migrating"):
        call_command("migrate", verbosity=0)
    url = settings.DATABASES["default"]
    with psycopg.connect(
        host=url["HOST"], port=url["PORT"], user=url["USER"], dbname=url["NAME"], autocommit=True
    ) as raw:
        raw.execute("SET session_replication_role = replica")  # foreign keys are right by construction
        with step("People and units"):
            _people(raw, sizes)
        with step("Campaigns"):
            _campaigns(sizes)
        with step("Votes"), _without_indexes(raw, ("votes_vote",)):
            _votes(raw, sizes)
        with step("Tallies"), _without_indexes(raw, ("votes_tally", "votes_unittally")):
            raw.execute(rows.TALLIES)
            raw.execute(rows.UNIT_TALLIES)
        with step("Ideas"), _without_indexes(raw, ("ideas_idea",)):
            _ideas(raw, sizes)
        with step("Themes and taking part"):
            _around(raw, sizes)
        with step("Sessions and tokens"):
            _keys(raw, sizes)
        with step("Counting who was heard"):
            summarise(campaign=Campaign.objects.get(pk=ASKED))
            for scale in SCALES:
                raw.execute(rows.SAME_SUMMARY, {"scale": scale, "asked": ASKED})
        with step("Vacuum"):
            raw.execute("DROP TABLE bench_person, bench_idea")
            raw.execute("VACUUM (ANALYZE)")
            raw.execute("CHECKPOINT")


class _without_indexes:
    """Rows go in faster when indexes are made afterwards, all at once."""

    def __init__(self, raw: psycopg.Connection[Any], tables: tuple[str, ...]) -> None:
        self.raw, self.tables = raw, tables

    def __enter__(self) -> None:
        self.constraints = self.raw.execute(rows.CONSTRAINTS, [list(self.tables)]).fetchall()
        for table, name, _definition in reversed(self.constraints):
            self.raw.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        self.indexes = self.raw.execute(rows.INDEXES, [list(self.tables)]).fetchall()
        for name, _definition in self.indexes:
            self.raw.execute(f'DROP INDEX "{name}"')

    def __exit__(self, *problem: object) -> None:
        if problem[0] is not None:
            return
        for _name, definition in self.indexes:
            self.raw.execute(definition)
        for table, name, definition in self.constraints:
            self.raw.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')


def _people(raw: psycopg.Connection[Any], sizes: Sizes) -> None:
    raw.execute(rows.PEOPLE, {"people": sizes.people})
    with raw.cursor().copy(rows.UNITS) as copy:
        for row in _units(sizes):
            copy.write_row(row)
    leaves = {"regions": sizes.regions, "leaves": sizes.units - sizes.regions - 1, "people": sizes.people}
    raw.execute(rows.MEMBERSHIPS, leaves)
    raw.execute(rows.HEADCOUNTS, {"width": Unit.steplen})
    for table in ("people_user", "people_unit", "people_membership"):
        raw.execute(rows.SEQUENCE.format(table=table))


def _units(sizes: Sizes) -> Iterator[tuple[object, ...]]:
    """The company, its regions, and in each region its shops, as treebeard keeps a tree."""
    per_region = -(-(sizes.units - sizes.regions - 1) // sizes.regions)
    yield 1, "0001", 1, sizes.regions, "Company", "unit-1", "company", 0
    for number in range(sizes.regions):
        path = Unit._get_path("0001", 2, number + 1)
        yield number + 2, path, 2, per_region, f"Region {number + 1}", f"unit-{number + 2}", "region", 0
    for number in range(sizes.units - sizes.regions - 1):
        region, place = divmod(number, per_region)
        path = Unit._get_path(Unit._get_path("0001", 2, region + 1), 3, place + 1)
        pk = number + sizes.regions + 2
        yield pk, path, 3, 0, f"Shop {number + 1}", f"unit-{pk}", "shop", 0


def _campaigns(sizes: Sizes) -> None:
    """All of them listen, and have their key."""
    now = timezone.now()
    for pk, slug in {ASKED: "asked", **SCALES}.items():
        dates = {
            f"{verb}_at": now + timedelta(days=days)
            for verb, days in {"listens": -30, "curates": 300, "shapes": 310, "publishes": 320, "follows": 330}.items()
        }
        Campaign.objects.create(
            pk=pk, slug=slug, title=f"Campaign {slug}", question="What would make our customers’ lives better?",
            context="Say what happens today, and what would be better.", asked_by="board",
            first_contribution_at=now, **dates,
        )  # fmt: skip
        keys.make(Campaign(pk=pk).key_name)


def _votes(raw: psycopg.Connection[Any], sizes: Sizes) -> None:
    raw.execute("CREATE UNLOGGED TABLE bench_person (id bigint, voter bytea, unit bigint)")
    pseudonyms = keys.pseudonyms(Campaign(pk=ASKED).key_name, range(1, sizes.first_caster))
    units = dict(raw.execute("SELECT user_id, unit_id FROM people_membership").fetchall())
    with raw.cursor().copy("COPY bench_person FROM STDIN") as copy:
        for voter, person in pseudonyms.items():
            copy.write_row((person, voter, units[person]))
    raw.execute(rows.STAGED, {"ideas": sizes.ideas, "mean": sizes.votes / sizes.ideas, "voters": sizes.voters})
    raw.execute("ANALYZE bench_person")
    raw.execute("ANALYZE bench_idea")
    raw.execute(rows.VOTES, {"voters": sizes.voters})
    raw.execute(rows.READERS_VOTES, {"first": sizes.first_reader, "last": sizes.first_caster - 1})
    raw.execute("ANALYZE votes_vote")


def _ideas(raw: psycopg.Connection[Any], sizes: Sizes) -> None:
    raw.execute(rows.STAGES)
    raw.execute(rows.IDEAS, {"campaign": ASKED})
    first = sizes.ideas
    for campaign, number in zip(SCALES, sizes.scales, strict=True):
        raw.execute(rows.MORE_IDEAS, {"campaign": campaign, "first": first, "number": number, "units": sizes.units})
        first += number
    raw.execute(rows.SEQUENCE.format(table="ideas_idea"))


def _around(raw: psycopg.Connection[Any], sizes: Sizes) -> None:
    """Twelve themes that hold a third of each campaign's ideas, and who took part."""
    raw.execute(rows.THEMES)
    with _without_indexes(raw, ("curation_placement", "ideas_takenpart")):
        raw.execute(rows.PLACEMENTS)
        raw.execute(rows.TAKEN_PART, {"campaign": ASKED, "voters": sizes.voters})


def _keys(raw: psycopg.Connection[Any], sizes: Sizes) -> None:
    """A session and a token for everyone who takes part in the load."""
    from django.contrib.sessions.backends.db import SessionStore

    until = timezone.now() + timedelta(days=365)
    people = range(sizes.first_reader, sizes.first_reader + READERS + sizes.casters)
    digest, store = User(password=rows.PASSWORD).get_session_auth_hash(), SessionStore()
    with raw.cursor().copy("COPY django_session (session_key, session_data, expire_date) FROM STDIN") as copy:
        for pk in people:
            said = {"_auth_user_id": str(pk), "_auth_user_backend": BACKEND, "_auth_user_hash": digest}
            copy.write_row((session(pk), store.encode(said), until))
    with raw.cursor().copy(
        f"COPY {ApiToken._meta.db_table} (user_id, digest, scope, created_at, expires_at) FROM STDIN"
    ) as copy:
        for pk in people:
            copy.write_row((pk, token_digest(token(pk)), "write", timezone.now(), until))
    connection.close()


def session(pk: int) -> str:
    """The session key of a person."""
    return hashlib.sha256(f"session {pk}".encode()).hexdigest()[:32]


def token(pk: int) -> str:
    """The API token of a person."""
    return f"bench-{pk}"
