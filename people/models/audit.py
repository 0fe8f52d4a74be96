"""The log of every change that matters. It is only ever added to."""

from typing import Any

from django.core.exceptions import FieldError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.personal import FOR_GOOD, NO_PAGE, ROLES, Kept, Personal


class AuditEntry(models.Model):
    """Who did what to which thing, and what it was before and after. `thing` reads like `ideas.campaign:12`."""

    actor = models.ForeignKey("people.User", models.SET_NULL, null=True, related_name="+")
    verb = models.CharField(max_length=60)
    thing = models.CharField(max_length=120)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    at = models.DateTimeField(default=timezone.now)

    personal = Personal(
        _("The log of changes"),
        Kept(
            "actor",
            "verb",
            "thing",
            "before",
            "after",
            "at",
            seen_by=NO_PAGE,
            until=FOR_GOOD,
            what=_(
                "What you changed in a role that you were given, when, and what it was before; and that you moved to "
                "another unit. Never how you voted, and not that you voted."
            ),
        ),
        group=ROLES,
    )

    class Meta:
        indexes = [models.Index(fields=["thing", "at"], name="audit_of_thing")]

    def __str__(self) -> str:
        return f"{self.verb} {self.thing}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise FieldError("The audit log is only ever added to.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise FieldError("The audit log is only ever added to.")
