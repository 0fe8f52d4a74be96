"""Ideas that say the same, brought together."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.personal import CAMPAIGN, NO_PAGE, ROLES, Kept, Personal
from ideas.models import Idea


class Merge(models.Model):
    """That one idea was merged into another, and when it was taken apart again."""

    idea = models.ForeignKey("ideas.Idea", models.CASCADE, related_name="merges")
    into = models.ForeignKey("ideas.Idea", models.CASCADE, related_name="absorbed")
    merged_at = models.DateTimeField(default=timezone.now)
    unmerged_at = models.DateTimeField(null=True)
    by = models.ForeignKey("people.User", models.SET_NULL, null=True, related_name="+")
    status = models.CharField(max_length=20, default=Idea.Status.OPEN, help_text="Of the idea, before it was merged.")

    personal = Personal(
        _("Curators: ideas that you merged"),
        Kept(
            "by",
            "merged_at",
            "unmerged_at",
            what=_("That you merged two ideas, and when"),
            seen_by=NO_PAGE,
            until=CAMPAIGN,
        ),
        group=ROLES,
    )

    class Meta:
        constraints = [
            # Two curators at once would otherwise merge one idea into two.
            models.UniqueConstraint(fields=["idea"], condition=Q(unmerged_at=None), name="merged_once"),
            models.CheckConstraint(condition=~Q(idea=models.F("into")), name="never_merged_into_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.idea_id} into {self.into_id}"
