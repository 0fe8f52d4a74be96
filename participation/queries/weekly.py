"""How many were heard, release by release."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from ideas.models import Campaign
from participation.models import Release
from participation.queries.counting import week_of


@dataclass(frozen=True, slots=True)
class Week:
    """A week of the campaign, from 1 on: the last release in it, what it told, and how many more than that before."""

    number: int
    release: int
    released_at: datetime
    heard: int
    new: int


def weekly(campaign: Campaign, figures: Mapping[str, Any], release: int) -> list[Week]:
    """The last release of each week that had one, up to number `release`, whose `figures` these are. One query.

    What each told stands in the `steps` of the figures, so no other figures are read.
    """
    steps = [heard for _, heard in figures.get("steps", [])]
    rows = Release.objects.filter(campaign=campaign, number__lte=release).order_by("number")
    dates = list(rows.values_list("number", "released_at"))
    start = week_of(campaign, timezone.localdate(campaign.listens_at))
    last: dict[int, tuple[int, datetime, int]] = {}
    # Both end with this release. Of releases from before steps were kept, only the last one is in them.
    for (number, moment), heard in zip(dates[-len(steps) :], steps[-len(dates) :], strict=False):
        week = (week_of(campaign, timezone.localdate(moment)) - start).days // 7 + 1
        last[week] = number, moment, heard
    found: list[Week] = []
    for week, (number, moment, heard) in sorted(last.items()):
        found.append(Week(week, number, moment, heard, heard - (found[-1].heard if found else 0)))
    return found
