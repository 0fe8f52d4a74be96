"""Tables of the framework glue: which periodic job ran for which period."""

from django.db import models


class JobRun(models.Model):
    """One row for a periodic job and a period. Its unique key makes a second scheduler harmless."""

    job = models.CharField(max_length=100)
    period = models.CharField(max_length=40)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "period"], name="once_per_period")]

    def __str__(self) -> str:
        return f"{self.job} for {self.period}"
