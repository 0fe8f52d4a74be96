"""The end of a campaign's key: votes are rewritten, the key goes, and nothing that anybody may see has changed."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from core import keys
from core.jobs import once
from ideas import queries as ideas_queries
from ideas.models import Campaign, Idea
from people.models import User
from tests import factories
from tests.factories import fresh
from votes import queries
from votes.actions import cast, destroy_keys
from votes.models import Tally, UnitTally, Vote
from votes.tasks import destroy_keys as the_job

pytestmark = pytest.mark.django_db(transaction=True)
COUNTED = ("idea_id", "support", "object", "passed", "shown_support", "shown_object", "shown_passed", "release")


@pytest.fixture
def campaign_over(ada: User, campaign: Campaign, crowd: Callable[..., list[User]]) -> Campaign:
    """Twelve people voted on three ideas, one of them anonymous; and it closed eight days ago."""
    ideas = [factories.idea(ada, campaign, anonymous=number == 1) for number in range(3)]
    for number, voter in enumerate(crowd(12)):
        for idea in ideas[: 1 + number % 3]:
            cast(by=voter, idea=fresh(idea), choice="object" if number % 4 == 0 else "support")
    return factories.close(campaign, days=8)


def everything_cast() -> list[tuple[Any, ...]]:
    return sorted(Vote.objects.values_list("idea_id", "choice", "unit_id"))


def test_the_key_is_destroyed_and_the_campaign_says_when(campaign_over: Campaign) -> None:
    number = destroy_keys()

    assert number == 1
    assert not keys.exists(campaign_over.key_name)
    assert fresh(campaign_over).key_destroyed_at is not None


def test_of_ids_and_pseudonyms_none_stays(campaign_over: Campaign) -> None:
    before = list(Vote.objects.values_list("pk", "voter"))

    destroy_keys()

    after = list(Vote.objects.values_list("pk", "voter"))
    assert not {pk for pk, _ in before} & {pk for pk, _ in after}
    assert not {bytes(voter) for _, voter in before} & {bytes(voter) for _, voter in after}


def test_even_a_forgotten_copy_of_the_key_leads_to_nobody(campaign_over: Campaign) -> None:
    copy = keys.read(campaign_over.key_name)
    people = list(User.objects.values_list("pk", flat=True))

    destroy_keys()
    keys.store().make(campaign_over.key_name, copy)

    found = keys.pseudonyms(campaign_over.key_name, people).keys()
    assert not found & {bytes(voter) for voter in Vote.objects.values_list("voter", flat=True)}
    authors = keys.pseudonyms(campaign_over.key_name, people, "author").keys()
    assert not authors & {bytes(idea.author_key) for idea in Idea.objects.exclude(author_key=None)}


def test_one_voter_stays_one_so_that_a_merge_still_counts_each_once(campaign_over: Campaign) -> None:
    def shape() -> Counter[tuple[Any, ...]]:
        ballots: dict[bytes, list[tuple[int, str]]] = {}
        for voter, idea, choice in Vote.objects.order_by("idea_id").values_list("voter", "idea_id", "choice"):
            ballots.setdefault(bytes(voter), []).append((idea, choice))
        return Counter(tuple(ballot) for ballot in ballots.values())

    before = shape()

    destroy_keys()

    assert shape() == before


def test_votes_and_results_are_the_same(campaign_over: Campaign) -> None:
    votes, tallies = everything_cast(), list(Tally.objects.order_by("pk").values_list(*COUNTED))
    units = sorted(UnitTally.objects.values_list("idea_id", "unit_id", "support", "object", "passed"))

    destroy_keys()

    assert (everything_cast(), list(Tally.objects.order_by("pk").values_list(*COUNTED))) == (votes, tallies)
    assert sorted(UnitTally.objects.values_list("idea_id", "unit_id", "support", "object", "passed")) == units
    assert queries.drift() == []


def test_another_campaign_is_left_alone(campaign_over: Campaign, ada: User, bo: User) -> None:
    other = factories.campaign(slug="other")
    idea = factories.idea(ada, other)
    cast(by=bo, idea=idea, choice="support")
    vote = Vote.objects.get(idea=idea)

    destroy_keys()

    assert (fresh(vote).voter, fresh(other).key_destroyed_at) == (vote.voter, None)
    assert queries.choices(bo, [fresh(idea)]) == {idea.pk: "support"}


def test_a_campaign_that_closed_just_now_keeps_its_key(idea: Idea, bo: User) -> None:
    cast(by=bo, idea=idea, choice="support")
    factories.set_step(idea.campaign, "curate")

    assert destroy_keys() == 0
    assert queries.choices(bo, [fresh(idea)]) == {idea.pk: "support"}


def test_done_twice_nothing_happens_the_second_time(campaign_over: Campaign) -> None:
    destroy_keys()
    before = set(Vote.objects.values_list("pk", "voter")), fresh(campaign_over).key_destroyed_at

    assert destroy_keys() == 0
    assert (set(Vote.objects.values_list("pk", "voter")), fresh(campaign_over).key_destroyed_at) == before


def test_killed_before_the_commit_nothing_has_happened(campaign_over: Campaign) -> None:
    before = set(Vote.objects.values_list("pk", "voter"))

    with connection.execute_wrapper(killed_at('UPDATE "ideas_idea"')), pytest.raises(KeyboardInterrupt):
        destroy_keys()

    assert set(Vote.objects.values_list("pk", "voter")) == before
    assert (keys.exists(campaign_over.key_name), fresh(campaign_over).key_destroyed_at) == (True, None)
    assert destroy_keys() == 1


def killed_at(statement: str) -> Callable[..., Any]:
    """The process ends in the moment in which it would send this statement."""

    def send(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith(statement):
            raise KeyboardInterrupt
        return execute(sql, *rest)

    return send


@pytest.mark.parametrize("ends", ["Killed", "Deaf"])
def test_a_key_that_outlived_its_votes_goes_the_next_time(ends: str, campaign_over: Campaign, settings: Any) -> None:
    settings.COCREATE_KEY_STORE = f"tests.core.stores.{ends}"
    with suppress(KeyboardInterrupt):
        destroy_keys()
    voters = {bytes(voter) for voter in Vote.objects.values_list("voter", flat=True)}
    settings.COCREATE_KEY_STORE = "core.keys.FileStore"

    assert (keys.exists(campaign_over.key_name), destroy_keys()) == (True, 1)
    assert not keys.exists(campaign_over.key_name)
    assert {bytes(voter) for voter in Vote.objects.values_list("voter", flat=True)} == voters


def test_a_key_that_cannot_be_destroyed_keeps_no_other_alive(campaign_over: Campaign, ada: User, settings: Any) -> None:
    other = factories.campaign(slug="other")
    factories.idea(ada, other)
    factories.close(other, days=8)
    settings.COCREATE_KEY_STORE = "tests.core.stores.DeafOnce"

    assert destroy_keys() == 1
    assert [keys.exists(campaign.key_name) for campaign in (campaign_over, other)] == [True, False]


def test_a_campaign_that_had_lost_its_key_is_forgotten_all_the_same(campaign_over: Campaign) -> None:
    before = {bytes(voter) for voter in Vote.objects.values_list("voter", flat=True)}
    keys.destroy(campaign_over.key_name)

    destroy_keys()

    assert fresh(campaign_over).key_destroyed_at is not None
    assert not before & {bytes(voter) for voter in Vote.objects.values_list("voter", flat=True)}


def test_the_job_runs_once_an_hour_however_many_ask(campaign_over: Campaign) -> None:
    with once("votes.destroy_keys") as first:
        assert first

    the_job.apply(throw=True)

    assert keys.exists(campaign_over.key_name)


def test_the_job_destroys_the_key_once_the_votes_are_rewritten(campaign_over: Campaign) -> None:
    before = {bytes(voter) for voter in Vote.objects.values_list("voter", flat=True)}

    the_job.apply(throw=True)

    assert not keys.exists(campaign_over.key_name)
    assert not before & {bytes(voter) for voter in Vote.objects.values_list("voter", flat=True)}


def test_afterwards_nobody_s_vote_is_known_and_nobody_is_told_that_they_did_not_vote(
    campaign_over: Campaign, crowd: Callable[..., list[User]]
) -> None:
    voter, idea = User.objects.order_by("-pk")[0], Idea.objects.order_by("pk")[0]

    destroy_keys()

    ballot = queries.ballot(voter, fresh(idea))
    assert (ballot.choice, ballot.is_known, ballot.hidden) == ("", False, "")
    assert ideas_queries.read_key(voter, fresh(campaign_over)) is None


def test_a_unit_from_which_too_few_voted_is_no_longer_on_their_votes(
    idea: Idea, crowd: Callable[..., list[User]], company: SimpleNamespace
) -> None:
    for voter in [*crowd(12, company.mill_lane), *crowd(12, company.station)[:2], *crowd(11, company.quayside)]:
        cast(by=voter, idea=fresh(idea), choice="support")
    factories.close(idea.campaign, days=8)

    destroy_keys()

    kept = Counter(Vote.objects.values_list("unit__name", flat=True))
    assert kept == {"Mill Lane": 12, None: 13}
    assert queries.drift() == []


def as_they_lie() -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT idea_id, choice FROM votes_vote ORDER BY ctid")
        return list(cursor.fetchall())


@pytest.mark.postgres
def test_afterwards_votes_lie_in_another_order(campaign_over: Campaign) -> None:
    before = as_they_lie()

    destroy_keys()

    assert as_they_lie() != before
    assert sorted(as_they_lie()) == sorted(before)


@pytest.mark.postgres
def test_afterwards_all_rows_were_written_by_one_transaction(campaign_over: Campaign) -> None:
    destroy_keys()

    with connection.cursor() as cursor:
        for table in ("votes_vote", "votes_tally", "votes_unittally", "ideas_idea"):
            cursor.execute(f"SELECT count(DISTINCT xmin::text) FROM {table}")  # noqa: S608
            assert cursor.fetchone() == (1,)


def test_nothing_of_the_old_rows_stays_to_be_found(campaign_over: Campaign) -> None:
    old = [bytes(voter) for voter in Vote.objects.values_list("voter", flat=True)]
    before = everything_kept()

    destroy_keys()

    after = everything_kept()
    assert [voter in before for voter in old] == [True] * len(old), "the search finds what is there"
    assert not [voter for voter in old if voter in after]


def everything_kept() -> bytes:
    """All rows in the pages of the table of votes, those included that no query shows any more."""
    if connection.vendor == "sqlite":
        return bytes(connection.connection.serialize())
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'pageinspect'")
        if cursor.fetchone() is None:
            pytest.skip("PostgreSQL's pageinspect is not here. To have it: sudo apt-get install postgresql")
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pageinspect")
        cursor.execute(
            "SELECT t_data FROM generate_series(0, pg_relation_size('votes_vote') / 8192 - 1) AS page,"
            " heap_page_items(get_raw_page('votes_vote', page::int)) WHERE t_data IS NOT NULL"
        )
        return b"".join(bytes(data) for (data,) in cursor.fetchall())
