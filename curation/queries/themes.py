"""Reads about themes, and about the board on which they are made."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet, Sum, Window
from django.db.models.functions import RowNumber

from core.keyset import page
from curation import rules
from curation.models import Placement, Theme, ThemeQuerySet
from ideas import queries as ideas_queries
from ideas.models import Campaign, Idea
from people.models import User
from votes.models import Tally
from votes.queries import NOTHING, Ballot, Result, ballots
from votes.rules import sees_results_without_voting

PAGE = 20
INBOX = 15
TILES = 3
DIGITS = 9
CONTESTED = 25  # per cent of votes that object, from which dissent is pointed out
MOST_CONTESTED = 3


@dataclass(frozen=True, slots=True)
class Tile:
    """An idea with what the viewer sees of its votes."""

    idea: Idea
    ballot: Ballot


@dataclass(frozen=True, slots=True)
class ThemePage:
    """What one viewer sees of a theme. `after` is the cursor of the next page, `""` at the end.

    `units` are names with the number of ideas; anonymous ones are left out, as their unit is not shown. `result` adds
    up what is released of all its ideas, and `contested` are those which divide most; both stay empty without
    `is_open`, while the viewer is to vote before seeing results.
    """

    theme: Theme
    tiles: list[Tile]
    after: str
    number: int
    units: list[tuple[str, int]]
    result: Result
    contested: list[Idea]
    is_open: bool


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


def themes(viewer: User, campaign: Campaign) -> ThemeQuerySet:
    """Themes of `campaign` in the curators' order, with `idea_count` and `unit_count`. Counts placements, not votes."""
    shown = Q(placements__idea__withdrawn_at=None, placements__idea__hidden_at=None)
    found: ThemeQuerySet = all_themes(viewer).filter(campaign=campaign)
    return found.annotate(
        idea_count=Count("placements", filter=shown, distinct=True),
        unit_count=Count("placements__idea__unit", filter=shown, distinct=True),
    ).order_by("position", "pk")


def all_themes(viewer: User) -> ThemeQuerySet:
    """Themes of every campaign that `viewer` may see."""
    return Theme.objects.visible_to(viewer).select_related("campaign").order_by("campaign_id", "position", "pk")


def ideas_in(viewer: User, theme: Theme) -> QuerySet[Idea]:
    """Ideas in `theme` that `viewer` may see, the best ranked first."""
    return ideas_queries.ideas(viewer).filter(placement__theme=theme).order_by("-rank_top", "-pk")


def unplaced(viewer: User, campaign: Campaign) -> QuerySet[Idea]:
    """Ideas that no curator has placed yet, the longest waiting first."""
    found = ideas_queries.listed(viewer, campaign).filter(placement=None)
    return found.exclude(status=Idea.Status.DECLINED).order_by("submitted_at", "pk")


def within(ideas: QuerySet[Idea], theme_id: int) -> QuerySet[Idea]:
    """Those of `ideas` that are in this theme, in the same order."""
    return ideas.filter(placement__theme=theme_id)


def themes_of(ideas: Sequence[Idea]) -> dict[int, Theme]:
    """The theme of each of `ideas` that is in one: idea id → theme. One query."""
    rows = Placement.objects.filter(idea__in=[idea.pk for idea in ideas]).select_related("theme")
    return {row.idea_id: row.theme for row in rows}


def placements_of(idea_ids: Iterable[int]) -> dict[int, Placement]:
    """Where these ideas are, with when they were placed: idea id → placement. One query."""
    rows = Placement.objects.filter(idea__in=list(idea_ids)).select_related("theme")
    return {row.idea_id: row for row in rows}


def idea_ids(theme: Theme) -> list[int]:
    """Ids of the ideas in `theme`, in the order in which they were placed."""
    return list(theme.placements.order_by("placed_at", "pk").values_list("idea_id", flat=True))


def locked(theme: Theme) -> Theme:
    """The row of `theme`, locked until the transaction ends."""
    return Theme.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=theme.pk)


def results_by_theme(viewer: User, campaign: Campaign) -> dict[int, Result]:
    """Released votes on all ideas of each theme, added up: theme id → result. Empty before `viewer` may see results."""
    if not sees_results_without_voting(viewer, campaign):
        return {}
    shown = Tally.objects.filter(idea__placement__theme__campaign=campaign, release__gt=0)
    shown = shown.filter(idea__withdrawn_at=None, idea__hidden_at=None)
    rows = shown.values_list("idea__placement__theme").order_by("idea__placement__theme")
    sums = rows.annotate(a=Sum("shown_support"), b=Sum("shown_object"), c=Sum("shown_passed"))
    return {theme_id: Result(support, against, passed) for theme_id, support, against, passed in sums}


def theme_page(viewer: User, theme: Theme, *, after: str = "") -> ThemePage:
    """The theme with a page of its ideas by released support, after the cursor `after`. Eight queries."""
    ideas = ideas_in(viewer, theme)
    shown = page(ideas, cursor=after, size=PAGE)
    named = ideas.filter(author_key=None).exclude(unit=None)
    units = named.order_by().values_list("unit__name").annotate(number=Count("pk"))
    results = results_by_theme(viewer, theme.campaign)
    contested = ideas.filter(rank_divisive__gt=0).order_by("-rank_divisive", "-pk") if results else ideas.none()
    return ThemePage(
        theme=theme,
        tiles=_tiles(viewer, shown.rows),
        after=shown.next,
        number=ideas.count(),
        units=list(units.order_by("-number", "unit__name")),
        result=results.get(theme.pk, NOTHING),
        contested=list(contested[:MOST_CONTESTED]),
        is_open=sees_results_without_voting(viewer, theme.campaign),
    )


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
    tiles = {tile.idea.pk: tile for tile in _tiles(viewer, [*waiting.rows, *best])}
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


def _tiles(viewer: User, ideas: Sequence[Idea]) -> list[Tile]:
    seen = ballots(viewer, ideas)
    return [Tile(idea, seen[idea.pk]) for idea in ideas]


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
