"""Writing to people of whom nobody may learn that they were written to: it would tell what they have not done.

Only the outbox holds their addresses, in random order and until a mail is sent. There is no notice, no digest and no
entry in a log, and no number of them.
"""

from collections.abc import Iterable, Iterator, Mapping
from random import SystemRandom

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core.jobs import enqueue
from notices import queries
from notices.actions.digests import Letter, is_reached, quiet_until
from notices.models import Message, Subscription

BATCH = 1000
ENDING = "{ending}"  # in a letter: where stands the address that ends such mail


@transaction.atomic
def remind(people: Iterable[int], *, letters: Mapping[str, Letter]) -> None:
    """Write to those of `people` (ids) who want mail and are not in their quiet hours.

    `letters` are by language; who reads another gets the first. Nobody is written to later: until then they may have
    done what they are reminded of. It is written with the caller's transaction, so a run that dies has reminded nobody.
    """
    messages = [_message(planned, letters) for planned in _reached(people)]
    SystemRandom().shuffle(messages)
    Message.objects.bulk_create(messages, batch_size=BATCH)
    enqueue("notices.relay")


def _reached(people: Iterable[int]) -> Iterator[Subscription]:
    now, ids = timezone.now(), list(people)
    for start in range(0, len(ids), BATCH):
        found = Subscription.objects.filter(user__in=ids[start : start + BATCH]).select_related("user")
        for planned in found.order_by("pk"):
            if is_reached(planned) and quiet_until(planned, now) is None:
                yield planned


def _message(planned: Subscription, letters: Mapping[str, Letter]) -> Message:
    letter = letters.get(planned.user.locale) or next(iter(letters.values()))
    address = settings.BASE_URL.rstrip("/") + queries.unsubscribe_path(planned)
    return Message(
        channel=Message.Channel.MAIL,
        to=planned.user.email,
        subject=letter.subject,
        body=letter.text.replace(ENDING, address),
        html=letter.html.replace(ENDING, address),
        unsubscribe=address,
        leaves_nothing=True,
    )
