"""Who was given which role, over what."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.personal import NO_PAGE, ROLES, Kept, Personal
from people.models.unit import Unit


class Grant(models.Model):
    """A role for a person over a unit's subtree, or over everything when there is no unit."""

    class Role(models.TextChoices):
        CURATOR = "curator", _("Curator")
        EXECUTIVE = "executive", _("Executive")
        ANALYST = "analyst", _("Analyst")
        ADMINISTRATOR = "administrator", _("Administrator")

    user = models.ForeignKey("people.User", models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="grants")
    granted_at = models.DateTimeField(auto_now_add=True)

    personal = Personal(
        _("Roles that you were given"),
        Kept(
            "user",
            "role",
            "unit",
            "granted_at",
            what=_("Curator, executive, analyst or administrator, and over what"),
            seen_by=NO_PAGE,
            until=_("Until it is taken back; the log of changes keeps that you had it"),
        ),
        group=ROLES,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "unit"], name="grant_once"),
            models.UniqueConstraint(
                fields=["user", "role"], condition=models.Q(unit=None), name="grant_over_everything_once"
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=["curator", "executive", "analyst", "administrator"]),
                name="grant_known_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"
