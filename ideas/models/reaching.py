"""What a curator does so that those are heard who are quiet."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.privacy import SMALLEST_GROUP
from core.text import check_text
from ideas.models.campaign import Campaign

MOST_REMINDERS = 2
REASON_LENGTH = 500


class Extension(models.Model):
    """That a campaign listens longer than was said: a decision with its day and reason, for everybody to read."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="extensions")
    before = models.DateTimeField(help_text="When listening would have ended.")
    until = models.DateTimeField(help_text="When it ends instead.")
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH, validators=[check_text])
    decided_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True, help_text="When everybody who is asked had been told.")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(until__gt=F("before")), name="extension_extends")]
        indexes = [
            models.Index(fields=["campaign", "-decided_at"], name="extensions_of_campaign"),
            models.Index(fields=["decided_at"], condition=Q(told_at=None), name="extension_untold"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} until {self.until}"


class Reminder(models.Model):
    """That a reminder went out in a campaign on a day. To whom, and to how many, is kept nowhere."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="reminders")
    number = models.PositiveSmallIntegerField()
    on = models.DateField(help_text="The day where the campaign is.")

    class Meta:
        constraints = [
            # Two workers that find the same reminder due would otherwise each send it.
            models.UniqueConstraint(fields=["campaign", "number"], name="reminded_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=MOST_REMINDERS), name="reminded_twice_at_most"
            ),
        ]

    def __str__(self) -> str:
        return f"Reminder {self.number} of {self.campaign_id}"


class Meeting(models.Model):
    """A group of a unit that talked about the question, and whose ideas a curator wrote down (docs/decisions/0026).

    Who was there is not kept, and nobody counts as heard by it: `people` is what the curator says, no count.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="meetings")
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="+")
    on = models.DateField(_("day of the meeting"))
    people = models.PositiveSmallIntegerField(_("people who were there"))
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(people__gte=SMALLEST_GROUP), name="meeting_of_a_group"),
        ]
        indexes = [models.Index(fields=["campaign", "-on", "-id"], name="meetings_of_campaign")]

    def __str__(self) -> str:
        return f"{self.unit_id} on {self.on}"
