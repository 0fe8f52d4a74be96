"""What a digest tells one person: the questions put to them, what leaders did, and what became of what they said.

It is composed from what anybody may read and from what the reader said under their name. What they support, follow or
wrote without their name is not looked up: of campaigns that ask them, it tells what became of all ideas
(docs/decisions/0025).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count
from django.db.models.fields.json import KT
from django.utils import timezone

from ideas import queries as ideas_queries
from ideas.models import Campaign, Event, Idea
from notices import queries as notices_queries
from notices.models import Notice, Subscription
from people.models import AuditEntry, User
from strategy.models import Commitment, Publication
from strategy.queries.news import News
from strategy.queries.publications import titled
from votes import queries as votes_queries

SETTLES = timedelta(minutes=1)  # what is younger may stand beside something older that is not committed yet
SOON = timedelta(days=7)
MOST = 200  # news of one person that are read; the page of notices has all
LED = ("strategy.publish", "strategy.promise", "strategy.settle")
Outcomes = dict[int, Counter[str]]  # campaign id → what became of ideas (a status, or `merged`) → how many


@dataclass(frozen=True, slots=True)
class Mine:
    """One idea of the reader's business and what became of it, the latest first."""

    idea: Idea
    news: list[votes_queries.News]


@dataclass(frozen=True, slots=True)
class Around:
    """A campaign that asks the reader: what became of its ideas, a status (or `merged`) and how many, most first."""

    campaign: Campaign
    outcomes: list[tuple[str, int]]


@dataclass(slots=True)
class Issue:
    """What one person is told, by group, and up to where (`told`)."""

    told: dict[str, Any]
    asked: list[Campaign] = field(default_factory=list)
    due: list[Commitment] = field(default_factory=list)
    led: list[News] = field(default_factory=list)
    mine: list[Mine] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    around: list[Around] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.asked or self.due or self.led or self.mine or self.notices or self.around)


class Reading:
    """What one run of the job has read for all the people to whom it writes: the same for everyone."""

    def __init__(self) -> None:
        self.until_at = timezone.now() - SETTLES
        self.today = timezone.localdate()
        self.event = votes_queries.newest_before(self.until_at)
        self.entry = _entry_before(self.until_at)
        self._led: dict[tuple[int, date], list[News]] = {}
        self._outcomes: dict[int, Outcomes] = {}
        self._starts: dict[datetime, tuple[int, int]] = {}

    def starts(self, since: datetime) -> tuple[int, int]:
        """The last event and the last entry of the audit log before `since`: nobody's first digest goes further."""
        if since not in self._starts:
            self._starts[since] = votes_queries.newest_before(since), _entry_before(since)
        return self._starts[since]

    def led(self, after: int, day: date) -> list[News]:
        """What leaders did after an entry of the audit log, and what became late from `day` on, newest first."""
        key = (after, day)
        if key not in self._led:
            late = self._late(day)
            known = {row.promise for row in late}
            done = [row for row in self._done(after) if row.promise is None or row.promise not in known]
            self._led[key] = sorted(done + late, key=lambda row: row.on, reverse=True)
        return self._led[key]

    def _done(self, after: int) -> list[News]:
        log = AuditEntry.objects.filter(pk__gt=after, pk__lte=self.entry, verb__in=LED).order_by("pk")
        rows = list(log.values_list("verb", "thing", "after"))
        promised = {
            _id(thing) for verb, thing, after in rows if verb != LED[0] and (after or {}).get("status") != "open"
        }
        printed = {(_id(thing), (after or {}).get("number")) for verb, thing, after in rows if verb == LED[0]}
        public = Commitment.objects.filter(pk__in=promised, strategy__publications__isnull=False).distinct()
        found = [_said(promise) for promise in public.select_related("leader", "strategy")]
        versions = titled(Publication.objects.filter(strategy__in={pk for pk, _number in printed}))
        return found + [
            News("published", timezone.localdate(row.published_at), publication=row)
            for row in versions.select_related("strategy", "published_by")
            if (row.strategy_id, row.number) in printed
        ]

    def _late(self, day: date) -> list[News]:
        late = Commitment.objects.filter(status=Commitment.Status.OPEN, due_on__gte=day, due_on__lt=self.today)
        public = late.filter(strategy__publications__isnull=False).distinct().select_related("leader", "strategy")
        return [News("late", promise.due_on, promise=promise) for promise in public]

    def outcomes(self, after: int) -> Outcomes:
        """What became of the ideas of every campaign after this event, of those that everyone in it may read."""
        if after not in self._outcomes:
            kinds = [Event.Kind.STATUS, Event.Kind.MERGED]
            events = Event.objects.filter(pk__gt=after, pk__lte=self.event, kind__in=kinds)
            shown = events.filter(idea__hidden_at=None, idea__withdrawn_at=None)
            rows = shown.values_list("idea__campaign", "kind", KT("data__status")).annotate(number=Count("pk"))
            found: Outcomes = {}
            for campaign, kind, status, number in rows.order_by():
                found.setdefault(campaign, Counter())[_outcome(kind, status)] += number
            self._outcomes[after] = found
        return self._outcomes[after]


