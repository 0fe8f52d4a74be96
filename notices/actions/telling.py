"""Telling people, and remembering that they have seen it."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from notices.models import Notice
from people.models import User

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


def mark_all_read(*, by: User) -> None:
    """Remember that `by` has seen every notice."""
    Notice.objects.filter(user=by, read_at=None).update(read_at=timezone.now())
