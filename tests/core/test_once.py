"""A periodic job runs once a period, whoever asks and however often. The real processes are in tests/test_beats.py."""

from datetime import UTC, datetime, timedelta
from threading import Event
from time import sleep
from typing import Any

import pytest
import time_machine
from celery import current_app
from django.conf import settings
from django.db import connection

from core import answers
from core.jobs import forget_runs, once
from core.locks import has_locks
from core.models import JobRun, KeptAnswer
from tests.races import LINGER, race

DAY = 24 * 60 * 60
NOON = datetime(2026, 5, 4, 12, 0, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_a_periodic_job_runs_once_a_period() -> None:
    with time_machine.travel(NOON, tick=False):
        with once("tests.sweep", seconds=300) as first:
            pass
        with once("tests.sweep", seconds=300) as second:
            pass

    assert (first, second) == (True, False)


@pytest.mark.django_db
def test_a_periodic_job_runs_again_in_the_next_period() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        with once("tests.sweep", seconds=300):
            pass
        clock.shift(300)
        with once("tests.sweep", seconds=300) as again:
            pass

    assert again


@pytest.mark.django_db
def test_two_jobs_do_not_stand_in_each_other_s_way() -> None:
    with time_machine.travel(NOON, tick=False):
        with once("tests.sweep", seconds=300):
            pass
        with once("tests.other", seconds=300) as other:
            pass

    assert other


@pytest.mark.django_db
def test_a_finished_run_is_written_down() -> None:
    with time_machine.travel(NOON, tick=False), once("tests.sweep", seconds=300):
        during = JobRun.objects.get(job="tests.sweep").finished_at

    assert during is None
    assert JobRun.objects.get(job="tests.sweep").finished_at == NOON


@pytest.mark.django_db
def test_a_run_that_failed_is_not_written_down_as_finished() -> None:
    with pytest.raises(ZeroDivisionError), once("tests.sweep", seconds=300):
        _ = 1 / 0

    assert JobRun.objects.get(job="tests.sweep").finished_at is None


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "taken_over"), [(59, False), (61, True)])
def test_a_run_that_died_is_taken_over(minutes: int, taken_over: bool) -> None:
    """At once where a lock tells that nobody is at it any more, else after an hour."""
    with time_machine.travel(NOON, tick=False) as clock:
        with pytest.raises(ZeroDivisionError), once("tests.sweep", seconds=DAY):
            _ = 1 / 0
        clock.shift(minutes * 60)
        with once("tests.sweep", seconds=DAY) as mine:
            pass

    assert mine is (taken_over or has_locks())


@pytest.mark.django_db
def test_what_was_missed_is_caught_up_when_somebody_asks_again() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        asked = []
        for hours in (0, 24 * 7, 1, 23):
            clock.shift(timedelta(hours=hours))
            with once("tests.sweep", seconds=DAY) as mine:
                asked.append(mine)

    assert asked == [True, True, False, True]
    assert JobRun.objects.count() == 3


@pytest.mark.django_db
def test_a_job_has_the_period_of_the_settings(settings: Any) -> None:
    settings.COCREATE_PERIODS = {"tests.sweep": 3600}
    with time_machine.travel(NOON, tick=False), once("tests.sweep"):
        pass

    assert JobRun.objects.get().ends_at == NOON + timedelta(hours=1)


@pytest.mark.django_db
def test_old_runs_are_forgotten_and_what_is_done_once_for_ever_is_not() -> None:
    JobRun.objects.create(job="tests.for_ever", period="7")
    with time_machine.travel(NOON, tick=False) as clock:
        for _day in range(3):
            with once("tests.sweep", seconds=DAY):
                pass
            clock.shift(DAY)
        clock.move_to(NOON + timedelta(days=31))
        forget_runs()

    assert JobRun.objects.filter(job="tests.sweep").count() == 2
    assert JobRun.objects.filter(job="tests.for_ever").exists()


@pytest.mark.django_db
def test_the_job_that_forgets_does_so() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        with once("tests.sweep", seconds=DAY):
            pass
        answers.keep(b"1", b"2", status=201, body="")
        clock.shift(timedelta(days=32))

        current_app.tasks["core.forget"].apply(throw=True)

    assert not JobRun.objects.filter(job="tests.sweep").exists()
    assert not KeptAnswer.objects.exists()


def test_beat_asks_for_known_jobs_and_more_often_than_they_run() -> None:
    asked = {entry["task"]: entry["schedule"] for entry in current_app.conf.beat_schedule.values()}

    assert set(asked) <= set(current_app.tasks)
    assert all(asked[job] <= period / 5 for job, period in settings.COCREATE_PERIODS.items())
    assert max(asked.values()) <= 300


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_twenty_schedulers_at_once_one_runs_the_job() -> None:
    outcomes = race(*[lambda: asked_for("tests.sweep", 10**9)] * 20)

    assert sorted(outcomes) == [False] * 19 + [True]


def asked_for(job: str, seconds: int) -> bool:
    with once(job, seconds=seconds) as mine:
        return mine


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_negative_control_without_lock_and_constraint_many_run_the_job() -> None:
    def look_and_run() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM careless_run")
            mine = cursor.fetchone() is None
            cursor.execute(LINGER)
            cursor.execute("INSERT INTO careless_run (job, period) VALUES ('tests.sweep', '1')")
        return mine

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE careless_run AS SELECT job, period FROM core_jobrun LIMIT 0")
    outcomes = race(*[look_and_run] * 20)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE careless_run")

    assert outcomes.count(True) > 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_run_that_outlasts_its_period_is_not_joined_by_the_next() -> None:
    began, may_end = Event(), Event()

    def work() -> None:
        with once("tests.sweep", seconds=1):
            began.set()
            may_end.wait(20)

    def ask_during_the_next_period() -> bool:
        began.wait(20)
        sleep(1.1)
        mine = asked_for("tests.sweep", 1)
        may_end.set()
        return mine

    assert race(work, ask_during_the_next_period) == [None, False]
    assert asked_for("tests.sweep", 1)
