"""Reads about what the machine suggests: groups, duplicates, and the likeliest theme of an idea."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.text import Truncator

from curation import rules
from curation.models import Likeliest, Run, Suggestion, Theme
from curation.queries.material import MOST_GROUPS, free_in, usual_number
from curation.queries.themes import Tile, tiles_of
from ideas import queries as ideas_queries
from ideas.models import Campaign, Idea
from ideas.models.idea import LISTED
from people.models import User

STRONG = 0.18  # two ideas in such a group belong together some three times as often as in others (bin/bench themes)
WEAKEST = 0.03  # hardly more alike than any two
EXAMPLES = 3
TITLE = Theme._meta.get_field("title").max_length or 0
GROUPS, DUPLICATES = 5, 3  # so many stand on the board, the rest on a page of their own
PAGE = 20
FEWEST = 2  # ideas that make a group, or a duplicate
LATE = timedelta(seconds=20)
TAKES = timedelta(minutes=2)  # no search takes longer
GIVEN_UP = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Card:
    """A suggestion as a curator sees it. `ids` are those of its ideas that it is still about, `tiles` the first few.

    It is titled by the first of them: no text of an idea is kept in a suggestion, so that none outlives the idea there.
    """

    suggestion: Suggestion
    ids: list[int]
    tiles: list[Tile]
    title: str

    @property
    def number(self) -> int:
        return len(self.ids)

    @property
    def more(self) -> int:
        return len(self.ids) - len(self.tiles)

    @property
    def is_group(self) -> bool:
        return self.suggestion.kind == Suggestion.Kind.GROUP

    @property
    def is_strong(self) -> bool:
        return self.suggestion.strength >= STRONG


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The column of suggestions. `run` is the search that made them, `waiting` a later one that is not done.

    `groups` and `duplicates` are how many there are, `start` the place of the next page, 0 at the end.
    """

    campaign: Campaign
    run: Run | None
    waiting: Run | None
    cards: list[Card]
    groups: int
    duplicates: int
    start: int
    chosen: int
    most: int
    may_change: bool

    @property
    def more(self) -> int:
        return self.groups + self.duplicates - len(self.cards)

    @property
    def is_late(self) -> bool:
        return self.waiting is not None and is_late(self.waiting)


def shown_run(campaign: Campaign) -> Run | None:
    """The search whose suggestions are shown: the one that was ready last."""
    return Run.objects.filter(campaign=campaign).exclude(done_at=None).order_by("-done_at", "-pk").first()


def run_of(campaign: Campaign, pk: int) -> Run | None:
    """One search in `campaign`."""
    return Run.objects.filter(campaign=campaign, pk=pk).first()


def is_late(run: Run) -> bool:
    """Whether nobody seems to have taken the search up."""
    return not run.failed and run.progress == 0 and run.started_at < timezone.now() - LATE


def likeliest_in(campaign: Campaign) -> QuerySet[Likeliest]:
    """The likeliest themes of ideas that wait, in the order of their ids."""
    waiting = free_in(campaign).order_by().values("pk")
    return Likeliest.objects.filter(idea__in=waiting).order_by("pk")


def to_take_up() -> list[int]:
    """Searches that began and are not done: their job may have been lost, or its worker killed."""
    now = timezone.now()
    found = _unfinished().filter(started_at__gte=now - GIVEN_UP, started_at__lt=now - TAKES)
    return list(found.order_by("pk").values_list("pk", flat=True))


def given_up() -> QuerySet[Run]:
    """Searches that nobody has finished within an hour."""
    return _unfinished().filter(started_at__lt=timezone.now() - GIVEN_UP)


def _unfinished() -> QuerySet[Run]:
    return Run.objects.filter(done_at=None, failed=False)


def open_suggestions(viewer: User) -> QuerySet[Suggestion]:
    """What nobody has settled yet, in campaigns that `viewer` may see."""
    return all_suggestions(viewer).filter(accepted_at=None, dismissed_at=None)


def all_suggestions(viewer: User) -> QuerySet[Suggestion]:
    """Settled and open ones, in campaigns that `viewer` may see."""
    seen = Suggestion.objects.filter(campaign__in=ideas_queries.campaigns(viewer).order_by())
    return seen.select_related("campaign", "theme").order_by("-kind", "-strength", "pk")


