"""The strategy as a working text."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.text import check_text

if TYPE_CHECKING:
    from people.models import User


class StrategyQuerySet(models.QuerySet["Strategy"]):
    """Filters of strategies."""

    def visible_to(self, user: "User") -> Self:
        """Published ones for everyone; drafts for executives, curators who propose text, and administrators."""
        if not user.is_active:
            return self.none()
        if user.has_role("executive", "curator", "administrator"):
            return self
        return self.filter(publications__isnull=False).distinct()


class Strategy(models.Model):
    """What leaders want to do and why. What people read is a `Publication` of it."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        CONSULTATION = "consultation", _("Consultation")
        SIGNED = "signed", _("Signed")
        PUBLISHED = "published", _("Published")
        SUPERSEDED = "superseded", _("Superseded")

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=120, validators=[check_text])
    intent = models.TextField(_("intent"), max_length=4000, blank=True, validators=[check_text])
    not_doing = models.TextField(
        _("what we will not do, and why"), max_length=4000, blank=True, validators=[check_text]
    )
    horizon_on = models.DateField(_("horizon"), null=True, blank=True)
    campaigns = models.ManyToManyField("ideas.Campaign", blank=True, related_name="strategies")
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = StrategyQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title
