"""Talk under an idea."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.personal import CAMPAIGN, NO_PAGE, READERS, SAID, Kept, Personal
from core.text import check_text
from ideas.models.idea import Idea

if TYPE_CHECKING:
    from people.models import User

COMMENT_LENGTH = 2000


class CommentQuerySet(models.QuerySet["Comment"]):
    """Filters of comments."""

    def visible_to(self, user: "User") -> Self:
        """Comments under ideas that `user` may see, without those that are hidden or taken back."""
        return self.under_visible_to(user).filter(hidden_at=None, withdrawn_at=None)

    def under_visible_to(self, user: "User") -> Self:
        """All comments under ideas that `user` may see. Of those that are gone (`is_gone`) no words may be shown."""
        return self.filter(idea__in=Idea.objects.visible_to(user))


class Comment(models.Model):
    """What somebody adds to an idea, shown with role and unit. A reply has a `parent`, which is none itself."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="comments")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="replies")
    author = models.ForeignKey("people.User", models.SET_NULL, null=True, related_name="+")
    text = models.TextField(_("comment"), max_length=COMMENT_LENGTH, validators=[check_text])
    job_title = models.CharField(max_length=80, blank=True)
    unit = models.ForeignKey("people.Unit", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    is_leaders = models.BooleanField(default=False, help_text="Whether a leader of the campaign said it.")
    reply_count = models.PositiveIntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True)
    hidden_at = models.DateTimeField(null=True)

    personal = Personal(
        _("Your comments"),
        Kept("author", what=_("Which account wrote it"), seen_by=NO_PAGE, until=CAMPAIGN),
        Kept(
            "text",
            "job_title",
            "unit",
            "created_at",
            "withdrawn_at",
            seen_by=READERS,
            until=CAMPAIGN,
            what=_("Your words, your role and unit on that day, and when you wrote them"),
        ),
        group=SAID,
        place=3,
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["idea", "created_at", "id"], name="comments_in_order")]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_gone(self) -> bool:
        """Whether its words are shown to nobody any more, except to their author those that were hidden."""
        return self.hidden_at is not None or self.withdrawn_at is not None
