"""The organisation's tree and who is where in it, over time."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node

from core.personal import ACCOUNT, ACCOUNTS, Kept, Personal
from core.text import check_text

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager  # noqa: F401


class Unit(MP_Node):
    """A node of the organisation: company → region → store. Closed, never deleted: old figures still name it.

    A closed unit that was merged into another stands below that one, and `succeeded_by` names it.
    """

    name = models.CharField(_("name"), max_length=120, validators=[check_text])
    code = models.CharField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=60, blank=True)
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    succeeded_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name=_("succeeded by")
    )
    headcount = models.PositiveIntegerField(default=0, help_text=_("People in this unit and below, now."))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(opened_on=None) | Q(closed_on__gte=F("opened_on")),
                name="unit_closes_after_opening",
            ),
            # An open unit with a successor would be two in a report, and one that follows itself would be none.
            models.CheckConstraint(
                condition=Q(succeeded_by=None) | Q(closed_on__isnull=False), name="unit_closed_when_succeeded"
            ),
            models.CheckConstraint(
                condition=Q(succeeded_by=None) | ~Q(succeeded_by=F("id")), name="unit_not_succeeded_by_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def paths_up(self) -> list[str]:
        """Paths of this unit and of all above it, the top first."""
        return [self.path[:length] for length in range(self.steplen, len(self.path) + 1, self.steplen)]


class Membership(models.Model):
    """A person in a unit, from one day to another. Ended, never deleted."""

    user = models.ForeignKey("people.User", models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    personal = Personal(
        _("Where you work"),
        Kept(
            "user",
            "unit",
            "since",
            "until",
            what=_("The unit in which you are, those before it, and since when"),
            seen_by=_(
                "Everyone: the unit, beside your ideas and comments, but for anonymous ideas. The days: no page."
            ),
            until=ACCOUNT,
        ),
        group=ACCOUNTS,
        place=2,
    )

    class Meta:
        constraints = [
            # Two moves of one person at once would leave that person in two units, counted twice.
            models.UniqueConstraint(fields=["user"], condition=Q(until=None), name="one_current_membership"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="membership_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.unit}"
