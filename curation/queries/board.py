"""Reads about the board on which themes are made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from core.keyset import page
from curation import rules
from curation.models import Placement, Theme
from curation.queries.themes import Tile, results_by_theme, themes, tiles_of
from ideas import queries as ideas_queries
from ideas.models import Campaign, Idea
from people.models import User
from votes.queries import NOTHING, Result

INBOX = 15
TILES = 3
DIGITS = 9
CONTESTED = 25  # per cent of votes that object, from which dissent is pointed out


@dataclass(frozen=True, slots=True)
class Desk:
    """A campaign to curate: how many of its ideas wait, since when, and how many are in themes."""

    campaign: Campaign
    waiting: int
    placed: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Lane:
    """A theme on the board. `digit` is the key that puts an idea into it, `0` for none; `more` have no tile."""

    theme: Theme
    digit: int
    tiles: list[Tile]
    more: int
    result: Result

    @property
    def is_contested(self) -> bool:
        return not self.result.is_blurred and self.result.object_percent >= CONTESTED


@dataclass(frozen=True, slots=True)
class Board:
    """The board as one viewer sees it. `after` is the cursor of the inbox, `""` at its end."""

    desk: Desk
    inbox: list[Tile]
    after: str
    lanes: list[Lane]
    may_change: bool

    @property
    def themes(self) -> list[Theme]:
        return [lane.theme for lane in self.lanes]


@dataclass(frozen=True, slots=True)
class Move:
    """Where an idea has just been put; `theme` and `before` are `None` for the inbox."""

    idea: Idea
    theme: Theme | None
    before: Theme | None


def unplaced(viewer: User, campaign: Campaign) -> QuerySet[Idea]:
    """Ideas that no curator has placed yet, the longest waiting first."""
    found = ideas_queries.listed(viewer, campaign).filter(placement=None)
    return found.exclude(status=Idea.Status.DECLINED).order_by("submitted_at", "pk")


def desks(viewer: User) -> list[Desk]:
    """The campaigns whose boards `viewer` may see, newest first. Four queries, and one for a curator's scope."""
    found = ideas_queries.campaigns(viewer).prefetch_related("audience")
    return _desks(viewer, [campaign for campaign in found if rules.may_see_board(viewer, campaign)])


def _desks(viewer: User, campaigns: list[Campaign]) -> list[Desk]:
    ideas = ideas_queries.ideas(viewer).filter(campaign__in=campaigns).order_by()
    waits = Q(placement=None) & ~Q(status__in=[Idea.Status.DECLINED, Idea.Status.MERGED])
    rows = ideas.values("campaign_id").annotate(
        waiting=Count("pk", filter=waits),
        placed=Count("placement"),
        oldest=Min("submitted_at", filter=waits),
    )
    found = {row["campaign_id"]: row for row in rows}
    return [_desk(campaign, found.get(campaign.pk, {})) for campaign in campaigns]


def _desk(campaign: Campaign, row: Mapping[str, Any]) -> Desk:
    return Desk(campaign, row.get("waiting", 0), row.get("placed", 0), row.get("oldest"))


def board(viewer: User, campaign: Campaign, *, after: str = "") -> Board:
    """The board of `campaign` with a page of its inbox. Nine queries, however many ideas there are."""
    waiting = page(unplaced(viewer, campaign), cursor=after, size=INBOX)
    best = _best(viewer, campaign)
    tiles = {tile.idea.pk: tile for tile in tiles_of(viewer, [*waiting.rows, *best])}
    placed: dict[int, list[Tile]] = {}
    for idea in best:
        placed.setdefault(idea.placement.theme_id, []).append(tiles[idea.pk])
    results = results_by_theme(viewer, campaign)
    lanes = [
        _lane(number, theme, placed.get(theme.pk, []), results.get(theme.pk, NOTHING))
        for number, theme in enumerate(themes(viewer, campaign), start=1)
    ]
    return Board(
        desk=_desks(viewer, [campaign])[0],
        inbox=[tiles[idea.pk] for idea in waiting.rows],
        after=waiting.next,
        lanes=lanes,
        may_change=rules.may_change_themes(viewer, campaign),
    )


def _lane(number: int, theme: Any, tiles: list[Tile], result: Result) -> Lane:
    """`theme` comes from `themes`, with its counts."""
    return Lane(theme, number if number <= DIGITS else 0, tiles, max(0, theme.idea_count - len(tiles)), result)


def _best(viewer: User, campaign: Campaign) -> list[Idea]:
    """The best ranked few ideas of each theme. One query."""
    rank = Window(RowNumber(), partition_by=F("placement__theme_id"), order_by=[F("rank_top").desc(), F("pk").desc()])
    placed = ideas_queries.ideas(viewer).filter(placement__theme__campaign=campaign).select_related("placement")
    return list(placed.annotate(place=rank).filter(place__lte=TILES).order_by("place", "pk"))


def last_move(viewer: User, campaign: Campaign, *, idea: int, before: int | None) -> Move | None:
    """The move of `idea` out of the theme `before`, for undoing it; `None` when either is not of this campaign."""
    moved = ideas_queries.ideas(viewer).filter(campaign=campaign, pk=idea).first()
    if moved is None:
        return None
    old = Theme.objects.filter(campaign=campaign, pk=before).first() if before else None
    placement = Placement.objects.filter(idea=moved).select_related("theme").first()
    return Move(moved, placement.theme if placement else None, old)
