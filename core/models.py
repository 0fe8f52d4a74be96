"""Tables of the framework glue: which periodic job ran for which period, and answers that a retry gets again."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.personal import NOBODY, TOLD, Kept, Personal


class JobRun(models.Model):
    """One row for a periodic job and a period. Its unique key makes a second scheduler harmless.

    A job that is done once for ever has a period without an end, and its row is never removed.
    """

    job = models.CharField(max_length=100)
    period = models.CharField(max_length=40)
    ends_at = models.DateTimeField(null=True, help_text="When the period ends.")
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "period"], name="once_per_period")]
        indexes = [models.Index(fields=["ends_at"], condition=Q(ends_at__isnull=False), name="job_run_ended")]

    def __str__(self) -> str:
        return f"{self.job} for {self.period}"


class KeptAnswer(models.Model):
    """What a POST with an `Idempotency-Key` was answered, written in the transaction of what it did.

    It names nobody: `id` and `fingerprint` are HMACs (core/api/idempotency.py), and of the time only the hour is
    kept. To the minute it would tell when an anonymous idea was written.
    """

    id = models.BinaryField(primary_key=True, max_length=32, editable=False)
    fingerprint = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField()
    body = models.TextField(blank=True)
    hour = models.DateTimeField(db_index=True)

    personal = Personal(
        _("Answers to your programs"),
        Kept(
            "id",
            "fingerprint",
            "body",
            seen_by=NOBODY,
            until=_("A day"),
            what=_("What a program of yours was answered, to answer the same when it asks twice. Not whose it is."),
        ),
        group=TOLD,
    )

    def __str__(self) -> str:
        return f"{self.status} at {self.hour}"
