"""Sending what is in the outbox: at least once, since a process may end between sending and writing down that it did.

Every message carries its id, the same each time.
"""

import logging
import random
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from notices.actions.alarms import clear_alarm, raise_alarm
from notices.actions.digests import is_reached, quiet_until
from notices.models import Alarm, Digest, Message

log = logging.getLogger(__name__)
BATCH = 20
LEASE = timedelta(minutes=5)  # a batch is sent within it: twenty times the ten seconds that a mail server is given
FIRST_WAIT = 60.0  # seconds
LONGEST_WAIT = 86_400.0
TRIES = 14  # waits of 1, 2, 4, … minutes up to a day: given up after two to five days
FRESH = timedelta(hours=2)  # for so long what leaves nothing may be sent: later it may not be true any more
WORRYING = 5  # tries, after which nothing has gone out for some ten minutes


def relay() -> int:
    """Send what is due, and return how many were tried. Relays that run at once share what there is."""
    total = 0
    while (batch := _taken()) is not None:
        total += len(batch)
        for channel in {message.channel for message in batch}:
            CHANNELS[channel]([message for message in batch if message.channel == channel])
    return total


@transaction.atomic
def _taken() -> list[Message] | None:
    """Some messages that are due, `None` when there are none. For the time of the lease no other relay takes them.

    The try counts before it is made: a message that ends its process each time is given up like any other.
    """
    now = timezone.now()
    due = Message.objects.filter(sent_at=None, failed_at=None, next_try_at__lte=now).order_by("next_try_at", "pk")
    found = list(due.select_for_update(skip_locked=True)[:BATCH])
    if not found:
        return None
    batch = _wanted(found)
    for message in batch:
        message.tries += 1
        message.next_try_at = now + LEASE
    Message.objects.bulk_update(batch, ["tries", "next_try_at"])
    return batch


def _wanted(found: list[Message]) -> list[Message]:
    """Those of `found` that may go out now: a digest waits for the end of its reader's quiet hours.

    It is dropped when its reader has ended it meanwhile, or has left; so is a reminder that has waited for long.
    """
    digests = Digest.objects.filter(message__in=found).select_related("user__subscription")
    planned = {digest.message_id: digest.user.subscription for digest in digests if digest.message_id}
    unwanted = {pk for pk, each in planned.items() if not is_reached(each)}
    now, late = timezone.now(), []
    unwanted |= {message.pk for message in found if message.leaves_nothing and message.created_at < now - FRESH}
    Message.objects.filter(pk__in=unwanted).delete()
    for message in found:
        later = quiet_until(planned[message.pk], now) if message.pk in planned else None
        if later is not None:
            message.next_try_at = later
            late.append(message)
    Message.objects.bulk_update(late, ["next_try_at"])
    return [message for message in found if message.pk not in unwanted and message not in late]


def _send_mails(batch: list[Message]) -> None:
    """Send each by mail, over one connection as long as it holds."""
    server = get_connection()
    for message in batch:
        try:
            _mail(message, server).send()
        except Exception as error:  # whatever a mail server or a text does wrong, the next message still goes out
            log.warning("Message %s could not be sent: %s", message.pk, type(error).__name__)
            _note_failure(message, type(error).__name__)
            server.close()
        else:
            _note_success(message)
    server.close()


def _mail(message: Message, server: BaseEmailBackend) -> EmailMultiAlternatives:
    headers = {
        "Message-ID": f"<{message.pk}@{urlsplit(settings.BASE_URL).hostname}>",
        "X-Event-Id": str(message.pk),
        "Auto-Submitted": "auto-generated",
    }
    if message.unsubscribe:
        headers["List-Unsubscribe"] = f"<{message.unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail = EmailMultiAlternatives(message.subject, message.body, to=[message.to], headers=headers, connection=server)
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    return mail


CHANNELS: dict[str, Callable[[list[Message]], None]] = {Message.Channel.MAIL: _send_mails}


def _note_success(message: Message) -> None:
    """Remember that it was sent, and forget what it said; of what is to leave nothing, forget everything."""
    if message.leaves_nothing:
        message.delete()
        clear_alarm(kind=Alarm.Kind.MAIL_FAILING)
        return
    message.sent_at, message.error = timezone.now(), ""
    message.body = message.html = message.unsubscribe = ""
    message.save(update_fields=["sent_at", "error", "body", "html", "unsubscribe"])
    clear_alarm(kind=Alarm.Kind.MAIL_FAILING)


def _note_failure(message: Message, error: str) -> None:
    """Try later, or give up. Administrators learn of it when it is given up, and before that when nothing gets out."""
    now = timezone.now()
    message.error = error
    message.next_try_at = now + wait(message.tries)
    if message.tries >= TRIES:
        message.failed_at = now
    if message.failed_at and message.leaves_nothing:
        Message.objects.filter(pk=message.pk).delete()
    else:
        message.save(update_fields=["error", "next_try_at", "failed_at"])
    nothing_got_out = not Message.objects.filter(sent_at__gte=message.created_at).exists()
    if message.failed_at or (message.tries >= WORRYING and nothing_got_out):
        raise_alarm(kind=Alarm.Kind.MAIL_FAILING, data={"error": error})


def wait(tries: int) -> timedelta:
    """How long to wait after so many tries: 1, 2, 4, … minutes up to a day, less up to half of it by chance.

    Chance keeps what failed together from coming back together.
    """
    longest = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(tries - 1, 20))
    return timedelta(seconds=longest * random.uniform(0.5, 1))  # noqa: S311 - it need not be secret
