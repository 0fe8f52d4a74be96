"""What an idea said before its author changed it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.personal import CAMPAIGN, READERS, SAID, Kept, Personal
from core.text import check_text
from ideas.models.idea import BODY_LENGTH, TITLE_LENGTH, Idea


class Revision(models.Model):
    """The words that stood when `number` changes had been made to what people voted on, until they were replaced."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=TITLE_LENGTH, validators=[check_text])
    today = models.TextField(max_length=BODY_LENGTH, blank=True, validators=[check_text])
    better = models.TextField(max_length=BODY_LENGTH, blank=True, validators=[check_text])
    replaced_at = models.DateTimeField(default=timezone.now, help_text="Of an anonymous idea only the day.")

    personal = Personal(
        _("Earlier words of your ideas"),
        Kept(
            "title",
            "today",
            "better",
            "replaced_at",
            what=_("What an idea of yours said when colleagues voted on it, and until when"),
            seen_by=READERS,
            until=CAMPAIGN,
        ),
        group=SAID,
        place=3,
    )

    class Meta:
        constraints = [
            # An author on two devices at once would otherwise overwrite what people voted on.
            models.UniqueConstraint(fields=["idea", "number"], name="one_text_a_revision")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"
