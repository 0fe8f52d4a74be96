"""Reads about themes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from core.keyset import page
from curation.models import Placement, Theme, ThemeQuerySet
from ideas import queries as ideas_queries
from ideas.models import Campaign, Idea
from ideas.models.idea import LISTED
from people.models import User
from votes.models import Tally
from votes.queries import NOTHING, Ballot, Result, ballots, exact
from votes.rules import sees_results_without_voting

PAGE = 20
MOST_CONTESTED = 5
DISSENT = 10  # per cent of votes that object, from which an idea is named among those that divide


@dataclass(frozen=True, slots=True)
class Tile:
    """An idea with what the viewer sees of its votes."""

    idea: Idea
    ballot: Ballot


@dataclass(frozen=True, slots=True)
class ThemePage:
    """What one viewer sees of a theme. `after` is the cursor of the next page, `""` at the end.

    `units` are names with the number of ideas; anonymous ones are left out, as their unit is not shown. `result` adds
    up what is shown exactly of its ideas, and `contested` are those which divide most, with their results; both stay
    empty without `is_open`, while the viewer is to vote before seeing results.
    """

    theme: Theme
    tiles: list[Tile]
    after: str
    number: int
    units: list[tuple[str, int]]
    result: Result
    contested: list[Tile]
    is_open: bool


def themes(viewer: User, campaign: Campaign) -> ThemeQuerySet:
    """Themes of `campaign` in the curators' order, with `idea_count` and `unit_count`. Counts placements, not votes.

    Units of anonymous ideas are not counted: beside those of named ones, the number would tell where one comes from.
    """
    shown = Q(placements__idea__withdrawn_at=None, placements__idea__hidden_at=None)
    shown &= ~Q(placements__idea__status=Idea.Status.MERGED)
    found: ThemeQuerySet = all_themes(viewer).filter(campaign=campaign)
    return found.annotate(
        idea_count=Count("placements", filter=shown, distinct=True),
        unit_count=Count("placements__idea__unit", filter=shown & Q(placements__idea__author_key=None), distinct=True),
    ).order_by("position", "pk")


def names(viewer: User, campaign: Campaign) -> ThemeQuerySet:
    """Themes of `campaign` in the curators' order, to choose from: nothing is counted."""
    found: ThemeQuerySet = all_themes(viewer).filter(campaign=campaign)
    return found


def all_themes(viewer: User) -> ThemeQuerySet:
    """Themes of every campaign that `viewer` may see."""
    return Theme.objects.visible_to(viewer).select_related("campaign").order_by("campaign_id", "position", "pk")


def ideas_in(viewer: User, theme: Theme) -> QuerySet[Idea]:
    """Ideas in `theme` that `viewer` may see, the best ranked first."""
    return ideas_queries.ideas(viewer).filter(LISTED, placement__theme=theme).order_by("-rank_top", "-pk")


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


def locked(theme: Theme) -> Theme | None:
    """The row of `theme`, if it is still there, locked until the transaction ends."""
    return Theme.objects.select_for_update(of=("self",)).select_related("campaign").filter(pk=theme.pk).first()


def results_by_theme(viewer: User, campaign: Campaign) -> dict[int, Result]:
    """Results of the ideas of each theme, added up: theme id → result. Empty before `viewer` may see results.

    Only what is shown exactly of an idea is in it.
    """
    if not sees_results_without_voting(viewer, campaign):
        return {}
    shown = exact(Tally.objects.filter(idea__placement__theme__campaign=campaign))
    shown = shown.filter(idea__withdrawn_at=None, idea__hidden_at=None).exclude(idea__status=Idea.Status.MERGED)
    rows = shown.values_list("idea__placement__theme").order_by("idea__placement__theme")
    sums = rows.annotate(a=Sum("shown_support"), b=Sum("shown_object"), c=Sum("shown_passed"))
    return {theme_id: Result(support, against, passed) for theme_id, support, against, passed in sums}


def theme_page(viewer: User, theme: Theme, *, after: str = "") -> ThemePage:
    """The theme with a page of its ideas by released support, after the cursor `after`. Nine queries."""
    ideas = ideas_in(viewer, theme)
    shown = page(ideas, cursor=after, size=PAGE)
    named = ideas.filter(author_key=None).exclude(unit=None)
    units = named.order_by().values_list("unit__name").annotate(number=Count("pk"))
    results = results_by_theme(viewer, theme.campaign)
    contested = ideas.filter(rank_divisive__gt=0).order_by("-rank_divisive", "-pk") if results else ideas.none()
    divided = tiles_of(viewer, list(contested[:MOST_CONTESTED]))
    return ThemePage(
        theme=theme,
        tiles=tiles_of(viewer, shown.rows),
        after=shown.next,
        number=ideas.count(),
        units=list(units.order_by("-number", "unit__name")),
        result=results.get(theme.pk, NOTHING),
        contested=[tile for tile in divided if _divides(tile.ballot.result)],
        is_open=sees_results_without_voting(viewer, theme.campaign),
    )


def _divides(result: Result) -> bool:
    return not result.is_blurred and result.object_percent >= DISSENT


def tiles_of(viewer: User, ideas: Sequence[Idea]) -> list[Tile]:
    seen = ballots(viewer, ideas)
    return [Tile(idea, seen[idea.pk]) for idea in ideas]
