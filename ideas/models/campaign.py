"""One question to many people, and the road that it takes."""

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.personal import CAMPAIGN, SAID, Kept, Personal
from core.privacy import SMALLEST_GROUP
from core.text import check_text

if TYPE_CHECKING:
    from people.models import User


class Step(models.TextChoices):
    """Where a campaign is on the road. Dates decide."""

    PLANNED = "planned", _("Planned")
    LISTEN = "listen", _("Listen")
    CURATE = "curate", _("Curate")
    SHAPE = "shape", _("Shape")
    PUBLISH = "publish", _("Publish")
    FOLLOW_THROUGH = "follow-through", _("Follow through")


ROAD = [
    (Step.LISTEN, "listens_at"),
    (Step.CURATE, "curates_at"),
    (Step.SHAPE, "shapes_at"),
    (Step.PUBLISH, "publishes_at"),
    (Step.FOLLOW_THROUGH, "follows_at"),
]


def key_name(campaign_id: int) -> str:
    """Under which name the secret key of a campaign is kept, outside the database."""
    return f"campaign-{campaign_id}"


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Filters of campaigns."""

    def visible_to(self, user: "User") -> Self:
        """Those in whose audience `user` is; all for a curator, executive, analyst or administrator."""
        if user.has_role("curator", "executive", "analyst", "administrator"):
            return self
        paths = user.unit.paths_up if user.is_active and user.unit else []
        asked = Campaign.audience.through.objects.values("campaign_id")
        # Subqueries, not joins: a campaign of two units would otherwise be found twice.
        in_audience = ~Q(pk__in=asked) | Q(pk__in=asked.filter(unit__path__in=paths))
        return self.filter(in_audience) if user.is_active else self.none()

    def listening(self) -> Self:
        """Those which take ideas and votes now."""
        now = timezone.now()
        return self.filter(listens_at__lte=now, curates_at__gt=now, held_at=None)


class Campaign(models.Model):
    """A question, whom it is put to, when each step begins, and the rules that hold for everyone in it."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=120, validators=[check_text])
    question = models.CharField(_("question"), max_length=200, validators=[check_text])
    context = models.TextField(_("context"), max_length=2000, blank=True, validators=[check_text])
    asked_by = models.CharField(_("asked by"), max_length=120, blank=True, validators=[check_text])
    audience = models.ManyToManyField("people.Unit", blank=True, related_name="campaigns")
    listens_at = models.DateTimeField(_("listening begins"))
    curates_at = models.DateTimeField(_("curating begins"))
    shapes_at = models.DateTimeField(_("shaping begins"))
    publishes_at = models.DateTimeField(_("publishing begins"))
    follows_at = models.DateTimeField(_("following through begins"))
    held_at = models.DateTimeField(null=True, blank=True)
    anonymous_allowed = models.BooleanField(_("anonymous ideas allowed"), default=True)
    smallest_group = models.PositiveSmallIntegerField(
        _("smallest group shown"), default=SMALLEST_GROUP, validators=[MinValueValidator(SMALLEST_GROUP)]
    )
    answer_threshold = models.PositiveIntegerField(_("support at which leaders owe an answer"), default=20)
    answer_days = models.PositiveSmallIntegerField(_("days to answer"), default=14)
    coverage_goal = models.PositiveSmallIntegerField(_("coverage goal in per cent"), default=50)
    read_days = models.PositiveSmallIntegerField(_("working days within which an idea is read"), default=5)
    time_zone = models.CharField(_("time zone of its working days"), max_length=64, default="UTC")
    holidays = models.JSONField(_("holidays"), default=list, blank=True, help_text="Dates like 2026-12-25.")
    reminds = models.BooleanField(_("reminds those who have not taken part"), default=True, db_default=True)
    # Language → `title`, `question` and `context` in it. On the row itself, so that no page asks for them.
    words = models.JSONField(default=dict, blank=True, editable=False)
    extended_at = models.DateTimeField(null=True, editable=False, help_text="When it was last extended.")
    first_contribution_at = models.DateTimeField(null=True, editable=False)
    key_destroyed_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(curates_at__gt=F("listens_at"))
                & Q(shapes_at__gte=F("curates_at"))
                & Q(publishes_at__gte=F("shapes_at"))
                & Q(follows_at__gte=F("publishes_at")),
                name="campaign_steps_in_order",
            ),
            models.CheckConstraint(condition=Q(smallest_group__gte=SMALLEST_GROUP), name="campaign_group_floor"),
            models.CheckConstraint(condition=Q(coverage_goal__lte=100), name="campaign_goal_is_per_cent"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def step(self) -> Step:
        """The step that the dates give now. A held campaign stays where it was when it was held."""
        return self.step_at(self.held_at or timezone.now())

    def step_at(self, moment: datetime) -> Step:
        reached = [step for step, field in ROAD if getattr(self, field) <= moment]
        return reached[-1] if reached else Step.PLANNED

    @property
    def is_listening(self) -> bool:
        return self.step == Step.LISTEN and self.held_at is None

    @cached_property
    def audience_paths(self) -> list[str]:
        """Paths of the units that are asked; empty means everyone. One query, remembered for this object."""
        return list(self.audience.values_list("path", flat=True))

    @cached_property
    def idea_number(self) -> int:
        """How many ideas stand in its lists, as a job last counted them. One query, remembered for this object."""
        return self.shares.aggregate(number=models.Sum("number"))["number"] or 0

    def said(self, name: str, language: str) -> str:
        """`title`, `question` or `context` in `language`; as it was first put where there is none."""
        return str(self.words.get(language, {}).get(name) or getattr(self, name))

    @property
    def said_title(self) -> str:
        """The title in the reader's language."""
        return self.said("title", get_language() or "")

    @property
    def said_question(self) -> str:
        """The question in the reader's language."""
        return self.said("question", get_language() or "")

    @property
    def said_context(self) -> str:
        """The context in the reader's language."""
        return self.said("context", get_language() or "")

    @property
    def key_name(self) -> str:
        return key_name(self.pk)


class JourneyStage(models.Model):
    """A stage of the customer's journey, in the company's own words."""

    name = models.CharField(_("name"), max_length=60, unique=True, validators=[check_text])
    icon = models.CharField(max_length=40, default="signpost")
    intended_experience = models.CharField(_("intended experience"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class TakenPart(models.Model):
    """That a person took part in a campaign on a day: wrote, voted or commented, nobody can tell which.

    It is written in another transaction than the contribution, so that PostgreSQL's `xmin` does not join the two.
    One row of each person is the first: by it they are heard, for good and in its unit, whoever moves later. It is set
    when the row is written, of the days that are written together the earliest.
    """

    user = models.ForeignKey("people.User", models.CASCADE, related_name="+")
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="taken_part")
    unit = models.ForeignKey("people.Unit", models.PROTECT, null=True, related_name="+")
    on = models.DateField()
    is_first = models.BooleanField(default=False, db_default=False)  # the row by which the person counts as heard

    personal = Personal(
        _("That you took part"),
        Kept(
            "user",
            "campaign",
            "unit",
            "on",
            "is_first",
            until=CAMPAIGN,
            what=_(
                "That you took part in a campaign on a day, from which unit, and by which of these days you are "
                "counted. Not whether you wrote, voted or commented."
            ),
            seen_by=_("You. Others see only how many did, from groups that are large enough."),
        ),
        group=SAID,
        place=4,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "user", "on"], name="taken_part_once_a_day"),
            # Two counts at once would otherwise hear one person twice.
            models.UniqueConstraint(fields=["campaign", "user"], condition=Q(is_first=True), name="heard_once"),
        ]
        indexes = [
            models.Index(fields=["campaign", "on"], name="taken_part_by_day"),
            models.Index(fields=["campaign", "unit"], condition=Q(is_first=True), name="taken_part_first"),
        ]

    def __str__(self) -> str:
        return f"Somebody took part in {self.campaign} on {self.on}"


class Heard(models.Model):
    """How many people were heard in a campaign, by unit: what its first rows of taking part add up to.

    `people` is unit id (`""` for none) → number. It changes in the transaction that writes those rows. All units stand
    in one row: of a row each, the one that changed last would tell which unit was heard last.
    """

    campaign = models.OneToOneField(Campaign, models.CASCADE, primary_key=True, related_name="heard")
    people = models.JSONField(default=dict)
    is_mixed = models.BooleanField(default=True, help_text="Whether the rows of taking part lie in random order.")

    def __str__(self) -> str:
        return f"{sum(self.people.values())} people were heard in {self.campaign_id}"
