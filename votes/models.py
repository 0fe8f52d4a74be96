"""Votes without voters, and what they add up to.

A vote has no user, no time and no running number: nothing in it, or in the order in which it is kept, says whose it is
(docs/decisions/0003).
"""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.personal import CAMPAIGN, NO_PAGE, NOBODY, ROLES, SAID, Kept, Personal

LAST_MIXED = uuid.UUID(int=2**96 - 1)


class Choice(models.TextChoices):
    """What one may say to an idea."""

    SUPPORT = "support", _("Support")
    OBJECT = "object", _("Object")
    PASS = "pass", _("Pass")


class Vote(models.Model):
    """One pseudonym's choice on one idea. `unit` is only as near as it may be reported.

    An id up to `LAST_MIXED` says that the vote lies among others in random order (actions/rewriting.py): a new vote's
    id is none of them, and so those still to be mixed are found without a column of their own.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    idea = models.ForeignKey("ideas.Idea", models.CASCADE, related_name="votes")
    voter = models.BinaryField(max_length=16, editable=False)
    choice = models.CharField(max_length=10, choices=Choice)
    unit = models.ForeignKey("people.Unit", models.PROTECT, null=True, related_name="+", db_index=False)
    revision = models.PositiveSmallIntegerField(default=0, db_default=0)  # of the idea, when it was voted on

    personal = Personal(
        _("Your votes"),
        Kept(
            "voter",
            seen_by=NOBODY,
            what=_("A code in place of your account, made with the secret key of the campaign"),
            until=_("Until the key is destroyed; then another takes its place, to which no key leads"),
        ),
        Kept(
            "choice",
            "revision",
            what=_("Support, object or pass, on which idea, and on which of its wordings. Not when."),
            seen_by=_("You, as long as the key exists. Others see only totals of groups that are large enough."),
            until=CAMPAIGN,
        ),
        Kept(
            "unit",
            what=_("Your unit if it has ten people or more, else the next larger one that has"),
            seen_by=NOBODY,
            until=_(
                "As long as the campaign is kept. When the key is destroyed, units from which too few "
                "people voted are removed."
            ),
        ),
        group=SAID,
        place=1,
    )

    class Meta:
        constraints = [
            # One person on two devices at the same moment would otherwise vote twice. The voter comes first, so that
            # the same index finds everything that one has voted on.
            models.UniqueConstraint(fields=["voter", "idea"], name="one_vote_per_person"),
            models.CheckConstraint(condition=Q(choice__in=["support", "object", "pass"]), name="vote_known_choice"),
        ]

    def __str__(self) -> str:
        return f"{self.choice} on {self.idea_id}"


class Tally(models.Model):
    """Counts of an idea's votes: as they are, and as they were last released to people."""

    idea = models.OneToOneField("ideas.Idea", models.CASCADE, primary_key=True, related_name="tally")
    support = models.PositiveIntegerField(default=0)
    object = models.PositiveIntegerField(default=0)
    passed = models.PositiveIntegerField(default=0)
    shown_support = models.PositiveIntegerField(default=0)
    shown_object = models.PositiveIntegerField(default=0)
    shown_passed = models.PositiveIntegerField(default=0)
    shown_low = models.FloatField(default=0, help_text="Where the shown support rate most likely begins.")
    shown_high = models.FloatField(default=1, help_text="Where it most likely ends.")
    release = models.PositiveIntegerField(default=0)
    released_at = models.DateTimeField(null=True)
    placed = models.PositiveIntegerField(default=0, help_text="The release by which the idea stands in the orders.")
    # Of an idea that was ever merged with others: what was shown before, of which ideas together (actions/merging.py).
    earlier = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(shown_support__gte=0, shown_object__gte=0, shown_passed__gte=0), name="tally_not_negative"
            )
        ]
        indexes = [
            models.Index(fields=["idea"], condition=Q(release__gt=F("placed")), name="tally_to_place"),
        ]

    def __str__(self) -> str:
        return f"{self.voters} votes"

    @property
    def counts(self) -> tuple[int, int, int]:
        return self.support, self.object, self.passed

    @property
    def shown(self) -> tuple[int, int, int]:
        return self.shown_support, self.shown_object, self.shown_passed

    @property
    def voters(self) -> int:
        return self.support + self.object + self.passed

    @property
    def shown_voters(self) -> int:
        return self.shown_support + self.shown_object + self.shown_passed


