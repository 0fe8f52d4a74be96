"""What waits for a curator, in all the campaigns that they curate, against the promise of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from core.keyset import SIZE, Page, Position, cut, read
from curation.models import Question, Run, Suggestion
from ideas import queries as ideas_queries
from ideas.clock import Clock, Wait, day_of
from ideas.models import Campaign, Event, Idea
from ideas.models.idea import LISTED
from people.models import User

COLUMNS = ["due", "since", "kind", "pk"]
# What a curator does about an idea after its author has answered: then the answer was read.
DEEDS = [Event.Kind.STATUS, Event.Kind.PLACED, Event.Kind.MERGED, Event.Kind.ABSORBED, Event.Kind.ASKED]


@dataclass(frozen=True, slots=True)
class Waiting:
    """An idea nobody has read, an answer of its author, or a case to decide (`kind`). `due` orders the list."""

    kind: str
    id: int
    since: datetime
    due: date
    idea: Idea
    wait: Wait


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of each wait, and how many of them for longer than promised."""

    ideas: int
    answers: int
    cases: int
    suggestions: int
    late: int


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of what waits, and how much that is."""

    page: Page[Waiting]
    counts: Counts
    campaigns: list[Campaign]


def queue(viewer: User, *, cursor: str = "", size: int = SIZE) -> Queue:
    """What waits for `viewer`, the earliest due first. Raises `WrongCursor`.

    Six queries for each promise among the campaigns: those with the same days, zone and holidays share one.
    """
    campaigns = ideas_queries.curated(viewer)
    groups = _by_clock(campaigns)
    now = timezone.now()
    position = read(COLUMNS, cursor)
    found: list[Waiting] = []
    for clock, some in groups.items():
        for kind in ("answer", "case", "idea"):
            found += _rows(kind, some, clock, position, size, now)
    found.sort(key=lambda row: (row.due, row.since, row.kind, row.id), reverse=position.backwards)
    return Queue(cut(found[: size + 1], position, size), _counts(groups, now), campaigns)


def _by_clock(campaigns: Iterable[Campaign]) -> dict[Clock, list[Campaign]]:
    groups: dict[Clock, list[Campaign]] = {}
    for campaign in campaigns:
        groups.setdefault(Clock.of(campaign), []).append(campaign)
    return groups


def _of(kind: str, campaigns: list[Campaign]) -> tuple[QuerySet[Any], str]:
    """What waits of this kind, and the name of the column that says since when."""
    if kind == "idea":
        return Idea.objects.filter(LISTED, handled_at=None, campaign__in=campaigns), "submitted_at"
    if kind == "case":
        return ideas_queries.cases(campaigns), "opened_at"
    return _unread_answers(campaigns), "answered_at"


def _unread_answers(campaigns: list[Campaign]) -> QuerySet[Question]:
    """Answers, of hidden ideas too, after which no curator has done anything, nor noted that it was read."""
    answers = Event.objects.filter(idea=OuterRef("idea"), kind=Event.Kind.ANSWERED).order_by("-pk").values("pk")
    since = Event.objects.filter(idea=OuterRef("idea"), kind__in=DEEDS, pk__gt=OuterRef("answered"))
    found = Question.objects.filter(answered_at__isnull=False, read_at=None, idea__campaign__in=campaigns)
    found = found.filter(idea__withdrawn_at=None).annotate(answered=Subquery(answers[:1]))
    return found.filter(~Exists(since))


def _rows(
    kind: str, campaigns: list[Campaign], clock: Clock, position: Position, size: int, now: datetime
) -> list[Waiting]:
    """Of one kind and one promise: as many as may be on the page, in the order of moments. One query."""
    waiting, column = _of(kind, campaigns)
    if position.at:
        waiting = waiting.filter(_beyond(kind, column, clock, position))
    sign = "-" if position.backwards else ""
    waiting = waiting.select_related(*(["campaign", "unit"] if kind == "idea" else ["idea__campaign", "idea__unit"]))
    found = waiting.order_by(f"{sign}{column}", f"{sign}pk")[: size + 1]
    return [_waiting(kind, row, getattr(row, column), clock, now) for row in found]


def _waiting(kind: str, row: Any, since: datetime, clock: Clock, now: datetime) -> Waiting:
    idea = row if kind == "idea" else row.idea
    began = day_of(since, is_anonymous=idea.is_anonymous and kind != "case")
    return Waiting(kind, row.pk, since, clock.due_on(since), idea, clock.wait(began, now))


def _beyond(kind: str, column: str, clock: Clock, position: Position) -> Q:
    """What comes after the position (or before it), which may be of another kind, in a campaign of another promise.

    Who comes later is never due earlier: so what is due on a day came between two moments.
    """
    due, since, other, pk = position.at
    moment, day = datetime.fromisoformat(since), date.fromisoformat(due)
    first, last = clock.midnight(clock.begins(day)), clock.midnight(clock.begins(day + timedelta(days=1)))
    side = "lt" if position.backwards else "gt"
    if moment < first or moment >= last:
        edge = first if (moment < first) else last
        return Q(**{f"{column}__{'lt' if position.backwards else 'gte'}": edge})
    found = Q(**{f"{column}__{side}": moment})
    if kind == other:
        return found | Q(**{column: moment, f"pk__{side}": pk})
    is_beyond = kind < other if position.backwards else kind > other
    return found | Q(**{column: moment}) if is_beyond else found


def _counts(groups: dict[Clock, list[Campaign]], now: datetime) -> Counts:
    numbers = {"idea": 0, "answer": 0, "case": 0}
    late = 0
    for clock, campaigns in groups.items():
        for kind in numbers:
            waiting, column = _of(kind, campaigns)
            sums = waiting.order_by().aggregate(
                all=Count("pk"), late=Count("pk", filter=_late(kind, column, clock, now))
            )
            numbers[kind] += sums["all"]
            late += sums["late"]
    every = [campaign for campaigns in groups.values() for campaign in campaigns]
    return Counts(numbers["idea"], numbers["answer"], numbers["case"], _suggestions(every), late)


def _suggestions(campaigns: list[Campaign]) -> int:
    """How many are open, of the search of each campaign that is shown. Older ones are kept, and suggest much again."""
    done = Run.objects.filter(campaign=OuterRef("campaign")).exclude(done_at=None).order_by("-done_at", "-pk")
    found = Suggestion.objects.filter(campaign__in=campaigns, accepted_at=None, dismissed_at=None)
    return found.filter(run=Subquery(done.values("pk")[:1])).count()


def _late(kind: str, column: str, clock: Clock, now: datetime) -> Q:
    """Of what somebody did anonymously only the day is known, which begins at midnight UTC."""
    day = clock.late_before(now)
    before = Q(**{f"{column}__lt": clock.midnight(day)})
    if kind == "case":
        return before
    anonymous = Q(**{f"{'' if kind == 'idea' else 'idea__'}author_key__isnull": False})
    return (before & ~anonymous) | (Q(**{f"{column}__lt": datetime.combine(day, time(), tzinfo=UTC)}) & anonymous)
