"""Relays and alarms at the same moment, on real PostgreSQL."""

from collections import Counter
from functools import partial

import pytest
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone

from notices.actions import post, raise_alarm, relay
from notices.actions.relay import LEASE
from notices.models import Alarm, Message, Notice
from people.models import User
from tests.races import LINGER, failures, race

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
MESSAGES = 60


@pytest.fixture
def posted() -> None:
    for number in range(MESSAGES):
        post(channel="mail", to=f"person-{number}@example.com", subject="Look here", body="Something is wrong.")


def times_sent() -> Counter[str]:
    return Counter(sent.extra_headers["X-Event-Id"] for sent in mail.outbox)


def test_two_relays_at_once_send_each_message_once(posted: None) -> None:
    outcomes = race(relay, relay, relay)

    assert failures(outcomes) == []
    assert sum(outcomes) == MESSAGES
    assert set(times_sent().values()) == {1}
    assert not Message.objects.filter(sent_at=None).exists()


def relay_carelessly() -> list[str]:
    """What `relay` does, without the lock: look what is due, and only then put it off."""
    with transaction.atomic():
        batch = list(Message.objects.filter(sent_at=None, next_try_at__lte=timezone.now()))
        with connection.cursor() as cursor:
            cursor.execute(LINGER)
        Message.objects.filter(pk__in=[message.pk for message in batch]).update(next_try_at=timezone.now() + LEASE)
    return [str(message.pk) for message in batch]


def test_the_negative_control_without_the_lock_they_send_some_twice(posted: None) -> None:
    taken = Counter(pk for batch in race(*[relay_carelessly] * 3) for pk in batch)

    assert max(taken.values()) > 1


def test_of_many_who_raise_the_same_alarm_one_tells_administrators(root: User) -> None:
    outcomes = race(*[partial(raise_alarm, kind="tally_drift", data={"ideas": 1})] * 12)

    assert failures(outcomes) == []
    assert (Alarm.objects.count(), Notice.objects.count(), Message.objects.count()) == (1, 1, 1)


def raise_carelessly() -> None:
    """What `raise_alarm` does, without the constraint: look, and raise it when there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM careless_alarm")
        if cursor.fetchone() is None:
            cursor.execute(LINGER)
            cursor.execute("INSERT INTO careless_alarm VALUES ('tally_drift')")


def test_the_negative_control_without_the_constraint_it_is_raised_twice() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE careless_alarm (kind text)")
    race(*[raise_carelessly] * 12)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM careless_alarm")
        [(number,)] = cursor.fetchall()
        cursor.execute("DROP TABLE careless_alarm")

    assert number > 1
