"""What a curator asks the author of an idea."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.personal import CAMPAIGN, READERS, ROLES, Kept, Personal
from core.text import check_text

QUESTION_LENGTH = 500
ANSWER_LENGTH = 2000


class Question(models.Model):
    """A question to whoever wrote an idea, and the answer. Both stand under the idea, and neither says who."""

    idea = models.ForeignKey("ideas.Idea", models.CASCADE, related_name="questions")
    text = models.TextField(_("question"), max_length=QUESTION_LENGTH, validators=[check_text])
    by = models.ForeignKey("people.User", models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(_("answer"), max_length=ANSWER_LENGTH, blank=True, validators=[check_text])
    answered_at = models.DateTimeField(null=True, help_text="Of an anonymous idea only the day.")
    read_at = models.DateTimeField(null=True, help_text="When a curator noted that the answer was read.")

    personal = Personal(
        _("Questions about your ideas"),
        Kept(
            "text",
            "asked_at",
            "answer",
            "answered_at",
            what=_("What a curator asked about an idea of yours, and your answer"),
            seen_by=READERS,
            until=CAMPAIGN,
        ),
        Kept("by", what=_("Curators: that you asked"), seen_by=_("No page shows it"), until=CAMPAIGN),
        group=ROLES,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea"], condition=Q(answered_at=None), name="one_open_question_an_idea")
        ]

    def __str__(self) -> str:
        return self.text[:60]
