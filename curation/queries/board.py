"""Reads about the board on which themes are made."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from core.keyset import Page, cut, page, read
from curation import rules
from curation.models import Theme
from curation.queries.moves import Done, Seen, last_move_of, seen_now, told
from curation.queries.themes import Tile, ideas_in, results_by_theme, themes, tiles_of
from ideas import queries as ideas_queries
from ideas.clock import Clock, Wait
from ideas.models import Campaign, Idea
from ideas.models.idea import LISTED
from ideas.models.moderation import Case
from people.models import User
from votes.queries import NOTHING, Result

INBOX = 15
TILES = 3
HELD = 5
LANE = 20
CHOICE = 100
DIGITS = 9
CONTESTED = 25  # per cent of votes that object, from which dissent is pointed out


class InboxOrder(StrEnum):
    """In which order ideas are read."""

    OLDEST = "oldest"
    SUPPORTED = "supported"
    NEWEST = "newest"


COLUMNS = {
    InboxOrder.OLDEST: ("submitted_at", "pk"),
    InboxOrder.SUPPORTED: ("-rank_top", "-pk"),
    InboxOrder.NEWEST: ("-submitted_at", "-pk"),
}


@dataclass(frozen=True, slots=True)
class Desk:
    """A campaign to curate: how many of its ideas wait, how long the oldest has, and how many are in themes."""

    campaign: Campaign
    waiting: int
    placed: int
    oldest: datetime | None

    @property
    def wait(self) -> Wait | None:
        """How long the oldest has waited, in the campaign's own working days."""
        return Clock.of(self.campaign).wait(self.oldest, timezone.now()) if self.oldest else None


@dataclass(frozen=True, slots=True)
class Lane:
    """A theme on the board. `digit` is the key that puts an idea into it, `0` for none; `more` have no tile.

    `after` is the cursor of its next tiles, `""` when there are none.
    """

    theme: Theme
    digit: int
    tiles: list[Tile]
    after: str
    more: int
    result: Result

    @property
    def is_contested(self) -> bool:
        return not self.result.is_blurred and self.result.object_percent >= CONTESTED


@dataclass(frozen=True, slots=True)
class Board:
    """The board as one viewer sees it. `after` is the cursor of the inbox, `""` at its end.

    `held` wait for a moderator. `newest` is up to where the screen knows what happened, `last` the viewer's own last
    move.
    """

    desk: Desk
    order: InboxOrder
    held: list[Idea]
    inbox: list[Tile]
    after: str
    lanes: list[Lane]
    may_change: bool
    newest: Seen
    last: Done | None

    @property
    def themes(self) -> list[Theme]:
        return [lane.theme for lane in self.lanes]


def unplaced(viewer: User, campaign: Campaign, order: InboxOrder = InboxOrder.OLDEST) -> QuerySet[Idea]:
    """Ideas that no curator has placed yet, the longest waiting first unless asked otherwise."""
    found = ideas_queries.listed(viewer, campaign).filter(placement=None)
    return found.exclude(status=Idea.Status.DECLINED).order_by(*COLUMNS[order])


def held(campaign: Campaign) -> list[Idea]:
    """The first few ideas that are hidden until a moderator has looked at them, the longest waiting first."""
    waiting = Case.objects.filter(settled_at=None, comment=None, idea__campaign=campaign, idea__withdrawn_at=None)
    found = waiting.exclude(idea__hidden_at=None).select_related("idea__unit").order_by("opened_at", "pk")
    return [case.idea for case in found[:HELD]]


def desks(viewer: User) -> list[Desk]:
    """The campaigns whose boards `viewer` may see, newest first. Four queries, and one for a curator's scope."""
    found = ideas_queries.campaigns(viewer).prefetch_related("audience")
    return _desks([campaign for campaign in found if rules.may_see_board(viewer, campaign)])


def desk(campaign: Campaign) -> Desk:
    """How far the curators of `campaign` are. One query."""
    return _desks([campaign])[0]


def _desks(campaigns: list[Campaign]) -> list[Desk]:
    ideas = Idea.objects.filter(LISTED, campaign__in=campaigns).order_by()
    waits = Q(placement=None) & ~Q(status=Idea.Status.DECLINED)
    rows = ideas.values("campaign_id").annotate(
        waiting=Count("pk", filter=waits),
        placed=Count("placement"),
        oldest=Min("submitted_at", filter=waits & Q(handled_at=None)),
    )
    found = {row["campaign_id"]: row for row in rows}
    return [_desk(campaign, found.get(campaign.pk, {})) for campaign in campaigns]


