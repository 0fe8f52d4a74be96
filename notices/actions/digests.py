"""Having a digest composed for each person who is due, once a period, however many workers look for them.

What is in it is known only above this app: whoever asks brings `compose`. Row and mail are written in one transaction.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from notices import clock, queries
from notices.actions.messages import post
from notices.actions.subscriptions import following
from notices.models import Digest, Message, Subscription

log = logging.getLogger(__name__)
LONGEST = 240.0  # seconds of one run; whoever is still due then is taken up by the next


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail in words: both parts say the same."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Edition:
    """What one person is told: no letter when there is nothing to tell. `told` is up to where it goes."""

    told: dict[str, Any]
    letter: Letter | None = None


# The reader's subscription, and the address that ends it → what they are told.
Compose = Callable[[Subscription, str], Edition]


def write_due(*, compose: Compose, seconds: float = LONGEST) -> int:
    """Write the digests that are due, one person at a time, and return for how many people that was looked at.

    Runs at the same time share the people. Somebody for whom `compose` fails is left out until their next period.
    """
    total, end = 0, monotonic() + seconds
    while monotonic() < end and _take_one(compose):
        total += 1
    return total


@transaction.atomic
def _take_one(compose: Compose) -> bool:
    """Take whoever is due first, whom nobody else has taken; whether there was one."""
    due = Subscription.objects.filter(next_at__lte=timezone.now()).order_by("next_at", "pk")
    planned = due.select_for_update(skip_locked=True).first()
    if planned is None:
        return False
    planned.next_at, told = following(planned, planned.user), planned.told
    try:
        with transaction.atomic():
            _write(planned, compose)
    except Exception as error:  # whatever one person's news do wrong, the next person is still written to
        log.warning("A digest could not be composed: %s", type(error).__name__)
        planned.told = told
    planned.save(update_fields=["next_at", "told"])
    return True


def _write(planned: Subscription, compose: Compose) -> None:
    """One digest for the period that has begun last, unless it was written, or an earlier one still waits."""
    now = timezone.now()
    if later := quiet_until(planned, now):
        planned.next_at = later
        return
    if not is_reached(planned) or not _is_free(planned):
        return
    zone = clock.zone_of(planned.user.time_zone)
    slot = clock.last_slot(now, zone, planned.hour, planned.day_of_week)
    period = clock.period(slot, zone, planned.day_of_week)
    digest, is_new = Digest.objects.get_or_create(user=planned.user, period=period, defaults={"before": planned.told})
    if is_new:
        digest.message = _post(planned, compose)
        digest.save(update_fields=["message"])


def _post(planned: Subscription, compose: Compose) -> Message | None:
    address = f"{settings.BASE_URL}{queries.unsubscribe_path(planned)}"
    edition = compose(planned, address)
    planned.told = edition.told
    if edition.letter is None:
        return None
    letter = edition.letter
    return post(
        channel=Message.Channel.MAIL,
        to=planned.user.email,
        subject=letter.subject,
        body=letter.text,
        html=letter.html,
        unsubscribe=address,
    )


def is_reached(planned: Subscription) -> bool:
    """Whether the digest goes to anybody at all. Addresses of an import that had none end in `.invalid` (RFC 2606)."""
    reader = planned.user
    has_address = bool(reader.email) and not reader.email.endswith(".invalid")
    return reader.is_active and has_address and planned.rhythm != Subscription.Rhythm.OFF


def quiet_until(planned: Subscription, now: datetime) -> datetime | None:
    """When the reader's quiet hours are over, `None` outside of them."""
    zone = clock.zone_of(planned.user.time_zone)
    return clock.quiet_until(now, zone, planned.quiet_from, planned.quiet_until)


def _is_free(planned: Subscription) -> bool:
    """Whether nothing that was written to the reader earlier still waits to be sent.

    While mail does not go out, digests would pile up and all come at once. One that was given up is taken back, and
    what it told is told anew.
    """
    waiting = Digest.objects.filter(user=planned.user, message__isnull=False, message__sent_at=None)
    digest = waiting.select_related("message").order_by("-pk").first()
    if digest is None or digest.message is None:
        return True
    given_up = Message.objects.filter(pk=digest.message.pk, failed_at__isnull=False)
    if not given_up.delete()[0]:
        return False
    planned.told = digest.before
    return True
