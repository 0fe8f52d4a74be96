"""What a person has been told."""

from django.db import models
from django.db.models import Q


class Notice(models.Model):
    """One thing that one person should know. `kind` names the template that words it in the reader's language."""

    user = models.ForeignKey("people.User", models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=120, help_text="What makes it the same notice, so that nobody is told twice.")
    data = models.JSONField(default=dict)
    path = models.CharField(max_length=300)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind", "key"], name="told_once")]
        indexes = [models.Index(fields=["user", "-created_at"], condition=Q(read_at=None), name="unread_notices")]

    def __str__(self) -> str:
        return f"{self.kind} for {self.user}"

    @property
    def template(self) -> str:
        return f"notices/kinds/{self.kind}.html"
