"""Watching over campaigns' keys, and forgetting with them whose ideas were whose (docs/decisions/0003)."""

import logging
import secrets
from collections.abc import Iterable
from random import SystemRandom

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from core import keys
from core.keys import PSEUDONYM_BYTES
from ideas import queries
from ideas.models import Campaign, Idea, Pause
from notices.actions import clear_alarm, raise_alarm
from people.actions import record

log = logging.getLogger(__name__)


def check_keys() -> list[Campaign]:
    """Raise an alarm for each campaign whose key cannot be read, clear it where it can again, and return the first.

    With a key of their own that took its place, people could vote twice: so nothing is made, and somebody must act.
    """
    lost = []
    for campaign in queries.in_need_of_a_key():
        if keys.find(campaign.key_name) is not None:
            clear_alarm(kind="key_missing", subject=campaign.key_name)
        else:
            log.critical("The key %s is lost. Nobody can contribute with it.", campaign.key_name)
            raise_alarm(kind="key_missing", subject=campaign.key_name, data={"campaign": campaign.title})
            lost.append(campaign)
    return lost


def begin_to_forget(campaign: Campaign) -> bool:
    """Lock `campaign` until the transaction ends and say that its key is destroyed; whether it was due just now.

    From then on nobody contributes to it, and its dates cannot be moved to let anybody.
    """
    due = queries.due_for_forgetting().select_for_update(no_key=True).filter(pk=campaign.pk).first()
    if due is None:
        return False
    due.key_destroyed_at = timezone.now()
    due.save(update_fields=["key_destroyed_at"])
    record("ideas.destroy_key", by=None, on=due)
    clear_alarm(kind="key_missing", subject=due.key_name)
    return True


def forget_authors(campaign: Campaign) -> None:
    """Write all ideas of `campaign` anew, the anonymous ones under a name that no key leads to, each its own.

    Pauses end with it: nobody can share an idea here any more, and no code of an author may outlive the key.
    """
    rows = list(_held(Idea.objects.filter(campaign=campaign)).values_list("pk", "author_key"))
    SystemRandom().shuffle(rows)
    for pk, author_key in rows:
        renewed = None if author_key is None else secrets.token_bytes(PSEUDONYM_BYTES)
        Idea.objects.filter(pk=pk).update(author_key=renewed)
    Pause.objects.filter(campaign=campaign).delete()


@transaction.atomic
def stir(ideas: Iterable[int]) -> None:
    """Write these ideas (ids) anew in random order, as they are: where each lies told when its first vote came."""
    pks = list(_held(Idea.objects.filter(pk__in=list(ideas))).values_list("pk", flat=True))
    SystemRandom().shuffle(pks)
    for pk in pks:
        Idea.objects.filter(pk=pk).update(voted_on=True)


def _held(ideas: QuerySet[Idea]) -> QuerySet[Idea]:
    """`ideas`, locked in the order of their keys, as all jobs lock them (core.bulk), before any is written by lot.

    Two that change the same ones, each in an order of its own, would wait for each other.
    """
    return ideas.select_for_update(no_key=True).order_by("pk")
