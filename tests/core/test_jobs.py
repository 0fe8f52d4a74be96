import logging
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from time import monotonic
from typing import Any

import pytest
from celery import current_app
from celery.app.task import Task
from django.db import transaction
from kombu.exceptions import OperationalError

from core.jobs import enqueue
from tests.fixtures import run_jobs
from tests.services.processes import ROOT

NOBODY_LISTENS = "redis://127.0.0.1:1/0"
ENQUEUE = """
import time
import django
django.setup()
from core.jobs import enqueue
began = time.monotonic()
enqueue("core.forget")
print(time.monotonic() - began)
"""


@pytest.fixture
def ran() -> Iterator[list[Any]]:
    """What a task of this test was given, each time it ran."""
    given: list[Any] = []

    @current_app.task(name="tests.note")
    def note(**arguments: Any) -> None:
        given.append((arguments, transaction.get_connection().in_atomic_block))

    yield given
    current_app.tasks.unregister("tests.note")


@pytest.fixture
def broker_down(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The broker's address leads nowhere, as when Redis has died."""
    monkeypatch.setenv("CELERY_BROKER_WRITE_URL", NOBODY_LISTENS)
    vars(current_app).pop("amqp", None)  # it remembers connections
    yield
    vars(current_app).pop("amqp", None)


@pytest.mark.django_db(transaction=True)
def test_a_job_waits_for_the_commit(ran: list[Any]) -> None:
    with transaction.atomic():
        enqueue("tests.note", number=1)
        run_jobs()
        before = list(ran)

    run_jobs()

    assert before == []
    assert [arguments for arguments, _ in ran] == [{"number": 1}]


@pytest.mark.django_db(transaction=True)
def test_a_job_of_a_change_that_was_rolled_back_never_runs(ran: list[Any]) -> None:
    with transaction.atomic():
        enqueue("tests.note", number=1)
        transaction.set_rollback(True)

    run_jobs()

    assert ran == []


@pytest.mark.django_db
def test_a_job_nobody_knows_is_refused_at_once() -> None:
    with pytest.raises(KeyError):
        enqueue("tests.no_such_job")


@pytest.mark.django_db(transaction=True)
def test_without_a_broker_a_job_is_lost_and_the_log_says_so(
    ran: list[Any], broker_down: None, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING), transaction.atomic():
        enqueue("tests.note", number=1)

    assert ran == []
    assert "The job tests.note could not be enqueued" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_dead_broker_keeps_nobody_waiting(ran: list[Any], broker_down: None) -> None:
    began = monotonic()

    enqueue("tests.note", number=1)

    assert monotonic() - began < 1


def test_a_silent_broker_keeps_nobody_waiting_for_long(listener: socket.socket) -> None:
    """One that takes calls and says nothing, as when its machine hangs. In a process with such a broker."""
    environment = {**os.environ, "REDIS_URL": f"redis://127.0.0.1:{listener.getsockname()[1]}/0"}
    command = [sys.executable, "-c", ENQUEUE]

    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=20)

    assert "The job core.forget could not be enqueued" in done.stdout + done.stderr
    assert float(done.stdout.split()[-1]) < 5


def test_the_negative_control_the_broker_really_is_unreachable(ran: list[Any], broker_down: None) -> None:
    task: Task = current_app.tasks["tests.note"]

    with pytest.raises(OperationalError):
        task.apply_async()


@pytest.mark.django_db(transaction=True)
def test_a_worker_gets_what_was_enqueued(ran: list[Any]) -> None:
    enqueue("tests.note", number=1)
    enqueue("tests.note", number=2)

    run_jobs()

    assert [arguments["number"] for arguments, _ in ran] == [1, 2]
