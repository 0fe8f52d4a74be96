"""What became of an idea, step by step, for everyone to whom it matters."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.models.idea import Idea


class Event(models.Model):
    """Something that happened to an idea. `data` holds what words it, never who did it or whom it reaches.

    Nobody is written down as having been told: a row that said so would name those who voted. Whoever reads is shown
    the events of what they wrote, support or follow since the last they saw (docs/decisions/0018).
    """

    class Kind(models.TextChoices):
        EDITED = "edited", _("Its words changed")
        WITHDRAWN = "withdrawn", _("Taken back by its author")
        STATUS = "status", _("Its status changed")
        MERGED = "merged", _("Merged into another idea")
        ABSORBED = "absorbed", _("Another idea was merged into it")
        UNMERGED = "unmerged", _("Stands by itself again")
        PLACED = "placed", _("Put into a theme")
        ASKED = "asked", _("A curator asks its author")
        ANSWERED = "answered", _("Its author answered")
        HIDDEN = "hidden", _("Hidden by a moderator")
        SHOWN = "shown", _("Shown again")
        LEADER = "leader", _("A leader joined the talk")
        CLAIMED = "claimed", _("Its author stands by it with role and unit")

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=20, choices=Kind)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["idea", "id"], name="events_in_order")]

    def __str__(self) -> str:
        return f"{self.kind} {self.idea_id}"
