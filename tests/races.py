"""Many at once: real threads, each with a database connection of its own, let go at the same moment."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from django.db import connection

LINGER = "SELECT pg_sleep(0.02)"  # in a control, between look and insert: there the product does other work
SECONDS_TO_MEET = 60  # whoever cannot connect would otherwise keep all others waiting for ever
PATIENCE = "30s"  # on a busy machine fifty threads wait for each other longer than a person would


def be_patient() -> None:
    """Let this thread's connection, which this opens, wait for others as long as a busy machine makes it wait."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SET lock_timeout = '{PATIENCE}'; SET statement_timeout = '{PATIENCE}'")


def race(*calls: Callable[[], Any]) -> list[Any]:
    """What each call returned, or the exception that it raised, in the order of the calls."""
    start = Barrier(len(calls), timeout=SECONDS_TO_MEET)
    outcomes: list[Any] = [None] * len(calls)

    def run(number: int, call: Callable[[], Any]) -> None:
        try:
            be_patient()  # connects before the start, not in the race
            start.wait()
            outcomes[number] = call()
        except Exception as error:
            outcomes[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def failures(outcomes: list[Any]) -> list[Exception]:
    return [outcome for outcome in outcomes if isinstance(outcome, Exception)]
