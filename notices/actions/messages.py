"""The outbox: what must leave the house is a row, in the transaction of what it tells of (docs/decisions/0011)."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from core.jobs import enqueue
from notices.models import Digest, Message

KEPT = timedelta(days=30)
DIGESTS_KEPT = timedelta(days=60)


def post(*, channel: str, to: str, subject: str, body: str, html: str = "", unsubscribe: str = "") -> Message:
    """Have `body` told to `to`, once the caller's transaction is committed; if it is rolled back, nobody is told.

    `html` says the same as a page. `unsubscribe` is the address that ends such mail with one POST (RFC 8058).
    """
    message = Message.objects.create(
        channel=channel,
        to=to,
        subject=" ".join(subject.split())[:200],
        body=body,
        html=html,
        unsubscribe=unsubscribe,
    )
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
    """Remove what was sent more than thirty days ago, and that a digest was made more than sixty days ago."""
    now = timezone.now()
    Message.objects.filter(sent_at__lt=now - KEPT).delete()
    Digest.objects.filter(made_at__lt=now - DIGESTS_KEPT, message=None).delete()