def suggestions(viewer: User, campaign: Campaign, *, start: int | None = None) -> Suggestions:
    """The column of suggestions as `viewer` sees it: the strongest few, or a page from place `start` on.

    Eleven queries, however many suggestions there are.
    """
    run = shown_run(campaign)
    waiting = _waiting(campaign, run)
    found = cards_of(viewer, campaign, run)
    groups = sum(card.is_group for card in found)
    if start is None:
        rest = [card for card in found if not card.is_group]
        few = [*islice(found, min(GROUPS, groups)), *rest[:DUPLICATES]]
    else:
        start = min(start, max(0, len(found) - 1) // PAGE * PAGE)  # what was settled made the last page empty
        few = found[start : start + PAGE]
    free = waiting.ideas if waiting else (run.ideas if run else free_in(campaign).count())
    latest = waiting or run
    return Suggestions(
        campaign=campaign,
        run=run,
        waiting=waiting,
        cards=_with_tiles(viewer, few),
        groups=groups,
        duplicates=len(found) - groups,
        start=start + PAGE if start is not None and start + PAGE < len(found) else 0,
        chosen=latest.groups if latest else usual_number(free),
        most=max(2, min(MOST_GROUPS, free)),
        may_change=rules.may_change_themes(viewer, campaign),
    )


def _waiting(campaign: Campaign, shown: Run | None) -> Run | None:
    """The latest search, unless it is done."""
    latest = Run.objects.filter(campaign=campaign).order_by("-started_at", "-pk").first()
    if latest is None or latest.done_at is not None:
        return None
    return latest if shown is None or latest.started_at >= shown.started_at else None


def cards_of(viewer: User, campaign: Campaign, run: Run | None) -> list[Card]:
    """Every open suggestion of `run` that still is about two ideas, groups first, without tiles. Four queries."""
    found = list(open_suggestions(viewer).filter(run=run, campaign=campaign)) if run else []
    return [card for card in titled(campaign, found) if card.number >= FEWEST]


def titled(campaign: Campaign, found: Sequence[Suggestion]) -> list[Card]:
    """These suggestions of `campaign` without tiles, each titled by the most typical idea that it still is about."""
    kept = kept_of(campaign, found)
    firsts = {ids[0] for ids in kept.values() if ids}
    titles = dict(Idea.objects.filter(pk__in=firsts).values_list("pk", "title"))
    return [Card(one, ids, [], titles[ids[0]] if ids else "") for one in found for ids in [kept[one.pk]]]


def kept_of(campaign: Campaign, found: Sequence[Suggestion]) -> dict[int, list[int]]:
    """Which ideas each suggestion still is about: of a group those that wait for a theme, else all in lists."""
    by_kind = {kind: {pk for one in found if one.kind == kind for pk in one.ideas} for kind in Suggestion.Kind.values}
    free = set(ids_among(free_in(campaign), by_kind[Suggestion.Kind.GROUP]))
    listed = set(ids_among(campaign.ideas.filter(LISTED), by_kind[Suggestion.Kind.DUPLICATE]))
    still = {Suggestion.Kind.GROUP.value: free, Suggestion.Kind.DUPLICATE.value: listed}
    return {one.pk: [pk for pk in one.ideas if pk in still[one.kind]] for one in found}


def theme_title(title: str) -> str:
    """The title of an idea as one of a theme, which may be shorter."""
    return Truncator(title).chars(TITLE)


def ids_among(ideas: QuerySet[Idea], pks: Iterable[int]) -> list[int]:
    """Ids of those of `ideas` that are among `pks`. One query, whose size does not grow with many `pks`."""
    wanted = set(pks)
    if not wanted:
        return []
    found = ideas.filter(pk__gte=min(wanted), pk__lte=max(wanted)).values_list("pk", flat=True)
    return [pk for pk in found if pk in wanted]


def card(viewer: User, suggestion: Suggestion) -> Card:
    """One suggestion with all of its ideas."""
    (found,) = titled(suggestion.campaign, [suggestion])
    return replace(found, tiles=_tiles(viewer, found.ids))


def _with_tiles(viewer: User, cards: Sequence[Card]) -> list[Card]:
    first = {card.suggestion.pk: card.ids[:EXAMPLES] for card in cards}
    tiles = {tile.idea.pk: tile for tile in _tiles(viewer, [pk for ids in first.values() for pk in ids])}
    shown = {pk: [tiles[one] for one in ids if one in tiles] for pk, ids in first.items()}
    return [replace(card, tiles=shown[card.suggestion.pk]) for card in cards]


def _tiles(viewer: User, pks: Sequence[int]) -> list[Tile]:
    found = ideas_queries.by_ids(viewer, list(pks)).in_bulk()
    return tiles_of(viewer, [found[pk] for pk in dict.fromkeys(pks) if pk in found])


def fits(campaign: Campaign) -> dict[int, int]:
    """How many ideas that wait fit each theme: theme id → number. One query."""
    waiting = Q(idea__in=free_in(campaign).order_by().values("pk"))
    sure = Likeliest.objects.filter(waiting, fits=True)
    rows = sure.order_by().values_list("themes__0__0").annotate(number=Count("pk"))
    return {int(theme): number for theme, number in rows if theme is not None}


def likeliest_of(ideas: Iterable[Idea]) -> dict[int, list[tuple[int, float]]]:
    """The themes in which `ideas` most likely belong: idea id → up to three themes with their probabilities."""
    rows = Likeliest.objects.filter(idea__in=[idea.pk for idea in ideas])
    return {row.idea_id: [(theme, chance) for theme, chance in row.themes] for row in rows}
