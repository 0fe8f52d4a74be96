"""Mails and alarms that go into the outbox while everything is killed."""

import time
from collections.abc import Callable
from threading import Event, Thread

from django.db import Error, connection, transaction
from django.utils import timezone

from core.jobs import enqueue
from notices.actions import post, raise_alarm
from notices.models import Alarm, Message

PAUSE = 0.4  # seconds
ALARM_EVERY = 5


class Writer(Thread):
    """Posts letters, and raises an alarm with each fifth, until it is told to stop. Each is written once."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.enough = Event()
        self.letters: list[str] = []
        self.alarms: list[str] = []

    def run(self) -> None:
        number = 0
        while not self.enough.wait(PAUSE):
            number += 1
            self.until_written(f"Letter {number}")
            if number % ALARM_EVERY == 0:
                self.until_raised(f"drill-{number}")
        connection.close()

    def until_written(self, subject: str) -> None:
        self._until(lambda: self._write(subject), lambda: Message.objects.filter(subject=subject).exists())
        self.letters.append(subject)

    def until_raised(self, subject: str) -> None:
        data = {"campaign": subject}
        self._until(
            lambda: raise_alarm(kind="key_missing", subject=subject, data=data),
            lambda: Alarm.objects.filter(subject=subject).exists(),
        )
        self.alarms.append(subject)

    def _write(self, subject: str) -> None:
        """A letter that is told, and one that is not: what is rolled back must never leave the house."""
        with transaction.atomic():
            post(channel="mail", to="somebody@example.com", subject=subject, body="Under fire.")
        with transaction.atomic():
            post(channel="mail", to="somebody@example.com", subject="Taken back", body="Never said.")
            transaction.set_rollback(True)

    def _until(self, write: Callable[[], object], is_there: Callable[[], bool]) -> None:
        while True:
            try:
                if is_there():
                    return
                write()
            except Error:  # its session was ended; whether before or after the commit, the next look tells
                connection.close()


def come_to_rest(seconds: float = 60) -> int:
    """Wait until the relay has sent everything, and return for how many messages time was set forward.

    What a relay took before it was killed is due again when its lease ends: five minutes, for which nobody waits here.
    """
    waiting = Message.objects.filter(sent_at=None, failed_at=None)
    deadline, forward = time.monotonic() + seconds, 0
    while waiting.exists() and time.monotonic() < deadline:
        if not waiting.filter(next_try_at__lte=timezone.now()).exists():
            forward += waiting.update(next_try_at=timezone.now())
        enqueue("notices.relay")
        time.sleep(1)
    return forward
