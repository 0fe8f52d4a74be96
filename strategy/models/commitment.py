"""What one leader personally promises, by when."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.personal import ALL, ROLES, STRATEGY, Kept, Personal
from core.text import check_text
from strategy.models.priority import Priority
from strategy.models.strategy import Strategy


class Commitment(models.Model):
    """A dated promise. `open` past its date is late; nobody has to set that."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        KEPT = "kept", _("Kept")
        BROKEN = "broken", _("Broken")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="commitments")
    priority = models.ForeignKey(Priority, models.SET_NULL, null=True, blank=True, related_name="commitments")
    leader = models.ForeignKey("people.User", models.PROTECT, related_name="commitments")
    promise = models.CharField(_("promise"), max_length=300, validators=[check_text])
    due_on = models.DateField(_("due on"))
    made_on = models.DateField(default=timezone.localdate)
    status = models.CharField(max_length=20, choices=Status, default=Status.OPEN)
    settled_on = models.DateField(null=True, blank=True)
    words = models.TextField(_("in the leader's own words"), max_length=1000, blank=True, validators=[check_text])

    personal = Personal(
        _("Leaders: what you promise"),
        Kept(
            "leader",
            "promise",
            "words",
            "due_on",
            "made_on",
            "status",
            "settled_on",
            seen_by=ALL,
            until=STRATEGY,
            what=_("Your promise under your role, its date, and what became of it"),
        ),
        group=ROLES,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status="open", settled_on=None) | (~Q(status="open") & Q(settled_on__isnull=False)),
                name="commitment_settled_with_a_date",
            )
        ]
        indexes = [models.Index(fields=["status", "due_on"], name="commitments_due")]

    def __str__(self) -> str:
        return self.promise

    @property
    def is_late(self) -> bool:
        return self.status == self.Status.OPEN and self.due_on < timezone.localdate()

    @property
    def days_left(self) -> int:
        """Days until it is due, or until it was settled; negative when late."""
        return (self.due_on - (self.settled_on or timezone.localdate())).days

    @property
    def elapsed_percent(self) -> int:
        """How much of the time from the promise to its date has gone, 0 to 100."""
        whole = max(1, (self.due_on - self.made_on).days)
        gone = ((self.settled_on or timezone.localdate()) - self.made_on).days
        return max(0, min(100, round(100 * gone / whole)))
