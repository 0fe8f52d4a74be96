"""The log of every change that matters. It is only ever added to."""

from typing import Any

from django.core.exceptions import FieldError
from django.db import models
from django.utils import timezone


class AuditEntry(models.Model):
    """Who did what to which thing, and what it was before and after. `thing` reads like `ideas.campaign:12`."""

    actor = models.ForeignKey("people.User", models.SET_NULL, null=True, related_name="+")
    verb = models.CharField(max_length=60)
    thing = models.CharField(max_length=120)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    at = models.DateTimeField(default=timezone.now)

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
