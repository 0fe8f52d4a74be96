"""Telling people, and remembering that they have seen it."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from notices.models import Notice, Subscription
from people.models import AuditEntry, User

BATCH = 1000


def tell(people: Iterable[int], *, kind: str, key: str, path: str, data: dict[str, Any]) -> None:
    """Tell each person (by id) once: the same `kind` and `key` again changes nothing."""
    rows = [Notice(user_id=pk, kind=kind, key=key, path=path, data=data) for pk in people]
    Notice.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def mark_read(*, by: User, notice_id: int) -> str:
    """Remember that `by` has seen the notice, and return where it leads; home when there is no such notice."""
    notice = Notice.objects.filter(user=by, pk=notice_id).first()
    if notice is None:
        return "/"
    if notice.read_at is None:
        notice.read_at = timezone.now()
        notice.save(update_fields=["read_at"])
    return notice.path


@transaction.atomic
def mark_all_read(*, by: User) -> None:
    """Remember that `by` has seen every notice, and what leaders did: the next digest begins after that."""
    Notice.objects.filter(user=by, read_at=None).update(read_at=timezone.now())
    planned = Subscription.objects.select_for_update().filter(user=by).first()
    if planned is not None:
        last = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        planned.told = {**planned.told, "entry": max(last, planned.told.get("entry", 0))}
        planned.save(update_fields=["told"])
