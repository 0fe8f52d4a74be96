"""A real Celery worker and beat as threads of the present process, for an installation without Redis.

Tasks stay asynchronous: they go through the broker, which is `memory://` by default and any other when one is set.
Tasks that still wait in memory are lost with the process. Durable work is a row that beat sweeps (core/jobs.py), so
beat keeps no schedule file either: what was missed is known to the `JobRun` table.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread

from celery import current_app
from celery.beat import Scheduler, Service
from celery.worker import WorkController

THREADS = 4
SECONDS_TO_START = 20
SECONDS_TO_STOP = 6


class JobsStuck(Exception):
    """Raised when a running task does not end in time. The process may be ended hard: every task can run again."""


@contextmanager
def jobs() -> Iterator[None]:
    """Run worker and beat until the end of the block, then let running tasks finish. May raise `JobsStuck`."""
    current_app.finalize()
    current_app.loader.import_default_modules()
    worker, worker_thread = _start_worker()
    beat, beat_thread = _start_beat()
    try:
        yield
    finally:
        beat.stop()
        stopping = _thread("worker stop", worker.stop)
        stopping.join(SECONDS_TO_STOP)
        worker_thread.join(1)
        beat_thread.join(2)
        if stopping.is_alive():
            raise JobsStuck


def _start_worker() -> tuple[WorkController, Thread]:
    worker = WorkController(
        app=current_app,
        pool="threads",
        concurrency=THREADS,
        hostname="embedded@localhost",
        loglevel="WARNING",
        use_eventloop=False,  # the event loop belongs to a main thread
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
    )
    thread = _thread("worker", worker.start)
    deadline = time.monotonic() + SECONDS_TO_START
    while not getattr(worker, "consumer", None):
        if not thread.is_alive() or time.monotonic() > deadline:
            raise RuntimeError("The job worker did not start.")
        time.sleep(0.02)
    return worker, thread


def _start_beat() -> tuple[Service, Thread]:
    beat = Service(current_app, scheduler_cls=Scheduler, max_interval=1)  # wakes once a second, so it stops within one
    return beat, _thread("beat", beat.start)


def _thread(name: str, target: Callable[[], object]) -> Thread:
    thread = Thread(target=target, name=f"celery {name}", daemon=True)
    thread.start()
    return thread
