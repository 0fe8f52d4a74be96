"""Votes without voters, and what they add up to.

A vote has no user, no time and no running number: nothing in it, or in the order in which it is kept, says whose it is
(docs/decisions/0003).
"""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Choice(models.TextChoices):
    """What one may say to an idea."""

    SUPPORT = "support", _("Support")
    OBJECT = "object", _("Object")
    PASS = "pass", _("Pass")


class Vote(models.Model):
    """One pseudonym's choice on one idea. `unit` is only as near as it may be reported."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    idea = models.ForeignKey("ideas.Idea", models.CASCADE, related_name="votes")
    voter = models.BinaryField(max_length=16, editable=False)
    choice = models.CharField(max_length=10, choices=Choice)
    unit = models.ForeignKey("people.Unit", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            # One person on two devices at the same moment would otherwise vote twice.
            models.UniqueConstraint(fields=["idea", "voter"], name="one_vote_per_person"),
            models.CheckConstraint(condition=Q(choice__in=["support", "object", "pass"]), name="vote_known_choice"),
        ]

    def __str__(self) -> str:
        return f"{self.choice} on {self.idea_id}"


class Tally(models.Model):
    """Counts of an idea's votes: as they are, and as they were last released to people."""

    idea = models.OneToOneField("ideas.Idea", models.CASCADE, primary_key=True, related_name="tally")
    support = models.PositiveIntegerField(default=0)
    object = models.PositiveIntegerField(default=0)
    passed = models.PositiveIntegerField(default=0)
    shown_support = models.PositiveIntegerField(default=0)
    shown_object = models.PositiveIntegerField(default=0)
    shown_passed = models.PositiveIntegerField(default=0)
    release = models.PositiveIntegerField(default=0)
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(shown_support__gte=0, shown_object__gte=0, shown_passed__gte=0), name="tally_not_negative"
            )
        ]

    def __str__(self) -> str:
        return f"{self.voters} votes"

    @property
    def voters(self) -> int:
        return self.support + self.object + self.passed

    @property
    def shown_voters(self) -> int:
        return self.shown_support + self.shown_object + self.shown_passed


class UnitTally(models.Model):
    """Counts of an idea's votes from one unit. Read only through the reporting engine."""

    idea = models.ForeignKey("ideas.Idea", models.CASCADE, related_name="unit_tallies")
    unit = models.ForeignKey("people.Unit", models.PROTECT, null=True, related_name="+")
    support = models.PositiveIntegerField(default=0)
    object = models.PositiveIntegerField(default=0)
    passed = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "unit"], name="one_tally_per_idea_and_unit"),
            models.UniqueConstraint(fields=["idea"], condition=Q(unit=None), name="one_tally_without_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.support + self.object + self.passed} votes of a unit"


COLUMN = {Choice.SUPPORT: "support", Choice.OBJECT: "object", Choice.PASS: "passed"}


def step(choice: str, by: int) -> dict[str, F]:
    """The column of a tally that `choice` counts in, changed by `by`, for an `update()`."""
    column = COLUMN[Choice(choice)]
    return {column: F(column) + by}  # type: ignore[dict-item]  # an expression stands in for F
