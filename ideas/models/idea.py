"""What one employee says would make customers' lives better."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.personal import CAMPAIGN, NOBODY, READERS, SAID, Kept, Personal
from core.text import check_text
from ideas.difference import fingerprint
from ideas.models.campaign import Campaign, JourneyStage
from ideas.models.reaching import Meeting

if TYPE_CHECKING:
    from people.models import User

TITLE_LENGTH = 140
BODY_LENGTH = 4000
# What lists hold. Merged ideas stand behind their survivor; withdrawn and hidden ones stand nowhere.
LISTED = Q(withdrawn_at=None, hidden_at=None) & ~Q(status="merged")


class IdeaQuerySet(models.QuerySet["Idea"]):
    """Filters of ideas."""

    def visible_to(self, user: "User") -> Self:
        """Ideas of campaigns that `user` may see, without withdrawn ones; hidden ones only for a curator."""
        seen = self.filter(campaign__in=Campaign.objects.visible_to(user), withdrawn_at=None)
        return seen if user.has_role("curator") else seen.filter(hidden_at=None)


class Idea(models.Model):
    """An idea, the unit that it came from, and where it has got to.

    Either `author` is set, or the idea is anonymous and `author_key` holds the author's pseudonym in this campaign:
    another one than they vote under, so that a stolen database joins no idea with its author's votes. `receipt` is the
    SHA-256 of the code that they got on sending it (docs/decisions/0024).
    The `rank_…` columns order lists; the votes app writes them through `actions.place`.
    """

    class Barrier(models.TextChoices):
        PROCESS = "process", _("Process")
        CULTURE = "culture", _("Culture")
        KNOWLEDGE = "knowledge", _("Knowledge")
        TOOLS = "tools", _("Tools")
        LEADERSHIP = "leadership", _("Leadership")
        OTHER = "other", _("Other")

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        SHORTLISTED = "shortlisted", _("Shortlisted")
        ADOPTED = "adopted", _("Adopted")
        DELIVERED = "delivered", _("Delivered")
        DECLINED = "declined", _("Declined")
        MERGED = "merged", _("Merged")

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="ideas")
    title = models.CharField(_("idea"), max_length=TITLE_LENGTH, validators=[check_text])
    today = models.TextField(_("what happens today"), max_length=BODY_LENGTH, blank=True, validators=[check_text])
    better = models.TextField(_("what would be better"), max_length=BODY_LENGTH, blank=True, validators=[check_text])
    stage = models.ForeignKey(JourneyStage, models.PROTECT, null=True, blank=True, related_name="ideas")
    barrier = models.CharField(_("what stands in the way"), max_length=20, choices=Barrier, blank=True)
    language = models.CharField(_("language"), max_length=12, default="en")
    author = models.ForeignKey("people.User", models.SET_NULL, null=True, related_name="ideas")
    author_key = models.BinaryField(max_length=16, null=True, editable=False, db_index=True)
    receipt = models.BinaryField(max_length=32, null=True, editable=False, unique=True)
    job_title = models.CharField(max_length=80, blank=True)
    unit = models.ForeignKey("people.Unit", models.PROTECT, null=True, related_name="ideas")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="ideas")
    # Of the meeting, and as fixed as that: lists show both, and need not look it up for each row.
    met_on = models.DateField(null=True)
    met_people = models.PositiveSmallIntegerField(null=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.OPEN)
    reason = models.TextField(_("reason"), max_length=2000, blank=True, validators=[check_text])
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    possible_duplicate_of = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    submitted_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    hidden_at = models.DateTimeField(null=True)
    comment_count = models.PositiveIntegerField(default=0)
    voted_on = models.BooleanField(default=False, help_text="Whether anybody has voted on it yet.")
    revision = models.PositiveSmallIntegerField(default=0, help_text="How often its words changed after a vote.")
    has_merged = models.BooleanField(default=False, help_text="Whether others are merged into it.")
    handled_at = models.DateTimeField(null=True, help_text="When a curator first did something about it.")
    seen_count = models.PositiveIntegerField(default=0, help_text="How often it was shown to somebody.")
    rank_top = models.FloatField(default=-0.5)
    rank_common_ground = models.FloatField(default=0)
    rank_divisive = models.FloatField(default=0)
    rank_for_you = models.FloatField(default=1)

    personal = Personal(
        _("Your ideas"),
        Kept("title", "today", "better", what=_("Your words"), seen_by=READERS, until=CAMPAIGN),
        Kept(
            "author",
            what=_("With your role and unit: which account wrote it"),
            until=CAMPAIGN,
            seen_by=_("You. Pages show your role and unit, never your name."),
        ),
        Kept(
            "job_title",
            "unit",
            "language",
            "submitted_at",
            "edited_at",
            "withdrawn_at",
            seen_by=READERS,
            until=CAMPAIGN,
            what=_("With your role and unit: both as they were on that day, the language, and when you wrote it"),
        ),
        Kept(
            "author_key",
            what=_(
                "Anonymous: a code in place of your account, made with the secret key of the campaign. "
                "It is not the one that stands on your votes."
            ),
            seen_by=NOBODY,
            until=_("Until the key is destroyed; then a random one takes its place"),
        ),
        Kept(
            "receipt",
            what=_("Anonymous: the fingerprint of your receipt code. The code itself is stored nowhere."),
            seen_by=NOBODY,
            until=CAMPAIGN,
        ),
        Kept(
            "unit",
            "submitted_at",
            what=_("Anonymous: the day, and your unit if it has ten people or more, else the next larger one that has"),
            seen_by=_("The day: everyone who may read the campaign. The unit: no page."),
            until=CAMPAIGN,
        ),
        group=SAID,
        place=2,
    )

    objects = IdeaQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(author=None) | Q(author_key=None), name="idea_is_named_or_anonymous"),
            models.CheckConstraint(
                condition=Q(receipt=None) | Q(author_key__isnull=False), name="only_anonymous_idea_has_receipt"
            ),
            models.CheckConstraint(
                condition=Q(meeting=None, met_on=None, met_people=None)
                | Q(
                    meeting__isnull=False,
                    met_on__isnull=False,
                    met_people__isnull=False,
                    author=None,
                    author_key=None,
                    unit__isnull=False,
                ),
                name="idea_of_meeting_has_no_author",
            ),
            models.CheckConstraint(
                condition=Q(status="merged", merged_into__isnull=False) | ~Q(status="merged"),
                name="merged_idea_names_survivor",
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "-submitted_at", "-id"], condition=LISTED, name="idea_new"),
            models.Index(fields=["campaign", "-rank_top", "-id"], condition=LISTED, name="idea_top"),
            models.Index(
                fields=["campaign", "-rank_common_ground", "-id"], condition=LISTED, name="idea_common_ground"
            ),
            models.Index(fields=["campaign", "-rank_divisive", "-id"], condition=LISTED, name="idea_divisive"),
            models.Index(fields=["campaign", "-rank_for_you", "-id"], condition=LISTED, name="idea_for_you"),
            models.Index(fields=["campaign", "-comment_count", "-id"], condition=LISTED, name="idea_discussed"),
            models.Index(fields=["campaign", "seen_count", "id"], condition=LISTED, name="idea_least_seen"),
            models.Index(
                fields=["campaign", "submitted_at", "id"], condition=LISTED & Q(handled_at=None), name="idea_unhandled"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_anonymous(self) -> bool:
        return self.author_key is not None

    @property
    def is_hidden(self) -> bool:
        """Whether only its author and curators see it: it waits for one of them, or one of them hid it."""
        return self.hidden_at is not None

    @property
    def version(self) -> str:
        """Which words stand now, for whoever changes them: two devices at once are told apart by it."""
        return fingerprint(self.title, self.today, self.better, self.stage_id, self.barrier, self.language)

    @property
    def is_declined(self) -> bool:
        return self.status == self.Status.DECLINED
