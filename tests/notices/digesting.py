"""What tests of digests share: people who want one each day, and a run of the job on a day after that."""

from datetime import timedelta
from typing import Any

import time_machine
from django.utils import timezone

from notices import actions
from notices.models import Digest, Message, Subscription
from people.models import User
from strategy.actions import write_digests

DAILY: dict[str, Any] = {"rhythm": "daily", "quiet_from": 0, "quiet_until": 0}


def subscribe(*people: User, **chosen: Any) -> None:
    """Each gets a digest daily, at 8 and at no quiet hours, unless `chosen` otherwise; nothing before now is told."""
    for person in people:
        actions.choose(by=person, **{**DAILY, **chosen})


def after(days: float = 1) -> time_machine.travel:
    """So many days later."""
    return time_machine.travel(timezone.now() + timedelta(days=days), tick=False)


def write(days: float = 1) -> list[Message]:
    """Run the job so many days from now; the messages that are not sent yet, by whom they go to."""
    with after(days):
        write_digests()
    return waiting()


def send(days: float = 1) -> None:
    """Send what waits, a little later than `write` wrote it."""
    with after(days + 0.01):
        actions.relay()


def waiting() -> list[Message]:
    return list(Message.objects.filter(sent_at=None).order_by("to", "created_at"))


def text_to(person: User, days: float = 1) -> str:
    """What the digest of so many days later says to one person: subject and text; nothing when there is none."""
    return "\n".join(f"{each.subject}\n{each.body}" for each in write(days) if each.to == person.email)


def make_due(*people: User) -> None:
    Subscription.objects.filter(user__in=people).update(next_at=timezone.now() - timedelta(minutes=5))


def periods(person: User) -> list[str]:
    return list(Digest.objects.filter(user=person).order_by("pk").values_list("period", flat=True))
