"""Reads about taking part: what jobs count, and what people may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Count, F, Min, Sum
from django.utils import timezone

from core.prepared import Prepared
from core.privacy import SMALLEST_TRACE
from curation import queries as curation_queries
from curation.models import Theme
from ideas import queries as ideas_queries
from ideas.models import Campaign, Comment, Idea, Step, TakenPart
from participation import coverage, rules
from participation.coverage import Strip, Strips, UnitCount, is_quiet
from participation.models import Summary
from people.models import Membership, Unit, User
from votes import queries as votes_queries
from votes.models import Tally, UnitTally
from votes.rules import sees_results_without_voting

WEEKS = 8


@dataclass(frozen=True, slots=True)
class Report:
    """What one viewer may see of a campaign, as of its last release, and when it was last counted."""

    campaign: Campaign
    figures: dict[str, Any]
    release: int = 0
    counted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LiveCount:
    """Live counts of one unit, for the snapshot."""

    invited: int
    heard: int
    ideas: int
    votes: int
    comments: int


def to_summarise() -> Iterable[Campaign]:
    """Campaigns whose figures can still change: every one that has begun and is not yet followed through."""
    now = timezone.now()
    begun = Campaign.objects.filter(listens_at__lte=now).order_by("pk")
    return [row for row in begun if row.step != Step.FOLLOW_THROUGH or not Summary.objects.filter(campaign=row)]


def audience(campaign: Campaign) -> list[Unit]:
    """The open units that `campaign` is put to, in tree order."""
    units = list(Unit.objects.filter(closed_on=None).order_by("path"))
    asked = [unit.path for unit in campaign.audience.all()]
    return [unit for unit in units if not asked or any(unit.path.startswith(path) for path in asked)]


def live_counts(campaign: Campaign) -> dict[int, LiveCount]:
    """Counts by unit as they are now, for jobs only: unit id → counts. Five grouped queries; none reads a vote."""
    invited = dict(
        Membership.objects.filter(until=None, user__is_active=True).values_list("unit_id").annotate(number=Count("pk"))
    )
    first = TakenPart.objects.filter(campaign=campaign).values("user_id", "unit_id").order_by("user_id", "unit_id")
    heard: dict[int, int] = {}
    for row in {row["user_id"]: row for row in first.annotate(first=Min("on")).order_by("user_id", "-first")}.values():
        heard[row["unit_id"]] = heard.get(row["unit_id"], 0) + 1
    ideas = dict(
        Idea.objects.filter(campaign=campaign, withdrawn_at=None).values_list("unit_id").annotate(number=Count("pk"))
    )
    comments = dict(Comment.objects.filter(idea__campaign=campaign).values_list("unit_id").annotate(number=Count("pk")))
    tallies = UnitTally.objects.filter(idea__campaign=campaign).values_list("unit_id")
    votes = {
        unit_id: support + object_ + passed
        for unit_id, support, object_, passed in tallies.annotate(a=Sum("support"), b=Sum("object"), c=Sum("passed"))
    }
    units = audience(campaign)
    return {
        unit.pk: LiveCount(*(counts.get(unit.pk, 0) for counts in (invited, heard, ideas, votes, comments)))
        for unit in units
    }


def unnoted(campaign: Campaign) -> set[int]:
    """Ids of people who have contributed to `campaign`, and of whom no row of taking part tells. For jobs only.

    Word of a contribution may be lost on its way; this finds it again from the contributions themselves, those
    under a pseudonym for as long as the campaign's key exists.
    """
    noted = TakenPart.objects.filter(campaign=campaign).values("user_id")
    asked = Membership.objects.filter(until=None, user__is_active=True, unit__in=audience(campaign))
    silent = set(asked.exclude(user__in=noted).order_by("user_id").values_list("user_id", flat=True))
    wrote = ideas_queries.who_wrote(campaign) & silent
    return wrote | votes_queries.unnamed(campaign, silent - wrote)


def totals(campaign: Campaign) -> dict[str, int]:
    """Ideas, votes and comments of the whole campaign, as they are now. For jobs only."""
    sums = Tally.objects.filter(idea__campaign=campaign).aggregate(a=Sum("support"), b=Sum("object"), c=Sum("passed"))
    return {
        "ideas": Idea.objects.filter(campaign=campaign, withdrawn_at=None).count(),
        "votes": sum(value or 0 for value in sums.values()),
        "comments": Comment.objects.filter(idea__campaign=campaign, hidden_at=None).count(),
    }


def weeks(campaign: Campaign) -> dict[int, tuple[int, ...]]:
    """Unit id → people who took part in each week since listening began, the first eight. For jobs only."""
    start = timezone.localdate(campaign.listens_at)
    days = min((timezone.localdate() - start).days, (campaign.curates_at - campaign.listens_at).days - 1)
    number = max(1, min(WEEKS, days // 7 + 1))
    people: dict[int, list[set[int]]] = {}
    rows = TakenPart.objects.filter(campaign=campaign, on__gte=start, on__lt=start + timedelta(weeks=number))
    for unit_id, user_id, on in rows.values_list("unit_id", "user_id", "on").order_by("pk").iterator():
        sets = people.setdefault(unit_id, [set() for _ in range(number)])
        sets[(on - start).days // 7].add(user_id)
    return {unit_id: tuple(len(week) for week in sets) for unit_id, sets in people.items()}


def unit_counts(campaign: Campaign, counts: dict[int, LiveCount]) -> list[UnitCount]:
    """The units of `campaign` with their counts, in tree order, ready for the reporting engine."""
    units = audience(campaign)
    by_week = weeks(campaign)
    length = max((len(row) for row in by_week.values()), default=0)
    return [
        UnitCount(
            id=unit.pk,
            name=unit.name,
            invited=counts[unit.pk].invited,
            heard=counts[unit.pk].heard,
            weeks=by_week.get(unit.pk, (0,) * length),
        )
        for unit in units
    ]


def summary(campaign: Campaign) -> Summary | None:
    """The campaign's released figures. One row; no vote is touched."""
    return Summary.objects.filter(campaign=campaign).first()