class UnitTally(models.Model):
    """Counts of an idea's votes from one unit. Read only through the reporting engine.

    Every vote waits for this row. So the database looks its idea and unit up where they come from, in the vote, and
    not once more here; and the one index begins with the idea, by which the rows are found.
    """

    idea = models.ForeignKey(
        "ideas.Idea", models.CASCADE, related_name="unit_tallies", db_index=False, db_constraint=False
    )
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    support = models.PositiveIntegerField(default=0)
    object = models.PositiveIntegerField(default=0)
    passed = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "unit"], name="one_tally_per_idea_and_unit"),
            models.UniqueConstraint(fields=["idea"], condition=Q(unit=None), name="one_tally_without_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.support + self.object + self.passed} votes of a unit"


class Cast(models.Model):
    """How many votes of a campaign lie mixed (`LAST_MIXED`), by the unit that is kept beside them.

    Those not mixed yet are found by their ids; both together are all. Whoever merges ideas holds the campaign's row and
    waits for tallies that the mixing holds: so the database does not look it up once more here.
    """

    campaign = models.ForeignKey(
        "ideas.Campaign", models.CASCADE, related_name="cast", db_index=False, db_constraint=False
    )
    unit = models.ForeignKey("people.Unit", models.PROTECT, null=True, related_name="+", db_index=False)
    votes = models.IntegerField(default=0)  # were it ever too low, it must still let people take their votes back

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit"], name="one_cast_a_unit"),
            models.UniqueConstraint(fields=["campaign"], condition=Q(unit=None), name="one_cast_without_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.votes} votes of a unit in {self.campaign_id}"


class Spread(models.Model):
    """How many people have cast how many votes in a campaign, of those that lie mixed: number of votes → people.

    Its row is locked by whoever changes these counts or those by unit. `recount` is what a recount from the votes has
    come to: how many `parts` of the voters there are, how many are `done`, and what these add up to.
    """

    campaign = models.OneToOneField(
        "ideas.Campaign", models.CASCADE, primary_key=True, related_name="spread", db_constraint=False
    )
    people = models.JSONField(default=dict)
    recount = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"{sum(self.people.values())} people have voted in {self.campaign_id}"


class Prior(models.Model):
    """What a campaign's ideas have in common: the Beta(α, β) towards which the support rate of each is shrunk."""

    campaign = models.OneToOneField("ideas.Campaign", models.CASCADE, primary_key=True, related_name="prior")
    alpha = models.FloatField(default=1)
    beta = models.FloatField(default=1)
    ideas = models.PositiveIntegerField(default=0, help_text="From how many ideas it was fitted.")
    fitted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"Beta({self.alpha:.2f}, {self.beta:.2f})"


class BurstQuerySet(models.QuerySet["Burst"]):
    """Filters of bursts."""

    def putting_aside(self) -> "BurstQuerySet":
        """Those for which the idea stands among ideas too early to rank: still open, or found suspicious."""
        return self.filter(Q(settled_at=None) | Q(is_harmless=False))


class Burst(models.Model):
    """Support for one idea that came faster than the rest of its campaign explains. A curator looks at it.

    It holds the day and no hour, and no voter. No vote is ever removed for it; until a curator finds it harmless, the
    idea stands among those too early to rank.
    """

    idea = models.ForeignKey("ideas.Idea", models.CASCADE, related_name="bursts")
    found_on = models.DateField()
    minutes = models.PositiveIntegerField(help_text="The length of the window.")
    support = models.PositiveIntegerField(help_text="Votes in support within the window, of people new to voting.")
    expected = models.FloatField(help_text="How many of them the rest of the campaign lets one expect.")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("people.User", models.SET_NULL, null=True, related_name="+")
    is_harmless = models.BooleanField(null=True, help_text="What the curator found.")

    personal = Personal(
        _("Curators: a rush of votes that you looked at"),
        Kept(
            "settled_by",
            "settled_at",
            "is_harmless",
            what=_("That you looked at it, when, and what you found"),
            seen_by=NO_PAGE,
            until=CAMPAIGN,
        ),
        group=ROLES,
    )

    objects = BurstQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea"], condition=Q(settled_at=None), name="one_open_burst_an_idea")
        ]

    def __str__(self) -> str:
        return f"{self.support} in {self.minutes} minutes"


COLUMN = {Choice.SUPPORT: "support", Choice.OBJECT: "object", Choice.PASS: "passed"}


def step(choice: str, by: int) -> dict[str, F]:
    """The column of a tally that `choice` counts in, changed by `by`, for an `update()`."""
    column = COLUMN[Choice(choice)]
    return {column: F(column) + by}  # type: ignore[dict-item]  # an expression stands in for F
