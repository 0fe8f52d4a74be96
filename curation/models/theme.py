"""Themes, and which idea is in which."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.text import check_text
from ideas.models import Campaign

if TYPE_CHECKING:
    from people.models import User


class ThemeQuerySet(models.QuerySet["Theme"]):
    """Filters of themes."""

    def visible_to(self, user: "User") -> Self:
        """Themes of campaigns that `user` may see."""
        return self.filter(campaign__in=Campaign.objects.visible_to(user))


class Theme(models.Model):
    """A curator's group of ideas in a campaign."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="themes")
    title = models.CharField(_("title"), max_length=120, validators=[check_text])
    summary = models.TextField(_("summary"), max_length=2000, blank=True, validators=[check_text])
    position = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "title"], name="theme_title_once_a_campaign")]

    def __str__(self) -> str:
        return self.title


class Placement(models.Model):
    """An idea in a theme, since when. An idea is in one theme at most."""

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="placements")
    # Two curators placing one idea at once would otherwise put it into two themes.
    idea = models.OneToOneField("ideas.Idea", models.CASCADE, related_name="placement")
    placed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.idea_id} in {self.theme}"
