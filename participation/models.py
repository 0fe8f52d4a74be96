"""Counts of taking part. Read by pages only through the reporting engine."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.text import check_text

REASON_LENGTH = 200


class Snapshot(models.Model):
    """A unit (without the units below it) in a campaign as it stood at the end of a day, or stands today.

    Only rows of today change. `heard` are people, each in the unit from which they were first heard; `active` are those
    who took part within the week of the campaign that the day lies in, up to that day. Votes are not in it: a day on
    which one person of a unit took part would tell how many they cast, and so which are theirs (docs/decisions/0028).
    """

    campaign = models.ForeignKey("ideas.Campaign", models.CASCADE, related_name="snapshots")
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="+")
    day = models.DateField()
    invited = models.PositiveIntegerField(default=0)
    heard = models.PositiveIntegerField(default=0)
    active = models.PositiveIntegerField(default=0, db_default=0)
    ideas = models.PositiveIntegerField(default=0)
    comments = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "unit", "day"], name="one_snapshot_a_day")]
        indexes = [models.Index(fields=["campaign", "day"], name="snapshot_by_day")]

    def __str__(self) -> str:
        return f"{self.unit} on {self.day}"


class Release(models.Model):
    """What was let out about taking part in a campaign at one moment. It never changes, and none is removed.

    `figures` holds only what the reporting engine let through: what is not in it cannot be shown by anyone.
    """

    campaign = models.ForeignKey("ideas.Campaign", models.CASCADE, related_name="releases")
    number = models.PositiveIntegerField()
    released_at = models.DateTimeField()
    figures = models.JSONField(default=dict)

    class Meta:
        # Two counts at once would otherwise let out two different sets of figures under one number.
        constraints = [models.UniqueConstraint(fields=["campaign", "number"], name="one_release_a_number")]

    def __str__(self) -> str:
        return f"Release {self.number} of {self.campaign_id}"


class Reason(models.Model):
    """Why a unit is likely to be quiet in a campaign: what a manager knows of its work, and nothing of its people."""

    campaign = models.ForeignKey("ideas.Campaign", models.CASCADE, related_name="reasons")
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="+")
    text = models.CharField(_("likely reason"), max_length=REASON_LENGTH, validators=[check_text])

    class Meta:
        # Two curators at once would otherwise give two reasons, of which one is shown.
        constraints = [models.UniqueConstraint(fields=["campaign", "unit"], name="one_reason_a_unit")]

    def __str__(self) -> str:
        return self.text


class Summary(models.Model):
    """Where the counting of a campaign stands, and which release of it is the latest.

    While everything is counted from the beginning, `progress` says how far that is, in per cent; it is `None`
    otherwise. What a run that was killed leaves there, the next one takes up.
    """

    campaign = models.OneToOneField("ideas.Campaign", models.CASCADE, primary_key=True, related_name="summary")
    latest = models.OneToOneField(Release, models.RESTRICT, null=True, related_name="+")
    heard = models.PositiveIntegerField(default=0, help_text="People heard, as of the latest release.")
    counted_at = models.DateTimeField(null=True)
    rebuilt_at = models.DateTimeField(null=True, help_text="When it was last counted from the beginning.")
    progress = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(progress=None) | Q(progress__lte=100), name="summary_progress_is_per_cent"
            )
        ]

    def __str__(self) -> str:
        return f"Release {self.release} of {self.campaign_id}"

    @property
    def release(self) -> int:
        """The number of the latest release, from 1 on; 0 before the first."""
        return self.latest.number if self.latest else 0

    @property
    def released_at(self) -> datetime | None:
        return self.latest.released_at if self.latest else None

    @property
    def figures(self) -> dict[str, Any]:
        """What may be shown as of the latest release; empty before the first."""
        return self.latest.figures if self.latest else {}
