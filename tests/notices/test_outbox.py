"""What must leave the house is written with what it tells of, and sent until it has been sent."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from notices.actions import forget_sent, post, relay
from notices.actions.relay import LEASE, TRIES, wait
from notices.models import Alarm, Message

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
Worker = Callable[[], AbstractContextManager[None]]


def write(to: str = "root@example.com", subject: str = "Look here") -> Message:
    return post(channel="mail", to=to, subject=subject, body="Something is wrong.")


class Dying(EmailBackend):
    """Sends, and then its process is killed."""

    def send_messages(self, messages: Any) -> int:
        super().send_messages(messages)
        raise SystemExit


@pytest.fixture
def no_mail(settings: Any) -> Callable[[], None]:
    """The mail server cannot be reached, until the fixture is called."""
    works = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    return lambda: setattr(settings, "EMAIL_BACKEND", works)


def test_what_was_posted_is_sent_after_the_commit(worker: Worker) -> None:
    with worker():
        message = write()
        before = len(mail.outbox)

    [sent] = mail.outbox
    message.refresh_from_db()
    assert before == 0
    assert (sent.to, sent.subject, sent.body) == (["root@example.com"], "Look here", "Something is wrong.")
    assert (message.tries, message.sent_at is None) == (1, False)


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_is_never_sent() -> None:
    with transaction.atomic():
        write()
        transaction.set_rollback(True)

    assert (relay(), mail.outbox) == (0, [])


def test_every_message_carries_the_id_of_its_event() -> None:
    message = write()

    relay()

    headers = mail.outbox[0].extra_headers
    assert headers["X-Event-Id"] == str(message.pk)
    assert headers["Message-ID"] == f"<{message.pk}@testserver>"


def test_what_was_sent_is_not_sent_again() -> None:
    write()

    assert [relay(), relay()] == [1, 0]
    assert len(mail.outbox) == 1


def test_many_are_sent_in_batches() -> None:
    for number in range(45):
        write(f"person-{number}@example.com")

    assert relay() == 45
    assert len({tuple(sent.to) for sent in mail.outbox}) == 45


def test_a_process_that_dies_after_sending_sends_again_under_the_same_id(settings: Any) -> None:
    write()
    works, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "tests.notices.test_outbox.Dying"
    with time_machine.travel(NOON, tick=False) as clock:
        Message.objects.update(next_try_at=NOON)
        with pytest.raises(SystemExit):
            relay()
        settings.EMAIL_BACKEND = works
        meanwhile = relay()
        clock.shift(LEASE)
        after = relay()

    assert (meanwhile, after) == (0, 1)
    assert len({sent.extra_headers["X-Event-Id"] for sent in mail.outbox}) == 1
    assert len(mail.outbox) == 2


def test_what_could_not_be_sent_waits_and_is_tried_again(no_mail: Callable[[], None]) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        message = write()
        relay()
        message.refresh_from_db()
        no_mail()
        at_once = relay()
        clock.shift(60)
        later = relay()

    assert (message.tries, message.error, message.sent_at) == (1, "ConnectionRefusedError", None)
    assert NOON + timedelta(seconds=30) <= message.next_try_at <= NOON + timedelta(seconds=60)
    assert (at_once, later, len(mail.outbox)) == (0, 1, 1)


def test_one_message_that_cannot_be_sent_holds_up_no_other() -> None:
    wrong, right = write(to="two\nlines@example.com"), write()

    relay()

    wrong.refresh_from_db()
    right.refresh_from_db()
    assert (wrong.sent_at, right.sent_at is None) == (None, False)


@pytest.mark.parametrize(("tries", "minutes"), [(1, 1), (2, 2), (5, 16), (11, 1024), (12, 1440), (10**6, 1440)])
def test_waits_double_up_to_a_day_and_are_mixed_by_chance(tries: int, minutes: int) -> None:
    waits = [wait(tries).total_seconds() for _time in range(50)]

    assert all(30 * minutes <= seconds <= 60 * minutes for seconds in waits)
    assert len(set(waits)) > 1


def try_for_days(number: int) -> None:
    """Relay so often that a message is tried `number` times."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        Message.objects.update(next_try_at=timezone.now())
        for _time in range(number):
            relay()
            clock.shift(timedelta(days=1))


def test_after_many_tries_it_is_given_up_and_administrators_learn_of_it(no_mail: Callable[[], None]) -> None:
    message = write()

    try_for_days(TRIES + 3)

    message.refresh_from_db()
    assert message.tries == TRIES
    assert message.failed_at is not None
    assert Alarm.objects.get().kind == "mail_failing"


def test_administrators_learn_of_it_before_that_when_nothing_gets_out(no_mail: Callable[[], None]) -> None:
    write()

    try_for_days(5)

    assert Alarm.objects.get(cleared_at=None).data == {"error": "ConnectionRefusedError"}


def test_one_address_that_takes_no_mail_is_no_alarm_while_others_do() -> None:
    write(to="two\nlines@example.com")
    write()

    try_for_days(6)

    assert not Alarm.objects.exists()


def test_the_alarm_ends_when_mail_goes_out_again(no_mail: Callable[[], None]) -> None:
    write()
    try_for_days(5)
    no_mail()

    try_for_days(1)

    assert not Alarm.objects.filter(cleared_at=None).exists()


def test_an_operator_has_it_sent_again(no_mail: Callable[[], None], capsys: pytest.CaptureFixture[str]) -> None:
    message = write()
    try_for_days(TRIES)
    no_mail()

    call_command("send_again")
    relay()

    message.refresh_from_db()
    assert "tried again: 1" in capsys.readouterr().out
    assert (message.sent_at is None, message.failed_at) == (False, None)


def test_what_was_sent_is_forgotten_after_thirty_days_and_what_was_not_is_kept() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        write()
        relay()
        waiting = write("later@example.com")
        clock.shift(timedelta(days=30))
        forget_sent()
        before = Message.objects.count()
        clock.shift(1)
        forget_sent()

    assert before == 2
    assert list(Message.objects.all()) == [waiting]


def test_a_long_subject_of_several_lines_becomes_one_that_mail_can_carry() -> None:
    assert write(subject="One\ntwo " + "x" * 300).subject == "One two " + "x" * 192
