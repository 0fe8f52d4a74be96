"""What curators did on the board, so that it can be seen and undone."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.personal import CAMPAIGN, ROLES, Kept, Personal
from ideas.models import Campaign


class Move(models.Model):
    """One thing that a curator did on a board. `before` and `after` are the states of what it changed.

    Taken back, it has an `undone_at`, and the move that did so says which one it `undoes`.
    """

    class Verb(models.TextChoices):
        PLACE = "place", _("put into a theme")
        MERGE = "merge", _("merged")
        UNMERGE = "unmerge", _("taken apart")
        STATUS = "status", _("status set")
        ACCEPT = "accept", _("suggestion accepted")
        SPLIT = "split", _("theme split")
        START = "start", _("theme started")
        REWORD = "reword", _("theme reworded")
        ORDER = "order", _("theme moved")
        DISSOLVE = "dissolve", _("theme dissolved")
        DISMISS = "dismiss", _("suggestion dismissed")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="moves")
    by = models.ForeignKey("people.User", models.SET_NULL, null=True, related_name="+")
    verb = models.CharField(max_length=20, choices=Verb)
    idea = models.ForeignKey("ideas.Idea", models.CASCADE, null=True, related_name="+")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    moved_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)
    undoes = models.ForeignKey("self", models.SET_NULL, null=True, related_name="undone_by")

    personal = Personal(
        _("Curators: your moves on the board"),
        Kept(
            "by",
            "verb",
            "before",
            "after",
            "moved_at",
            "undone_at",
            "undoes",
            what=_("What you moved on a campaign’s board, and when"),
            seen_by=_("The curators of the campaign"),
            until=CAMPAIGN,
        ),
        group=ROLES,
    )

    class Meta:
        indexes = [
            models.Index(fields=["campaign", "-id"], name="moves_of_campaign"),
            models.Index(
                fields=["campaign", "by", "-id"], condition=Q(undone_at=None, undoes=None), name="moves_to_undo"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.idea_id}"
