"""What people may see of taking part: what was released, and no more of it than their roles allow."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import F

from core.prepared import Prepared
from core.privacy import SMALLEST_TRACE
from curation import queries as curation_queries
from curation.models import Theme
from ideas.models import Campaign
from participation import coverage, rules
from participation.coverage import Strip, Strips, is_quiet
from participation.models import Release, Summary
from participation.summary import LISTS
from people.models import Unit, User
from votes.models import UnitTally
from votes.rules import sees_results_without_voting


@dataclass(frozen=True, slots=True)
class Report:
    """What one viewer may see of a campaign, as of its last release, and when it was last counted.

    `progress` is how far, in per cent, it is counted from the beginning, while that goes on.
    """

    campaign: Campaign
    figures: dict[str, Any]
    release: int = 0
    counted_at: datetime | None = None
    progress: int | None = None
    released_at: datetime | None = None
    latest: int = 0

    @property
    def is_earlier(self) -> bool:
        """Whether it is not the latest release: figures as they were."""
        return self.release < self.latest


def summary(campaign: Campaign) -> Summary | None:
    """The campaign's released figures. One row; no vote is touched."""
    return Summary.objects.select_related("latest").filter(campaign=campaign).first()


def figures(viewer: User, campaign: Campaign) -> dict[str, Any]:
    """What `viewer` may see of the released figures: every unit with a role, else the company and one's own unit.

    A curator whose scope does not hold the whole audience sees the units in it. Three queries.
    """
    found = report(viewer, campaign)
    return found.figures if found else {}


def report(viewer: User, campaign: Campaign, number: int | None = None) -> Report | None:
    """What `viewer` may see of `campaign` as of its latest release, or of an earlier one by its `number`.

    An earlier one has the units as they were then. `None` where there is no such release. Four queries at most.
    """
    found = summary(campaign) or Summary(campaign=campaign)
    shown = found.latest
    if number is not None and number != found.release:
        shown = Release.objects.filter(campaign=campaign, number=number).first()
        if shown is None:
            return None
    return Report(
        campaign,
        _seen(viewer, campaign, shown.figures if shown else {}),
        shown.number if shown else 0,
        found.counted_at,
        found.progress,
        shown.released_at if shown else None,
        found.release,
    )


def reports(campaigns: Iterable[Campaign]) -> list[Report]:
    """The company's figures of each campaign, without units. One query."""
    rows = Summary.objects.select_related("latest").in_bulk([campaign.pk for campaign in campaigns])
    found = [(campaign, rows.get(campaign.pk, Summary())) for campaign in campaigns]
    return [
        Report(
            campaign,
            {**row.figures, "units": [], "closed": [], "quiet": []} if row.figures else {},
            row.release,
            row.counted_at,
        )
        for campaign, row in found
    ]


def _seen(viewer: User, campaign: Campaign, figures: dict[str, Any]) -> dict[str, Any]:
    if figures and not sees_results_without_voting(viewer, campaign):
        figures = {**figures, **dict.fromkeys(LISTS)}  # one's own vote first
    if not figures or rules.sees_every_unit(viewer, campaign):
        return figures
    closed = figures.get("closed", [])
    units = Unit.objects.filter(pk__in=[row["unit"] for row in (*figures["units"], *closed)])
    seen = {unit.pk for unit in units if rules.sees_unit(viewer, unit)}
    rows = [row for row in figures["units"] if row["unit"] in seen]
    quiet = [row["name"] for row in rows if is_quiet(row, figures["smallest"])]
    lowest = [pk for pk in figures.get("lowest", []) if pk in seen]
    found = {"units": rows, "closed": [row for row in closed if row["unit"] in seen], "quiet": quiet, "lowest": lowest}
    return {**figures, **_without_sides(figures), **found}


def _without_sides(figures: dict[str, Any]) -> dict[str, Any]:
    """The ideas agreed on and those that divide, without the units on each side."""
    found = {name: figures.get(name) for name in ("agreed", "divided")}
    return {name: rows and [{**row, "support": [], "object": []} for row in rows] for name, rows in found.items()}


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
    lambda _shape, *, campaign: Summary.objects.filter(campaign=campaign).values_list(
        "latest__number", "latest__released_at"
    )
)


@lru_cache(maxsize=50)
def _strips(campaign: int, goal: int, released: tuple[Any, ...]) -> Strips | None:
    """The strip of a release, which never changes: each process reads its figures, of all units, once."""
    figures = Summary.objects.select_related("latest").get(campaign=campaign).figures
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
