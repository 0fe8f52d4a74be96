"""Counts of taking part. Read by pages only through the reporting engine."""

from django.db import models


class Snapshot(models.Model):
    """A unit (without the units below it) in a campaign as it stood at the end of a day, or stands today."""

    campaign = models.ForeignKey("ideas.Campaign", models.CASCADE, related_name="snapshots")
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="+")
    day = models.DateField()
    invited = models.PositiveIntegerField(default=0)
    heard = models.PositiveIntegerField(default=0)
    ideas = models.PositiveIntegerField(default=0)
    votes = models.PositiveIntegerField(default=0)
    comments = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "unit", "day"], name="one_snapshot_a_day")]

    def __str__(self) -> str:
        return f"{self.unit} on {self.day}"


class Summary(models.Model):
    """What may be shown about taking part in a campaign, as of its last release.

    `figures` holds only what the reporting engine let through: what is not in it cannot be shown by anyone.
    """

    campaign = models.OneToOneField("ideas.Campaign", models.CASCADE, primary_key=True, related_name="summary")
    release = models.PositiveIntegerField(default=0)
    heard = models.PositiveIntegerField(default=0)
    figures = models.JSONField(default=dict)
    released_at = models.DateTimeField(null=True)
    counted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"Release {self.release} of {self.campaign_id}"
