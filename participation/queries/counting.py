"""What jobs count: each unit of a campaign as it is now, without reading again what was counted before."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from core.counters import DAY
from ideas import queries as ideas_queries
from ideas.models import Campaign, Comment, Heard, Idea, Step, TakenPart
from participation.coverage import UnitCount
from participation.models import Snapshot, Summary
from people.models import Membership, Unit
from votes import queries as votes_queries

WEEKS = 8
FORGOTTEN = timedelta(seconds=6 * DAY)  # word of who took part is kept for seven days (ideas/actions/taking_part.py)
# How many are heard, and how many rows of taking part say so, read at one moment.
HEARD_COMPARED = """
SELECT unit_id, count(*), NULL FROM ideas_takenpart WHERE campaign_id = %s AND is_first GROUP BY unit_id
UNION ALL SELECT 0, 0, CAST(people AS text) FROM ideas_heard WHERE campaign_id = %s
"""


@dataclass(frozen=True, slots=True)
class LiveCount:
    """Counts of one unit, for the snapshot."""

    invited: int
    heard: int
    active: int
    ideas: int
    comments: int


def campaign(pk: int) -> Campaign | None:
    """The campaign of a job."""
    return Campaign.objects.filter(pk=pk).first()


def by_slug(slug: str) -> list[Campaign]:
    """The campaign with this address, for a command; empty when there is none."""
    return list(Campaign.objects.filter(slug=slug))


def to_summarise() -> Iterable[Campaign]:
    """Campaigns whose figures can still change: every one that has begun and is not yet followed through."""
    now = timezone.now()
    counted = set(Summary.objects.filter(rebuilt_at__isnull=False, progress=None).values_list("pk", flat=True))
    begun = Campaign.objects.filter(listens_at__lte=now).order_by("pk")
    return [row for row in begun if row.step != Step.FOLLOW_THROUGH or row.pk not in counted]


def has_begun(campaign: Campaign) -> bool:
    return campaign.step != Step.PLANNED


def must_rebuild(summary: Summary) -> bool:
    """Whether increments would leave something out.

    Nothing was counted yet, counting from the beginning was broken off, or nobody has counted for so long that word of
    who took part may be lost.
    """
    if summary.rebuilt_at is None or summary.progress is not None or summary.counted_at is None:
        return True
    return summary.counted_at < timezone.now() - FORGOTTEN


def audience(campaign: Campaign) -> list[Unit]:
    """The open units that `campaign` is put to, in tree order."""
    return _asked(campaign, Q(closed_on=None))


def _asked(campaign: Campaign, which: Q) -> list[Unit]:
    units = list(Unit.objects.filter(which).order_by("path"))
    asked = [unit.path for unit in campaign.audience.all()]
    return [unit for unit in units if not asked or any(unit.path.startswith(path) for path in asked)]


def live_counts(campaign: Campaign) -> dict[int, LiveCount]:
    """Counts by unit as they are now, for jobs only: unit id → counts, of the open units that are asked.

    Five grouped queries. They grow with people, ideas, comments and this week's rows of taking part, never with votes.
    """
    today = timezone.localdate()
    invited = _by_unit(Membership.objects.filter(until=None, user__is_active=True))
    heard = _heard(campaign)
    active = _active(campaign, week_of(campaign, today), today)
    ideas = _by_unit(Idea.objects.filter(campaign=campaign, withdrawn_at=None))
    comments = _by_unit(Comment.objects.filter(idea__campaign=campaign, withdrawn_at=None, hidden_at=None))
    counts = invited, heard, active, ideas, comments
    return {unit.pk: LiveCount(*(each.get(unit.pk, 0) for each in counts)) for unit in audience(campaign)}


def counts_on(campaign: Campaign, day: date) -> dict[int, LiveCount]:
    """Counts by unit as they stood at the end of a `day` that is over, as far as rows tell."""
    end = _midnight(day + timedelta(days=1))
    there = Q(until=None) | Q(until__gt=day)
    stood, shown = Q(withdrawn_at=None) | Q(withdrawn_at__gte=end), Q(hidden_at=None) | Q(hidden_at__gte=end)
    invited = _by_unit(Membership.objects.filter(there, since__lte=day, user__is_active=True))
    heard = _by_unit(TakenPart.objects.filter(campaign=campaign, is_first=True, on__lte=day))
    active = _active(campaign, week_of(campaign, day), day)
    ideas = _by_unit(Idea.objects.filter(stood, campaign=campaign, submitted_at__lt=end))
    comments = _by_unit(Comment.objects.filter(stood & shown, idea__campaign=campaign, created_at__lt=end))
    counts = invited, heard, active, ideas, comments
    return {
        unit.pk: LiveCount(*(each.get(unit.pk, 0) for each in counts))
        for unit in _asked(campaign, Q(closed_on=None) | Q(closed_on__gt=day))
        if unit.opened_on is None or unit.opened_on <= day or unit.pk in heard  # an import may open it later
    }


def _by_unit(rows: QuerySet[Any, Any]) -> dict[int | None, int]:
    return dict(rows.order_by().values_list("unit_id").annotate(number=Count("pk")))


def _heard(campaign: Campaign) -> dict[int | None, int]:
    people = Heard.objects.filter(campaign=campaign).values_list("people", flat=True).first() or {}
    return {int(unit) if unit else None: number for unit, number in people.items()}


def _active(campaign: Campaign, since: date, until: date) -> dict[int | None, int]:
    """Unit id → people who took part from it from `since` to `until`. Reads the rows of those days."""
    rows = TakenPart.objects.filter(campaign=campaign, on__gte=since, on__lte=until).order_by().values_list("unit_id")
    return dict(rows.annotate(number=Count("user_id", distinct=True)))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def week_of(campaign: Campaign, day: date) -> date:
    """The first day of the week of the campaign in which `day` lies. Weeks begin on the weekday of listening."""
    start = timezone.localdate(campaign.listens_at)
    return start + timedelta(weeks=(day - start).days // 7)


def weeks_begun(campaign: Campaign) -> list[date]:
    """The first days of the weeks of listening that have begun, the first eight."""
    start = timezone.localdate(campaign.listens_at)
    days = min((timezone.localdate() - start).days, (campaign.curates_at - campaign.listens_at).days - 1)
    number = max(1, min(WEEKS, days // 7 + 1))
    return [start + timedelta(weeks=week) for week in range(number)]


def _counted_in(campaign: Campaign, week: date) -> date | None:
    """The last day of the week that begins on `week` on which anything was counted. One step in an index."""
    days = Snapshot.objects.filter(campaign=campaign, day__gte=week, day__lt=week + timedelta(weeks=1))
    return days.order_by("-day").values_list("day", flat=True).first()


def uncounted_weeks(campaign: Campaign) -> list[date]:
    """The last days of weeks of listening that are over and in which nothing was counted."""
    today = timezone.localdate()
    over = [week for week in weeks_begun(campaign) if week + timedelta(weeks=1) <= today]
    return [week + timedelta(days=6) for week in over if _counted_in(campaign, week) is None]


def weeks(campaign: Campaign) -> dict[int, tuple[int, ...]]:
    """Unit id → people who took part in each week since listening began, the first eight: as each week ended.

    A day's row is not changed later, so whoever is noted after the end of a week stands in none. A query a week.
    """
    begun = weeks_begun(campaign)
    found: dict[int, list[int]] = {}
    for place, week in enumerate(begun):
        day = _counted_in(campaign, week)
        if day is None:
            continue
        for unit, active in Snapshot.objects.filter(campaign=campaign, day=day).values_list("unit_id", "active"):
            found.setdefault(unit, [0] * len(begun))[place] = active
    return {unit: tuple(active) for unit, active in found.items()}


def unit_counts(campaign: Campaign, counts: Mapping[int, LiveCount]) -> list[UnitCount]:
    """The units of `campaign` with their counts, in tree order, ready for the reporting engine."""
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
        for unit in audience(campaign)
        if unit.pk in counts
    ]


def totals(campaign: Campaign) -> dict[str, int]:
    """Ideas, votes and comments of the whole campaign, as they are now. For jobs only."""
    return {
        "ideas": Idea.objects.filter(campaign=campaign, withdrawn_at=None).count(),
        "votes": sum(votes_queries.cast_by_unit(campaign).values()),
        "comments": Comment.objects.filter(idea__campaign=campaign, withdrawn_at=None, hidden_at=None).count(),
    }


def unnoted(campaign: Campaign) -> set[int]:
    """Ids of people who have contributed to `campaign`, and of whom no row of taking part tells. For jobs only.

    Word of a contribution may be lost on its way; this finds it again from the contributions themselves, those
    under a pseudonym for as long as the campaign's key exists. It reads who was noted, and looks up everybody else.
    """
    noted = TakenPart.objects.filter(campaign=campaign).values("user_id")
    asked = Membership.objects.filter(until=None, user__is_active=True, unit__in=audience(campaign))
    silent = set(asked.exclude(user__in=noted).order_by("user_id").values_list("user_id", flat=True))
    wrote = ideas_queries.who_wrote(campaign) & silent
    return wrote | votes_queries.unnamed(campaign, silent - wrote)


def heard_drift() -> list[int]:
    """Ids of campaigns in which not as many are heard as rows of taking part say. Reads everybody's first row."""
    return [pk for pk in Campaign.objects.order_by("pk").values_list("pk", flat=True) if _heard_differs(pk)]


def _heard_differs(campaign_id: int) -> bool:
    counted: Counter[str] = Counter()
    with connection.cursor() as cursor:
        cursor.execute(HEARD_COMPARED, [campaign_id, campaign_id])
        for unit, number, text in cursor.fetchall():
            if text is None:
                counted["" if unit is None else str(unit)] += number
            else:
                counted.subtract(json.loads(text))
    return any(counted.values())
