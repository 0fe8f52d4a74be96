"""Reminders go to those who have not taken part, and nobody can ever tell to whom."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core import mail
from django.db import models

from ideas.models import Campaign, Reminder
from notices import actions as notices
from notices.models import Message, Subscription
from participation import actions, tasks
from people.models import User
from tests import factories

pytestmark = pytest.mark.django_db
OPENED, HALFWAY = datetime(2026, 4, 20, 0, 30, tzinfo=UTC), datetime(2026, 5, 6, 10, 30, tzinfo=UTC)
Clock = Any
Commit = Callable[..., AbstractContextManager[Any]]


@pytest.fixture
def clock() -> Iterator[Clock]:
    """Wednesday, in the middle of the campaign."""
    with time_machine.travel(HALFWAY, tick=False) as travelled:
        yield travelled


@pytest.fixture
def asked(clock: Clock, ada: User, bo: User) -> Campaign:
    """A campaign of thirty days that asks ada and bo, who both get the digest."""
    days = zip(factories.STARTS, (0, 30, 37, 44, 51), strict=True)
    campaign = factories.campaign(**{name: OPENED + timedelta(days=day) for name, day in days})
    notices.plan()
    return campaign


def reminded(campaign: Campaign) -> list[str]:
    """Whom the outbox holds now, and empty it."""
    actions.remind(campaign=campaign)
    found = sorted(Message.objects.filter(leaves_nothing=True).values_list("to", flat=True))
    Message.objects.all().delete()
    return found


def test_who_is_asked_and_silent_is_reminded(asked: Campaign, ada: User, bo: User) -> None:
    assert reminded(asked) == sorted([ada.email, bo.email])


def test_who_has_taken_part_is_not_reminded(
    asked: Campaign, ada: User, bo: User, django_capture_on_commit_callbacks: Commit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        factories.idea(ada, asked)  # of which no row tells yet: nobody has counted

    assert reminded(asked) == [bo.email]


def test_afterwards_no_table_tells_who_was_reminded_nor_how_many(asked: Campaign, ada: User) -> None:
    before = {model: model._base_manager.count() for model in tables()}
    actions.remind(campaign=asked)
    assert Message.objects.count() == 2

    notices.relay()

    changed = {model.__name__ for model in tables() if model._base_manager.count() != before[model]}
    assert len(mail.outbox) == 2
    assert changed == {"Reminder"}
    assert {field.name for field in Reminder._meta.fields} == {"id", "campaign", "number", "on"}


def test_what_cannot_be_sent_is_removed_as_well(asked: Campaign, settings: Any) -> None:
    settings.EMAIL_BACKEND = "tests.participation.test_reminders.Nowhere"
    actions.remind(campaign=asked)
    Message.objects.update(tries=100)

    notices.relay()

    assert not Message.objects.filter(leaves_nothing=True).exists()


def test_what_waits_for_long_is_not_sent_any_more(asked: Campaign, clock: Clock) -> None:
    actions.remind(campaign=asked)
    clock.shift(timedelta(hours=3))

    notices.relay()

    assert (mail.outbox, Message.objects.count()) == ([], 0)


def test_the_mail_ends_with_one_click_and_is_the_same_for_all(asked: Campaign) -> None:
    actions.remind(campaign=asked)
    notices.relay()

    ends = [sent.extra_headers["List-Unsubscribe"].strip("<>") for sent in mail.outbox]
    assert {sent.extra_headers["List-Unsubscribe-Post"] for sent in mail.outbox} == {"List-Unsubscribe=One-Click"}
    bodies = {str(sent.body).replace(end, "") for sent, end in zip(mail.outbox, ends, strict=True)}
    assert len(bodies) == 1
    assert asked.question in bodies.pop()


class Nowhere:
    """A mail server that takes nothing."""

    def __init__(self, **options: Any) -> None:
        self.options = options

    def send_messages(self, messages: list[Any]) -> int:
        raise OSError

    def close(self) -> None:
        """Nothing is open."""


def test_two_on_working_days_are_enough(asked: Campaign, clock: Clock) -> None:
    sent = []
    for hours in range(24 * 40):
        clock.move_to(OPENED + timedelta(hours=hours))
        if actions.remind(campaign=asked):
            sent.append(OPENED + timedelta(hours=hours))

    assert sent == [datetime(2026, 5, 5, 9, 30, tzinfo=UTC), datetime(2026, 5, 14, 15, 30, tzinfo=UTC)]


@pytest.mark.parametrize("field", ["held_at", "reminds", "holidays"])
def test_on_hold_switched_off_or_on_a_holiday_nobody_is_reminded(asked: Campaign, field: str) -> None:
    setattr(asked, field, {"held_at": HALFWAY, "reminds": False, "holidays": ["2026-05-06"]}[field])
    asked.save()

    assert reminded(asked) == []


@pytest.mark.parametrize(
    "wish", [{"rhythm": "off", "next_at": None}, {"quiet_from": 0, "quiet_until": 23}], ids=["off", "quiet"]
)
def test_whoever_wants_no_mail_now_gets_none(asked: Campaign, ada: User, bo: User, wish: dict[str, Any]) -> None:
    Subscription.objects.filter(user=ada).update(**wish)

    assert reminded(asked) == [bo.email]


def test_a_key_that_cannot_be_read_reminds_nobody(asked: Campaign, ada: User, keys_folder: Any) -> None:
    factories.idea(ada, asked)
    for file in keys_folder.iterdir():
        file.unlink()

    assert reminded(asked) == []


def test_the_job_asked_twice_in_a_period_reminds_once(asked: Campaign, worker: Any) -> None:
    with worker():
        tasks.remind_all()
        tasks.remind_all()

    assert Reminder.objects.count() == 1


def tables() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.managed]