def _desk(campaign: Campaign, row: Mapping[str, Any]) -> Desk:
    return Desk(campaign, row.get("waiting", 0), row.get("placed", 0), row.get("oldest"))


def board(viewer: User, campaign: Campaign, *, order: InboxOrder = InboxOrder.OLDEST, after: str = "") -> Board:
    """The board of `campaign` with a page of its inbox. The same number of queries, however many ideas there are."""
    newest = seen_now(campaign)  # read first: what is moved meanwhile comes again, and nothing is missed
    waiting = page(unplaced(viewer, campaign, order), cursor=after, size=INBOX)
    lanes = lanes_of(viewer, campaign)
    may_change = rules.may_change_themes(viewer, campaign)
    last = last_move_of(viewer, campaign) if may_change else None
    return Board(
        desk=desk(campaign),
        order=order,
        held=held(campaign) if may_change and not after else [],
        inbox=tiles_of(viewer, waiting.rows),
        after=waiting.next,
        lanes=lanes,
        may_change=may_change,
        newest=newest,
        last=told(viewer, campaign, [last])[0] if last else None,
    )


def inbox(viewer: User, campaign: Campaign, *, order: InboxOrder, after: str) -> Page[Tile]:
    """A page of the inbox, from the cursor `after` on. Raises `WrongCursor`."""
    found = page(unplaced(viewer, campaign, order), cursor=after, size=INBOX)
    return Page(tiles_of(viewer, found.rows), found.next, found.previous)


def lane_page(viewer: User, theme: Theme, *, after: str) -> Page[Tile]:
    """Twenty tiles of a theme, the best ranked first, from the cursor `after` on. Raises `WrongCursor`."""
    found = page(ideas_in(viewer, theme), cursor=after, size=LANE)
    return Page(tiles_of(viewer, found.rows), found.next, found.previous)


def to_split(viewer: User, theme: Theme) -> tuple[list[Idea], int]:
    """The best ranked hundred ideas of a theme, to choose from, and how many there are beside. Two queries."""
    found = ideas_in(viewer, theme)
    shown = list(found[:CHOICE])
    return shown, found.count() - len(shown) if len(shown) == CHOICE else 0


def lanes_of(viewer: User, campaign: Campaign, only: Iterable[int] | None = None) -> list[Lane]:
    """The themes of `campaign` with their best ranked tiles, or `only` those with these ids. Five queries."""
    every = [*themes(viewer, campaign)]
    wanted = {theme.pk for theme in every} if only is None else set(only)
    found: dict[int, list[Idea]] = {}
    for idea in _best(viewer, campaign, wanted):
        found.setdefault(idea.placement.theme_id, []).append(idea)
    start = read(["-rank_top", "-pk"], "")
    shown = {pk: cut(rows, start, TILES) for pk, rows in found.items()}
    tiles = {tile.idea.pk: tile for tile in tiles_of(viewer, [idea for few in shown.values() for idea in few.rows])}
    results = results_by_theme(viewer, campaign)
    return [
        _lane(number, theme, shown.get(theme.pk, Page([], "")), tiles, results.get(theme.pk, NOTHING))
        for number, theme in enumerate(every, start=1)
        if theme.pk in wanted
    ]


def _lane(number: int, theme: Any, few: Page[Idea], tiles: Mapping[int, Tile], result: Result) -> Lane:
    """`theme` comes from `themes`, with its counts."""
    shown = [tiles[idea.pk] for idea in few.rows]
    digit = number if number <= DIGITS else 0
    return Lane(theme, digit, shown, few.next, max(0, theme.idea_count - len(shown)), result)


def _best(viewer: User, campaign: Campaign, wanted: set[int]) -> list[Idea]:
    """The best ranked few ideas of each theme, and one more. One query."""
    rank = Window(RowNumber(), partition_by=F("placement__theme_id"), order_by=[F("rank_top").desc(), F("pk").desc()])
    placed = Idea.objects.filter(LISTED, placement__theme__in=wanted, campaign=campaign).order_by()
    few = placed.annotate(place=rank).filter(place__lte=TILES + 1).values("pk")
    found = ideas_queries.ideas(viewer).filter(pk__in=few).select_related("placement")
    return list(found.order_by("-rank_top", "-pk"))