def issue(planned: Subscription, reading: Reading) -> Issue:
    """What the reader of `planned` has neither been told by a digest nor read in the bell. Its queries are bounded."""
    viewer, told = planned.user, planned.told
    first_event, first_entry = (told["event"], told["entry"]) if "event" in told else reading.starts(planned.since)
    event = max(first_event, viewer.news_seen)
    entry = max(first_entry, told.get("entry", 0))
    day = date.fromisoformat(told["day"]) if "day" in told else planned.since.date()
    news = votes_queries.named_news(viewer, after=event, until=reading.event, limit=MOST)
    notices = notices_queries.unread_since(viewer, after=told.get("notice", 0), before=reading.until_at)
    asking = ideas_queries.asking(viewer)
    made = Issue(told=told)
    made.asked = [campaign for campaign in asking if campaign.pk not in told.get("asked", [])]
    made.due = _due(viewer, day, reading.today)
    own = {promise.pk for promise in made.due}
    made.led = [row for row in reading.led(entry, day) if row.promise is None or row.promise.pk not in own]
    made.mine, made.notices = _grouped(news), notices
    made.around = _around(viewer, reading.outcomes(event), news)
    made.told = {
        "event": max(event, reading.event),
        "entry": max(entry, reading.entry),
        "day": reading.today.isoformat(),
        "notice": max([notice.pk for notice in notices], default=told.get("notice", 0)),
        "asked": [campaign.pk for campaign in asking],
    }
    return made


def _due(viewer: User, day: date, today: date) -> list[Commitment]:
    """Promises of the viewer's own that came within a week of their date since `day`, or passed it."""
    if not viewer.has_role("executive"):
        return []
    mine = Commitment.objects.filter(leader=viewer, status=Commitment.Status.OPEN).order_by("due_on", "pk")
    near = mine.filter(due_on__gt=day + SOON, due_on__lte=today + SOON)
    return list(near) + list(mine.filter(due_on__gte=day, due_on__lt=today))


def _grouped(news: Iterable[votes_queries.News]) -> list[Mine]:
    """By idea, those with the latest news first."""
    found: dict[int, Mine] = {}
    for told in news:
        found.setdefault(told.event.idea_id, Mine(told.event.idea, [])).news.append(told)
    return list(found.values())


def _around(viewer: User, outcomes: Outcomes, news: Iterable[votes_queries.News]) -> list[Around]:
    """Of the viewer's campaigns, without what the digest tells of single ideas anyway."""
    if not outcomes:
        return []
    single: Outcomes = {}
    for told in news:
        event, idea = told.event, told.event.idea
        if event.kind in (Event.Kind.STATUS, Event.Kind.MERGED) and idea.hidden_at is idea.withdrawn_at is None:
            outcome = _outcome(event.kind, event.data.get("status"))
            single.setdefault(idea.campaign_id, Counter())[outcome] += 1
    rows = []
    for campaign in ideas_queries.campaigns(viewer).filter(pk__in=outcomes):
        left = outcomes[campaign.pk] - single.get(campaign.pk, Counter())
        if left:
            rows.append(Around(campaign, sorted(left.items(), key=lambda pair: (-pair[1], pair[0]))))
    return rows


def _outcome(kind: str, status: str | None) -> str:
    return status or kind if kind == Event.Kind.STATUS else kind


def _said(promise: Commitment) -> News:
    kind = "open" if promise.is_late else promise.status
    return News(kind, promise.settled_on or promise.made_on, promise=promise)


def _id(thing: str) -> int:
    """12 of `strategy.commitment:12`."""
    return int(thing.rpartition(":")[2])


def _entry_before(moment: datetime) -> int:
    return AuditEntry.objects.filter(at__lt=moment).order_by("-pk").values_list("pk", flat=True).first() or 0
