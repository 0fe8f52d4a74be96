"""What the machine suggests to curators, and what they made of it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.personal import CAMPAIGN, NO_PAGE, ROLES, Kept, Personal
from curation.models.theme import Theme
from ideas.models import Campaign, Idea


class Run(models.Model):
    """One search for groups and duplicates in a campaign. The same `digest` of its input is never computed twice."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="runs")
    digest = models.CharField(max_length=64, help_text="SHA-256 of all that goes in: ideas, themes, number of groups.")
    groups = models.PositiveSmallIntegerField(help_text="How many groups were asked for (k).")
    ideas = models.PositiveIntegerField(default=0)
    progress = models.PositiveSmallIntegerField(default=0, help_text="Per cent.")
    started_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)
    failed = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "digest"], name="computed_once")]

    def __str__(self) -> str:
        return f"{self.groups} groups of {self.campaign_id}"


class Suggestion(models.Model):
    """A group that could become a theme or join one, or ideas that may say the same, with why.

    `digest` names its ideas, so that what was dismissed is not suggested again.
    """

    class Kind(models.TextChoices):
        GROUP = "group", _("Suggested group")
        DUPLICATE = "duplicate", _("Possible duplicate")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="suggestions")
    run = models.ForeignKey(Run, models.CASCADE, related_name="suggestions")
    kind = models.CharField(max_length=10, choices=Kind)
    ideas = models.JSONField(help_text="Ids, the most typical first.")
    words = models.JSONField(default=list, help_text="Words that they share and others have not.")
    strength = models.FloatField(help_text="How well they fit together, 0 to 1.")
    theme = models.ForeignKey(Theme, models.SET_NULL, null=True, related_name="+", help_text="The theme it may join.")
    digest = models.CharField(max_length=64)
    accepted_at = models.DateTimeField(null=True)
    dismissed_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("people.User", models.SET_NULL, null=True, related_name="+")

    personal = Personal(
        _("Curators: suggestions that you settled"),
        Kept(
            "settled_by",
            "accepted_at",
            "dismissed_at",
            what=_("That you accepted or dismissed it, and when"),
            seen_by=NO_PAGE,
            until=CAMPAIGN,
        ),
        group=ROLES,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(accepted_at=None) | Q(dismissed_at=None), name="accepted_or_dismissed")
        ]
        indexes = [
            models.Index(
                fields=["campaign", "-strength", "id"],
                condition=Q(accepted_at=None, dismissed_at=None),
                name="open_suggestions",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {len(self.ideas)}"

    @property
    def is_settled(self) -> bool:
        return self.accepted_at is not None or self.dismissed_at is not None


class Likeliest(models.Model):
    """The themes in which an idea most likely belongs, by those that curators have placed."""

    idea = models.OneToOneField(Idea, models.CASCADE, primary_key=True, related_name="likeliest")
    themes = models.JSONField(help_text="Up to three pairs of a theme's id and its probability, the likeliest first.")
    fits = models.BooleanField(default=False, help_text="Whether the first is likely enough to be told to curators.")

    def __str__(self) -> str:
        return f"themes of {self.idea_id}"
