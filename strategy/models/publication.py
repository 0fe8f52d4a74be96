"""What was published. It never changes: a trigger in the database says so as well."""

from typing import Any

from django.core.exceptions import FieldError
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.personal import ALL, FOR_GOOD, ROLES, Kept, Personal
from strategy.models.strategy import Strategy


class Publication(models.Model):
    """A numbered version of a strategy with everything that its page shows, figures included.

    `content` is the JSON of `strategy.content`; `digest` the SHA-256 of its canonical form.
    """

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="publications")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    published_by = models.ForeignKey("people.User", models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField()

    personal = Personal(
        _("Leaders: what you publish"),
        Kept(
            "published_by",
            "published_at",
            "content",
            seen_by=ALL,
            until=FOR_GOOD,
            what=_(
                "That you published a version, by your role, and in it the roles of those who sponsor its priorities"
            ),
        ),
        group=ROLES,
    )

    class Meta:
        constraints = [
            # Two executives publishing at once would otherwise make two versions of one number.
            models.UniqueConstraint(fields=["strategy", "number"], name="one_publication_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.strategy}, version {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise FieldError("A publication never changes.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise FieldError("A publication is never deleted.")


class PublishedGround(models.Model):
    """That a published priority rests on an idea: the thread, to be followed from the idea's end."""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="grounds")
    idea = models.ForeignKey("ideas.Idea", models.PROTECT, related_name="published_grounds")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publication", "idea", "position"], name="published_ground_once")
        ]

    def __str__(self) -> str:
        return f"{self.idea_id} in priority {self.position} of {self.publication_id}"
