"""What became of the ideas that somebody wrote, supports or follows: found out when they look, kept nowhere.

A row that said whom an event was told would name those who voted (docs/decisions/0018).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from core import keys
from core.keyset import SIZE, Page, page
from core.prepared import Prepared
from ideas import queries as ideas_queries
from ideas.models import Comment, Event, Idea
from ideas.models.moderation import Follow
from notices.models import Notice
from people.models import User
from votes.models import Choice, Vote

Kind = Event.Kind
OF_AUTHORS = {Kind.ASKED, Kind.HIDDEN, Kind.SHOWN, Kind.PLACED}  # nobody else is told
OF_TALKERS = Q(kind__in=[Kind.HIDDEN, Kind.SHOWN], data__has_key="comment")  # it is not about the idea
BY_AUTHORS = {Kind.EDITED, Kind.WITHDRAWN, Kind.ANSWERED, Kind.CLAIMED}  # their own doing
FOR_FOLLOWERS = set(Kind) - OF_AUTHORS
FOR_SUPPORTERS = FOR_FOLLOWERS - {Kind.EDITED, Kind.ABSORBED, Kind.CLAIMED}
OF_TWO = {Kind.MERGED, Kind.ABSORBED, Kind.UNMERGED}  # they name another idea
MOST = 99  # news that are counted one by one
KEPT = 60.0  # seconds for which a process remembers how much is new to somebody
PEOPLE = 20_000  # of whom it does


@dataclass(frozen=True, slots=True)
class News:
    """One event as one person reads it.

    `why` is `author`, `talker` (of a comment of one's own), `voter`, `supporter` or `follower`. `other` is the title,
    as it is now, of the idea that it was merged with or taken apart from; `""` when that is not shown to them.
    """

    event: Event
    why: str
    is_new: bool
    other: str = ""

    @property
    def pk(self) -> int:
        return self.event.pk


@dataclass(slots=True)
class Concerns:
    """Ids of the ideas that are somebody's business, by why. `outdated` have other words than those voted on.

    `stand_in` are those into which an idea was merged that they wrote or follow: what becomes of it becomes of these.
    `inherit` are those that count support which they gave to an idea that was merged.
    """

    viewer: int = 0
    wrote: set[int] = field(default_factory=set)
    supports: set[int] = field(default_factory=set)
    inherit: set[int] = field(default_factory=set)
    outdated: set[int] = field(default_factory=set)
    follows: set[int] = field(default_factory=set)
    stand_in: set[int] = field(default_factory=set)
    talked: set[int] = field(default_factory=set)
    campaigns: set[int] = field(default_factory=set)

    def why(self, event: Event) -> str:
        if event.kind in (Kind.HIDDEN, Kind.SHOWN) and "comment" in event.data:
            return "talker"
        if event.idea_id in self.wrote:
            return "author"
        if event.kind == Kind.EDITED and event.idea_id in self.outdated | self.inherit:
            return "voter"
        is_supporters = event.kind in FOR_SUPPORTERS and event.idea_id in self.supports
        return "supporter" if is_supporters else "follower"

    def events(self) -> QuerySet[Event]:
        """What happened to these ideas and matters, of those that may be seen."""
        said = Comment.objects.filter(author=self.viewer, idea=OuterRef("idea"), pk=OuterRef("named"))
        named = Cast(KeyTextTransform("comment", "data"), BigIntegerField())
        others = Q(idea__hidden_at=None) & ~Q(idea__in=self.wrote)
        merged = Event.objects.filter(idea__in=self.supports, kind=Kind.MERGED, pk__lt=OuterRef("pk"))
        came_before = Q(Exists(merged.filter(idea__merged_into=OuterRef("idea"))))
        matters = (
            (Q(idea__in=self.wrote) & ~Q(kind__in=BY_AUTHORS) & ~OF_TALKERS)
            | (Q(idea__in=self.talked) & OF_TALKERS & Q(Exists(said)))
            | (others & Q(idea__in=self.supports, kind__in=FOR_SUPPORTERS))
            | (others & Q(idea__in=self.outdated, kind=Kind.EDITED))
            | (others & Q(idea__in=self.inherit, kind=Kind.EDITED) & came_before)
            | (others & Q(idea__in=self.follows, kind__in=FOR_FOLLOWERS))
            | (others & Q(idea__in=self.stand_in, kind__in=FOR_SUPPORTERS))
        )
        return Event.objects.alias(named=named).filter(matters, idea__campaign__in=self.campaigns)


class Waiting(NamedTuple):
    """How much somebody has not looked at: notices that are kept, and news. `newest` is the last event of all."""

    notices: int
    news: int
    newest: int = 0

    @property
    def total(self) -> int:
        return self.notices + self.news


def news(viewer: User, *, cursor: str = "", size: int = SIZE) -> Page[News]:
    """What became of the viewer's ideas, of those that they support or follow, the latest first.

    Six queries, however much there is, one more for the titles of ideas that were merged. Raises `WrongCursor`. When a
    campaign's key is gone, only what the viewer wrote under their name and what they follow is left of it.
    """
    concerns = _concerns(viewer)
    events = concerns.events().select_related("idea__campaign").order_by("-pk")
    found = page(events, cursor=cursor, size=size)
    titles = _titles(viewer, found.rows)
    rows = [
        News(event, concerns.why(event), event.pk > viewer.news_seen, titles.get(_other(event), ""))
        for event in found.rows
    ]
    return Page(rows, found.next, found.previous)


def _other(event: Event) -> int:
    """The idea (id) that the idea of `event` was merged with or taken apart from; 0 for none."""
    return int(event.data.get("survivor") or event.data.get("merged") or 0) if event.kind in OF_TWO else 0


def _titles(viewer: User, events: Iterable[Event]) -> dict[int, str]:
    """The titles of those others that `viewer` may see. In an event they would outlive that the idea was taken back."""
    ids = {_other(event) for event in events} - {0}
    return dict(Idea.objects.visible_to(viewer).filter(pk__in=ids).values_list("pk", "title")) if ids else {}


def waiting(viewer: User) -> Waiting:
    """How much is new to the viewer. One query; six more, once a minute at most, when anything happened at all."""
    (row,) = LATEST.rows(viewer=viewer.pk) or [None]
    if row is None:
        return Waiting(0, 0)
    return Waiting(row.unread or 0, _fresh.number(viewer, row.newest or 0), row.newest or 0)


def newest() -> int:
    """The id of the last event of all, 0 before the first."""
    return Event.objects.aggregate(newest=Max("pk"))["newest"] or 0


def _build(_shape: None, *, viewer: int) -> QuerySet[User, Any]:
    unread = Notice.objects.filter(user=OuterRef("pk"), read_at=None).order_by().values("user")
    last = Event.objects.order_by("-pk").values("pk")[:1]
    counted = Subquery(unread.annotate(number=Count("pk")).values("number"))
    found = User.objects.filter(pk=viewer).annotate(unread=counted, newest=Subquery(last))
    return found.values_list("unread", "newest")


LATEST = Prepared(_build)


class _Fresh:
    """How much is new to whom, as this process has counted it within the last minute. It leaves the process nowhere."""

    def __init__(self) -> None:
        self.known: dict[tuple[int, frozenset[bytes]], tuple[float, int, int, int]] = {}

    def number(self, viewer: User, latest: int) -> int:
        if latest <= viewer.news_seen:
            return 0
        reader = viewer.pk, viewer.receipts
        until, seen, counted, number = self.known.get(reader, (0.0, -1, -1, 0))
        if seen == viewer.news_seen and (counted == latest or monotonic() < until):
            return number
        number = _concerns(viewer).events().filter(pk__gt=viewer.news_seen)[: MOST + 1].count()
        if len(self.known) >= PEOPLE:
            self.known = {}
        self.known[reader] = (monotonic() + KEPT, viewer.news_seen, latest, number)
        return number


_fresh = _Fresh()


def forget() -> None:
    """Count anew: for tests, in which ids come again."""
    _fresh.known = {}


def _concerns(viewer: User) -> Concerns:
    """Five queries, one more for each step from a merged idea to its survivor. Each campaign's key is read once."""
    found = Concerns(viewer=viewer.pk)
    campaigns = list(ideas_queries.campaigns(viewer))
    found.campaigns = {campaign.pk for campaign in campaigns}
    held = [keys.both(each.key_name, viewer.pk) for each in campaigns if each.first_contribution_at is not None]
    voters, authors = [pair[0] for pair in held if pair], [pair[1] for pair in held if pair]
    wrote = Idea.objects.filter(Q(author=viewer) | Q(author_key__in=authors) | Q(receipt__in=viewer.receipts))
    own = dict(wrote.values_list("pk", "merged_into"))
    followed = dict(Follow.objects.filter(user=viewer).values_list("idea_id", "idea__merged_into"))
    found.wrote, found.follows = set(own), set(followed)
    found.stand_in = _survivors({into for into in [*own.values(), *followed.values()] if into is not None}, set())
    found.talked = set(Comment.objects.filter(author=viewer).values_list("idea_id", flat=True))
    columns = ("idea_id", "choice", "revision", "idea__revision", "idea__merged_into")
    votes = list(Vote.objects.filter(voter__in=voters).values_list(*columns)) if voters else []
    found.outdated = {pk for pk, _choice, revision, latest, _into in votes if revision < latest}
    found.supports = {pk for pk, choice, *_rest in votes if choice == Choice.SUPPORT}
    said = {pk for pk, *_rest in votes}
    found.inherit = _survivors({into for pk, *_rest, into in votes if into and pk in found.supports}, said)
    found.supports |= found.inherit
    return found


def _survivors(merged_into: Iterable[int], said: set[int]) -> set[int]:
    """These ideas and what they were merged into, up to one on which the person has a vote of their own."""
    found, further = set[int](), set(merged_into) - said
    while further:
        found |= further
        above = Idea.objects.filter(pk__in=further).exclude(merged_into=None)
        further = {pk for pk in above.values_list("merged_into", flat=True) if pk is not None} - said - found
    return found
