"""Starting jobs. `enqueue` is the only way: it waits for the commit, so that no worker sees a row too early."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from core.locks import alone, has_locks
from core.models import JobRun

log = logging.getLogger(__name__)
STALE = timedelta(hours=1)
KEPT = timedelta(days=30)


def enqueue(name: str, **arguments: Any) -> None:
    """Start the task `name` after the commit. Arguments are ids and other JSON.

    When the broker cannot be reached the task is lost: what must happen needs a beat sweep that finds undone rows.
    """
    task = current_app.tasks[name]

    def start() -> None:
        try:
            task.apply_async(kwargs=arguments)
        except (OperationalError, OSError) as error:
            log.warning("The job %s could not be enqueued: %s", name, error)

    transaction.on_commit(start)


@contextmanager
def once(job: str, *, seconds: int | None = None) -> Iterator[bool]:
    """Whether the caller is the one to run `job` in the present period.

    >>> with once("participation.summarise_all") as mine:
    ...     if mine: work()

    The period is that of `COCREATE_PERIODS`, or lasts `seconds`; periods begin with the epoch, so that a day is one of
    UTC. Schedulers ask several times a period: the first to ask gets it, also when nobody could for a while. A run
    that died is taken over: at once where a lock tells that nobody is at it any more, after an hour elsewhere.
    """
    with alone(f"job {job}") as nobody_at_it:
        run = _claimed(job, seconds or settings.COCREATE_PERIODS[job]) if nobody_at_it else None
        if run is None:
            yield False
            return
        log.info("The job %s runs for the period %s", job, run.period)
        yield True
        JobRun.objects.filter(pk=run.pk).update(finished_at=timezone.now())


def _claimed(job: str, seconds: int) -> JobRun | None:
    """The run of `job` in the present period, if it is the caller's to do. Of two that ask at once one gets it."""
    now = timezone.now()
    number = int(now.timestamp()) // seconds
    ends_at = datetime.fromtimestamp((number + 1) * seconds, UTC)
    run, is_new = JobRun.objects.get_or_create(job=job, period=str(number), defaults={"ends_at": ends_at})
    if is_new:
        return run
    died = run.finished_at is None and (has_locks() or run.started_at < now - STALE)
    same = JobRun.objects.filter(pk=run.pk, finished_at=None, started_at=run.started_at)
    return run if died and same.update(started_at=now) else None


def forget_runs() -> None:
    """Remove runs whose period ended more than thirty days ago."""
    JobRun.objects.filter(ends_at__lt=timezone.now() - KEPT).delete()
