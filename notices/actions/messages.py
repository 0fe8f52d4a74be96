"""The outbox: what must leave the house is a row, in the transaction of what it tells of (docs/decisions/0011)."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from core.jobs import enqueue
from notices.models import Message

KEPT = timedelta(days=30)


def post(*, channel: str, to: str, subject: str, body: str) -> Message:
    """Have `body` told to `to`, once the caller's transaction is committed; if it is rolled back, nobody is told."""
    message = Message.objects.create(channel=channel, to=to, subject=" ".join(subject.split())[:200], body=body)
    enqueue("notices.relay")
    return message


@transaction.atomic
def send_again() -> int:
    """Try once more what was given up, from the beginning. Returns how many messages that are."""
    given_up = Message.objects.filter(failed_at__isnull=False)
    number = given_up.update(failed_at=None, tries=0, next_try_at=timezone.now())
    enqueue("notices.relay")
    return number


def forget_sent() -> None:
    """Remove what was sent more than thirty days ago."""
    Message.objects.filter(sent_at__lt=timezone.now() - KEPT).delete()
