"""Starting jobs. `enqueue` is the only way: it waits for the commit, so that no worker sees a row too early."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from celery import current_app
from django.db import IntegrityError, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from core.models import JobRun

log = logging.getLogger(__name__)
STALE = timedelta(hours=1)


def enqueue(name: str, *, or_now: bool = False, **arguments: Any) -> None:
    """Start the task `name` after the commit. Arguments are ids and other JSON.

    When the broker cannot be reached the task is lost, unless `or_now`: then it runs here, in a transaction of
    its own. What must happen and has no `or_now` needs a beat sweep that finds undone rows.
    """
    task = current_app.tasks[name]

    def start() -> None:
        try:
            task.apply_async(kwargs=arguments)
        except (OperationalError, OSError) as error:
            log.warning("The job %s could not be enqueued: %s", name, error)
            if or_now:
                task.apply(kwargs=arguments, throw=True)

    transaction.on_commit(start)


@contextmanager
def once(job: str, *, seconds: int) -> Iterator[bool]:
    """Whether the caller is the one to run `job` in the present period of `seconds`.

    >>> with once("participation.summarise_all", seconds=300) as mine:
    ...     if mine: work()

    A run that did not finish within an hour counts as dead and may be taken over.
    """
    period = str(int(timezone.now().timestamp()) // seconds)
    try:
        with transaction.atomic():
            run = JobRun.objects.create(job=job, period=period)
    except IntegrityError:
        taken = JobRun.objects.filter(
            job=job, period=period, finished_at=None, started_at__lt=timezone.now() - STALE
        ).update(started_at=timezone.now())
        if not taken:
            yield False
            return
        run = JobRun.objects.get(job=job, period=period)
    yield True
    JobRun.objects.filter(pk=run.pk).update(finished_at=timezone.now())
