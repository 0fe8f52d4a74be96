"""The audit log that all apps write."""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from people.models import AuditEntry, User


def record(
    verb: str,
    *,
    by: User | None,
    on: models.Model,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> AuditEntry:
    """Write the audit log, in the transaction of the change. `before` and `after` hold JSON values.

    `at` is for what nobody may be known by: its day, where the minute would tell.
    """
    thing = f"{on._meta.label_lower}:{on.pk}"
    return AuditEntry.objects.create(
        actor=by, verb=verb, thing=thing, before=before, after=after, at=at or timezone.now()
    )
