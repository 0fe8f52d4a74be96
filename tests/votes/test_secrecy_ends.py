"""When the end of a campaign's key goes wrong: nothing goes too early, and no campaign keeps another waiting."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from core import keys
from ideas import queries as ideas_queries
from ideas.models import Campaign
from people.models import User
from tests import factories
from tests.core.stores import Killed
from tests.factories import fresh
from votes import queries
from votes.actions import cast, destroy_keys
from votes.actions.rewriting import shuffle
from votes.models import Vote

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two(ada: User, bo: User) -> list[Campaign]:
    """Two campaigns that closed eight days ago, with a vote of bo in each."""
    over = []
    for _ in range(2):
        idea = factories.idea(ada, factories.campaign())
        cast(by=bo, idea=idea, choice="support")
        over.append(factories.close(idea.campaign, days=8))
    return over


def reopen_when_listed(monkeypatch: pytest.MonkeyPatch, campaign: Campaign) -> None:
    """A curator moves the end of `campaign` in the moment after the job has found what is due."""
    find = ideas_queries.with_key_to_destroy

    def find_then_reopen() -> list[Campaign]:
        found = find()
        later = timezone.now() + timedelta(days=1)
        dates = dict.fromkeys(("curates_at", "shapes_at", "publishes_at", "follows_at"), later)
        Campaign.objects.filter(pk=campaign.pk).update(**dates)
        return found

    monkeypatch.setattr(ideas_queries, "with_key_to_destroy", find_then_reopen)


def test_a_campaign_that_was_reopened_meanwhile_keeps_its_key(
    two: list[Campaign], bo: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    reopened, other = two
    reopen_when_listed(monkeypatch, reopened)

    assert destroy_keys() == 1

    assert [keys.exists(campaign.key_name) for campaign in two] == [True, False]
    assert fresh(reopened).key_destroyed_at is None
    idea = reopened.ideas.select_related("campaign").get()
    assert queries.choices(bo, [idea]) == {idea.pk: "support"}
    assert fresh(other).key_destroyed_at is not None


def test_a_database_that_refuses_one_campaign_keeps_no_other_waiting(
    two: list[Campaign], caplog: pytest.LogCaptureFixture
) -> None:
    with connection.execute_wrapper(refused_once('UPDATE "ideas_idea"')), caplog.at_level(logging.CRITICAL):
        assert destroy_keys() == 1

    assert [keys.exists(campaign.key_name) for campaign in two] == [True, False]
    assert fresh(two[0]).key_destroyed_at is None
    assert f"{two[0].key_name} could not be destroyed (OperationalError)" in caplog.text
    assert destroy_keys() == 1


def refused_once(statement: str) -> Callable[..., Any]:
    """The database gives up on the first such statement, as after a lock that nobody let go of."""
    refused: list[str] = []

    def send(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith(statement) and not refused:
            refused.append(sql)
            raise OperationalError("canceling statement due to lock timeout")
        return execute(sql, *rest)

    return send


def test_a_key_that_outlived_its_job_goes_though_its_campaign_is_no_longer_due(
    two: list[Campaign], settings: Any
) -> None:
    settings.COCREATE_KEY_STORE = f"{Killed.__module__}.{Killed.__name__}"
    with pytest.raises(KeyboardInterrupt):
        destroy_keys()
    settings.COCREATE_KEY_STORE = "core.keys.FileStore"

    assert destroy_keys() == 2
    assert [keys.exists(campaign.key_name) for campaign in two] == [False, False]


def test_shuffling_what_cannot_be_found_moves_nothing(two: list[Campaign]) -> None:
    before = set(Vote.objects.values_list("pk", flat=True))

    assert shuffle(Vote.objects.filter(pk__in=[])) == 0

    assert set(Vote.objects.values_list("pk", flat=True)) == before
