"""A key that is there and cannot be read: one campaign waits for it, and nothing else does."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core import keys
from ideas import actions as ideas_actions
from ideas import queries as ideas_queries
from ideas.models import Campaign, Idea
from ideas.rules import is_author
from notices.models import Alarm
from people.models import User
from tests import factories
from tests.core.stores import Counting
from tests.factories import fresh
from tests.votes.test_flags import rush
from votes import counting, queries, tasks
from votes.actions import cast, cast_now, mix
from votes.models import LAST_MIXED, Burst, Vote

pytestmark = pytest.mark.django_db
WAYS = ["half a key", "a folder", "Away", "Locked"]  # the last two are stores


@pytest.fixture
def waiting(ada: User, bo: User) -> Idea:
    """An idea in a campaign whose key will be damaged; ada also wrote an anonymous one, bo voted on the first."""
    campaign = factories.campaign()
    idea = factories.idea(ada, campaign)
    factories.idea(ada, campaign, anonymous=True)
    cast(by=bo, idea=idea, choice="support")
    return fresh(idea)


@pytest.fixture
def damage(waiting: Idea, keys_folder: Path, settings: Any) -> Callable[[str], None]:
    def do(way: str) -> None:
        file = keys_folder / f"{waiting.campaign.key_name}.key"
        if way == "half a key":
            file.write_bytes(b"half")
        elif way == "a folder":
            file.unlink()
            file.mkdir()
        else:
            settings.COCREATE_KEY_STORE = f"tests.core.stores.{way}"

    return do


@pytest.mark.parametrize("way", WAYS)
def test_what_asks_only_to_show_something_gets_nothing(
    way: str, waiting: Idea, damage: Callable[[str], None], ada: User, bo: User
) -> None:
    campaign, anonymous = waiting.campaign, Idea.objects.exclude(author_key=None).get()

    damage(way)

    assert keys.find(campaign.key_name) is None
    assert ideas_queries.read_key(bo, campaign) is None
    assert ideas_queries.pseudonyms(campaign, [bo.pk], "vote") == {}
    assert keys.both(campaign.key_name, bo.pk) is None
    assert (ideas_queries.knows_voters(campaign), is_author(ada, anonymous)) == (False, False)
    assert queries.ballot(bo, waiting).is_known is False


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", ["home", "ideas:campaign", "ideas:detail", "strategy:impact", "votes:quick"])
def test_pages_come_all_the_same(
    way: str, name: str, waiting: Idea, damage: Callable[[str], None], bo: User, client: Client
) -> None:
    damage(way)
    client.force_login(bo)
    where = {"ideas:campaign": [waiting.campaign.slug], "votes:quick": [waiting.campaign.slug]}
    where["ideas:detail"] = [waiting.pk]

    assert client.get(reverse(name, args=where.get(name, []))).status_code == 200


@pytest.mark.parametrize("way", WAYS)
def test_the_alarm_stands_until_the_key_can_be_read(
    way: str, waiting: Idea, damage: Callable[[str], None], keys_folder: Path, settings: Any
) -> None:
    key = keys.read(waiting.campaign.key_name)
    damage(way)

    for _minute in range(2):
        assert ideas_actions.check_keys() == [waiting.campaign]
    assert Alarm.objects.filter(kind="key_missing", cleared_at=None).count() == 1

    file = keys_folder / f"{waiting.campaign.key_name}.key"
    if file.is_dir():
        file.rmdir()
    settings.COCREATE_KEY_STORE = "core.keys.FileStore"
    file.write_bytes(key)
    assert ideas_actions.check_keys() == []
    assert not Alarm.objects.filter(cleared_at=None).exists()


def test_a_contribution_is_still_refused(waiting: Idea, damage: Callable[[str], None], ada: User) -> None:
    damage("half a key")

    with pytest.raises(keys.KeyMissing):
        cast_now(by=factories.person(), idea_id=waiting.pk, choice="support")
    with pytest.raises(keys.KeyMissing):
        factories.idea(ada, waiting.campaign)


def test_the_log_says_what_is_wrong_and_of_a_key_that_is_gone_nothing(
    waiting: Idea, damage: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "core.keys"):
        keys.find("campaign-destroyed")
        before = list(caplog.records)
        damage("half a key")
        keys.find(waiting.campaign.key_name)

    assert before == []
    assert [record.getMessage() for record in caplog.records] == [
        f"The key {waiting.campaign.key_name} cannot be read (it is damaged)."
    ]


def test_votes_of_other_campaigns_are_mixed_and_watched_over(
    waiting: Idea, damage: Callable[[str], None], ada: User, crowd: Callable[..., list[User]], worker: Any
) -> None:
    damage("half a key")
    campaign = factories.campaign()  # a later one: the damaged one is looked at first
    idea, *others = [factories.idea(ada, campaign) for _ in range(10)]

    rush(idea, others, crowd)
    with worker():
        tasks.find_bursts()

    assert not Vote.objects.filter(idea__campaign=campaign, pk__gt=LAST_MIXED).exists()
    assert Burst.objects.get().idea == idea


def test_votes_under_a_key_that_cannot_be_read_are_mixed_as_well(waiting: Idea, damage: Callable[[str], None]) -> None:
    damage("half a key")

    mix()

    assert not Vote.objects.filter(pk__gt=LAST_MIXED).exists()


@pytest.mark.parametrize("said", ["a first vote", "another choice"])
def test_a_vote_reads_its_key_as_often_as_the_handbook_says(
    said: str, ada: User, campaign: Campaign, crowd: Callable[..., list[User]], settings: Any
) -> None:
    settings.COCREATE_KEY_STORE = "tests.core.stores.Counting"
    idea = factories.idea(ada, campaign, anonymous=True)
    voter, other, *_rest = crowd(10)
    cast(by=other, idea=idea, choice="support")
    if said == "another choice":
        cast(by=voter, idea=fresh(idea), choice="object")
    Counting.reads = 0

    cast_now(by=fresh(voter), idea_id=idea.pk, choice="support")

    is_one_statement = counting.is_possible() and said == "a first vote"
    assert 0 < Counting.reads <= (1 if is_one_statement else 6)