def figures(viewer: User, campaign: Campaign) -> dict[str, Any]:
    """What `viewer` may see of the released figures: every unit with a role, else the company and one's own unit.

    A curator whose scope does not hold the whole audience sees the units in it. Three queries.
    """
    return report(viewer, campaign).figures


def report(viewer: User, campaign: Campaign) -> Report:
    """What `viewer` may see of `campaign`. Three queries."""
    found = summary(campaign) or Summary(campaign=campaign)
    return Report(campaign, _seen(viewer, campaign, found.figures), found.release, found.counted_at)


def reports(campaigns: Iterable[Campaign]) -> list[Report]:
    """The company's figures of each campaign, without units. One query."""
    rows = Summary.objects.in_bulk([campaign.pk for campaign in campaigns])
    found = [(campaign, rows.get(campaign.pk, Summary())) for campaign in campaigns]
    return [
        Report(campaign, {**row.figures, "units": [], "quiet": []} if row.figures else {}, row.release, row.counted_at)
        for campaign, row in found
    ]


def _seen(viewer: User, campaign: Campaign, figures: dict[str, Any]) -> dict[str, Any]:
    if not figures or rules.sees_every_unit(viewer, campaign):
        return figures
    units = Unit.objects.filter(pk__in=[row["unit"] for row in figures["units"]])
    seen = {unit.pk for unit in units if rules.sees_unit(viewer, unit)}
    rows = [row for row in figures["units"] if row["unit"] in seen]
    quiet = [row["name"] for row in rows if is_quiet(row, figures["smallest"])]
    return {**figures, "units": rows, "quiet": quiet}


def strip(viewer: User, campaign: Campaign) -> Strip | None:
    """The coverage strip, the same for everyone but for one's own unit; `None` before the first release."""
    for released in RELEASED.rows(campaign=campaign.pk):
        strips = _strips(campaign.pk, campaign.coverage_goal, released)
        return strips.of(viewer.unit.pk if viewer.unit else None) if strips else None
    return None


def quiet_units(campaign: Campaign) -> frozenset[int]:
    """Ids of the units that are large enough to be shown and not yet heard enough, as last released. One query."""
    for released in RELEASED.rows(campaign=campaign.pk):
        found = _strips(campaign.pk, campaign.coverage_goal, released)
        return frozenset(pk for pk, (state, _) in found.units.items() if state == "quiet") if found else frozenset()
    return frozenset()


RELEASED = Prepared(
    lambda _shape, *, campaign: Summary.objects.filter(campaign=campaign).values_list("release", "released_at")
)


@lru_cache(maxsize=50)
def _strips(campaign: int, goal: int, released: tuple[Any, ...]) -> Strips | None:
    """The strip of a release, which never changes: each process reads its figures, of all units, once."""
    figures = Summary.objects.get(campaign=campaign).figures
    return coverage.strips(figures, goal=goal) if figures and figures["heard"] is not None else None


@dataclass(frozen=True, slots=True)
class Unheard:
    """From how many of the units asked a theme was heard, and the `names` of the others for whoever may see them."""

    heard: int
    asked: int
    names: list[str]
    may_see_units: bool
    smallest: int


def unheard(viewer: User, theme: Theme) -> Unheard | None:
    """Which units a theme was not heard from; `None` before results may be seen, and before anything is released.

    A unit is heard that an idea carries beside its words, or from which as many people as may be reported have voted
    on one idea. Of the others it is not told whether anybody did. Units too small to be kept beside a vote are left
    out. Five queries, which read units' tallies.
    """
    campaign = theme.campaign
    found = summary(campaign)
    if found is None or not found.figures or not sees_results_without_voting(viewer, campaign):
        return None
    smallest = max(found.figures["smallest"], campaign.smallest_group)
    rows = [row for row in found.figures["units"] if row["invited"] >= max(smallest, SMALLEST_TRACE)]
    ideas = curation_queries.ideas_in(viewer, theme).order_by()
    heard = set(ideas.filter(author_key=None).values_list("unit_id", flat=True))
    voters = F("support") + F("object") + F("passed")
    tallies = UnitTally.objects.filter(idea__in=ideas.values("pk")).annotate(voters=voters)
    heard |= set(tallies.filter(voters__gte=smallest).values_list("unit_id", flat=True))
    names = [row["name"] for row in rows if row["unit"] not in heard]
    may_see = rules.sees_every_unit(viewer, campaign)
    return Unheard(len(rows) - len(names), len(rows), names if may_see else [], may_see, smallest)


def campaign(pk: int) -> Campaign | None:
    """The campaign of a job."""
    return Campaign.objects.filter(pk=pk).first()


def by_slug(slug: str) -> list[Campaign]:
    """The campaign with this address, for a command; empty when there is none."""
    return list(Campaign.objects.filter(slug=slug))
