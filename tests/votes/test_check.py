"""The nightly check: results that do not add up are an alarm, never a silent repair."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from celery import current_app
from django.core.management import CommandError, call_command

from ideas.models import Idea
from notices.models import Alarm
from people.models import User
from tests.factories import fresh
from tests.races import failures, race
from votes import queries
from votes.actions import cast, check_tallies
from votes.models import Tally, UnitTally, Vote
from votes.queries.jobs import IDEAS

pytestmark = pytest.mark.django_db
MIDNIGHT = datetime(2026, 5, 5, tzinfo=UTC)


@pytest.fixture
def drifted(bo: User, idea: Idea) -> Idea:
    """One vote in support, of which the tally says seven."""
    cast(by=bo, idea=idea, choice="support")
    Tally.objects.update(support=7)
    return idea


def open_alarms() -> list[dict[str, Any]]:
    return [alarm.data for alarm in Alarm.objects.filter(kind="tally_drift", cleared_at=None)]


def test_drift_alarms_and_mends_nothing(drifted: Idea) -> None:
    check_tallies()

    assert open_alarms() == [{"ideas": 1, "first": [drifted.pk]}]
    assert Tally.objects.get().support == 7


def test_without_drift_there_is_no_alarm(bo: User, idea: Idea) -> None:
    cast(by=bo, idea=idea, choice="support")

    check_tallies()

    assert open_alarms() == []


def test_mended_tallies_end_the_alarm(drifted: Idea) -> None:
    check_tallies()

    call_command("rebuild_tallies")

    assert open_alarms() == []
    assert Tally.objects.get().support == 1


def test_the_command_that_only_looks_fails_on_drift_and_changes_nothing(drifted: Idea) -> None:
    with pytest.raises(CommandError, match="1 tallies differ"):
        call_command("rebuild_tallies", check=True)

    assert Tally.objects.get().support == 7


def test_it_runs_once_a_day_whenever_it_is_asked_for(drifted: Idea) -> None:
    asked = []
    with time_machine.travel(MIDNIGHT - timedelta(minutes=1), tick=False) as clock:
        for minutes in (0, 2, 600, 1440):  # a day's last minute, the next day's first, later, and the day after
            clock.shift(timedelta(minutes=minutes))
            current_app.tasks["votes.check_tallies"].apply(throw=True)
            asked.append(Alarm.objects.filter(cleared_at=None).update(cleared_at=MIDNIGHT) == 1)

    assert asked == [True, True, False, True]


def test_ideas_far_apart_are_checked_too_and_each_statement_reads_a_part(
    drifted: Idea, django_assert_num_queries: Any
) -> None:
    copy = fresh(drifted)
    copy.pk += 2 * IDEAS
    copy.save(force_insert=True)
    Vote.objects.create(idea=copy, voter=bytes(16), choice="pass")

    with django_assert_num_queries(2 + 2 * 3):
        assert queries.drift() == [drifted.pk, copy.pk]


@pytest.mark.parametrize("choice", ["support", "object", "pass"])
def test_a_vote_of_any_kind_too_many_is_drift(idea: Idea, choice: str) -> None:
    Vote.objects.create(idea=idea, voter=bytes(16), choice=choice)

    assert queries.drift() == [idea.pk]


def test_a_vote_that_counts_for_another_unit_is_drift(bo: User, idea: Idea, company: Any) -> None:
    cast(by=bo, idea=idea, choice="support")
    UnitTally.objects.update(unit=company.south)

    assert queries.drift() == [idea.pk]


def test_without_ideas_there_is_nothing_to_check(db: None) -> None:
    assert queries.drift() == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_votes_cast_meanwhile_are_no_drift(idea: Idea, crowd: Callable[..., list[User]]) -> None:
    votes = [partial(cast, by=fresh(voter), idea=fresh(idea), choice="support") for voter in crowd(30)]

    def look() -> list[int]:
        return [pk for _time in range(30) for pk in queries.drift()]

    outcomes = race(*votes, look, look)

    assert failures(outcomes) == []
    assert outcomes[-2:] == [[], []]
    assert Vote.objects.count() == 30
