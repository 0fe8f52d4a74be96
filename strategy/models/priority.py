"""One priority of a strategy, and the themes and ideas it is grounded in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.personal import ROLES, STRATEGY, Kept, Personal
from core.text import check_text
from strategy.models.strategy import Strategy


class Priority(models.Model):
    """What leaders will see to, why, and who answers for it."""

    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="priorities")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=120, validators=[check_text])
    statement = models.CharField(_("statement"), max_length=300, blank=True, validators=[check_text])
    rationale = models.TextField(_("rationale"), max_length=4000, blank=True, validators=[check_text])
    objective = models.CharField(_("business objective"), max_length=200, blank=True, validators=[check_text])
    sponsor = models.ForeignKey("people.User", models.SET_NULL, null=True, blank=True, related_name="+")
    themes = models.ManyToManyField("curation.Theme", through="ThemeGrounding", related_name="priorities")
    ideas = models.ManyToManyField("ideas.Idea", through="IdeaGrounding", related_name="priorities")

    personal = Personal(
        _("Leaders: what you sponsor"),
        Kept(
            "sponsor",
            what=_("That you answer for a priority"),
            until=STRATEGY,
            seen_by=_("Whoever may read the draft, and everyone once it is published, by your role"),
        ),
        group=ROLES,
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["strategy", "position"], name="one_priority_a_position")]

    def __str__(self) -> str:
        return self.title


class ThemeGrounding(models.Model):
    """A priority rests on a theme, so on every idea in it."""

    priority = models.ForeignKey(Priority, models.CASCADE, related_name="theme_groundings")
    theme = models.ForeignKey("curation.Theme", models.PROTECT, related_name="groundings")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["priority", "theme"], name="grounded_in_theme_once")]

    def __str__(self) -> str:
        return f"{self.priority} in {self.theme}"


class IdeaGrounding(models.Model):
    """A priority rests on an idea."""

    priority = models.ForeignKey(Priority, models.CASCADE, related_name="idea_groundings")
    idea = models.ForeignKey("ideas.Idea", models.PROTECT, related_name="groundings")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["priority", "idea"], name="grounded_in_idea_once")]

    def __str__(self) -> str:
        return f"{self.priority} in {self.idea}"
