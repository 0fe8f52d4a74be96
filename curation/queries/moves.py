"""Reads about what curators did on a board."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from core.keyset import Page, page
from curation.models import Move, Placement, Theme
from ideas import queries as ideas_queries
from ideas.models import Campaign, Event, Idea
from people.models import Membership, User

LOG = 30
LOOKED = 200  # events that are looked at at a time
LOOKED_BACK = 50  # moves
ON_BOARDS = {Event.Kind.EDITED, Event.Kind.WITHDRAWN, Event.Kind.HIDDEN, Event.Kind.SHOWN}  # what no curator moves


@dataclass(frozen=True, slots=True)
class Seen:
    """Up to where a screen knows a board: the id of the last move, and of the last event of any idea.

    Without an `event` it does not ask what authors and moderators did.
    """

    move: int = 0
    event: int | None = None

    def __str__(self) -> str:
        return str(self.move) if self.event is None else f"{self.move}-{self.event}"


@dataclass(frozen=True, slots=True)
class Done:
    """A move as the log tells it. `idea` is the one that it was about, if the reader may still see it.

    `number` is how many ideas it moved, `theme` and `before` the titles of where they are and were, if one; of a merge
    `theme` is the title of what it went into. `by` is who did it, with their unit; `status` what an idea is since, in
    words.
    """

    move: Move
    number: int
    idea: Idea | None
    theme: str
    before: str
    is_own: bool
    by: "Hand"
    status: str


@dataclass(frozen=True, slots=True)
class Hand:
    """Whose hand it was: role and unit, never a name."""

    job_title: str
    unit: str
    is_anonymous: bool = False


def places(state: Mapping[str, Any]) -> dict[int, int | None]:
    """Where ideas are in `before` or `after` of a move: idea id → theme id, `None` for the inbox."""
    return {int(pk): theme for pk, theme in state.get("places", {}).items()}


def touched(moves: Sequence[Move]) -> tuple[set[int], set[int]]:
    """Ids of the ideas and of the themes that these moves changed."""
    ideas: set[int] = set()
    themes: set[int] = set()
    for move in moves:
        for state in (move.before, move.after):
            found = places(state)
            ideas |= found.keys()
            themes |= {theme for theme in found.values() if theme is not None}
            ideas |= {pk for name in ("idea", "into") if isinstance(pk := state.get(name), int)}
        if move.idea_id:
            ideas.add(move.idea_id)
    return ideas, themes


def moves(campaign: Campaign) -> QuerySet[Move]:
    """What was done on the board of `campaign`, the latest first. What took it back stands beside it, not by itself."""
    found = Move.objects.filter(campaign=campaign, undoes=None)
    return found.order_by("-pk")


def moves_since(campaign: Campaign, after: int, number: int) -> list[Move]:
    """Up to `number` moves that came after the one with this id, the earliest first. One range of an index."""
    return list(Move.objects.filter(campaign=campaign, pk__gt=after).order_by("pk")[:number])


def newest_move(campaign: Campaign) -> int:
    """The id of the last move on the board, `0` before the first."""
    latest = Move.objects.filter(campaign=campaign).order_by("-pk").values_list("pk", flat=True).first()
    return latest or 0


def seen_now(campaign: Campaign) -> Seen:
    """What a screen knows that reads the board of `campaign` from now on. Two queries."""
    return Seen(newest_move(campaign), Event.objects.aggregate(newest=Max("pk"))["newest"] or 0)


def events_since(campaign: Campaign, after: int | None) -> tuple[set[int], int | None, bool]:
    """Ids of the ideas of `campaign` whose authors or moderators changed what a board shows of them, since `after`.

    With them the event up to which was looked, and whether more may follow. One range of an index. An event that is
    committed after a later one may be missed: then the tile stays until the board is drawn again.
    """
    if after is None:
        return set(), None, False
    rows = Event.objects.filter(pk__gt=after).order_by("pk").values_list("pk", "kind", "idea_id", "idea__campaign_id")
    found = list(rows[:LOOKED])
    changed = {idea for _pk, kind, idea, where in found if kind in ON_BOARDS and where == campaign.pk}
    return changed, found[-1][0] if found else after, len(found) == LOOKED


def last_move_of(user: User, campaign: Campaign) -> Move | None:
    """What `user` did last on the board and has not taken back yet, and still stands as it was left.

    What somebody else has moved since is passed over. Of their latest only. Two queries.
    """
    own = Move.objects.filter(campaign=campaign, by=user, undone_at=None, undoes=None)
    latest = own.select_related("campaign", "idea").order_by("-pk")[:LOOKED_BACK]
    left = [(move, places(move.after)) for move in latest]
    now = dict(
        Placement.objects.filter(idea__in={pk for _move, found in left for pk in found}).values_list("idea", "theme")
    )
    standing = (move for move, found in left if all(now.get(pk) == theme for pk, theme in found.items()))
    return next(standing, None)


def order_of(campaign: Campaign) -> list[int]:
    """Ids of the themes of `campaign` in the curators' order."""
    return list(Theme.objects.filter(campaign=campaign).order_by("position", "pk").values_list("pk", flat=True))


def log(viewer: User, campaign: Campaign, *, after: str = "", size: int = LOG) -> Page[Done]:
    """Some moves on the board, the latest first, from the cursor `after` on. Raises `WrongCursor`. Five queries."""
    found = page(moves(campaign), cursor=after, size=size)
    return Page(told(viewer, campaign, found.rows), found.next, found.previous)


def told(viewer: User, campaign: Campaign, rows: Sequence[Move]) -> list[Done]:
    """These moves with what the log says of them. Four queries."""
    titles = dict(Theme.objects.filter(campaign=campaign).values_list("pk", "title"))
    wanted = {row.idea_id for row in rows if row.idea_id} | {pk for row in rows if (pk := _into(row)) is not None}
    known = ideas_queries.ideas(viewer).filter(pk__in=wanted).in_bulk()
    hands = _hands({row.by_id for row in rows if row.by_id})
    return [_told(viewer, row, titles, known, hands) for row in rows]


def _into(move: Move) -> int | None:
    """The idea (id) into which another was merged by this move."""
    return move.after.get("into") if move.verb == Move.Verb.MERGE else None


def _hands(users: set[int]) -> dict[int, Hand]:
    units = dict(Membership.objects.filter(user__in=users, until=None).values_list("user_id", "unit__name"))
    people = User.objects.filter(pk__in=users).values_list("pk", "job_title")
    return {pk: Hand(job_title, units.get(pk, "")) for pk, job_title in people}


def _told(
    viewer: User, row: Move, titles: Mapping[int, str], known: Mapping[int, Idea], hands: Mapping[int, Hand]
) -> Done:
    now, then, into = places(row.after), places(row.before), _into(row)

    def title(found: Mapping[int, int | None], state: Mapping[str, Any]) -> str:
        themes = set(found.values())
        one = themes.pop() if len(themes) == 1 else None
        kept = state.get("title", "")
        return titles.get(one, kept) if one else kept

    return Done(
        move=row,
        number=len(now) or bool(row.idea_id),
        idea=known.get(row.idea_id) if row.idea_id else None,
        theme=title(now, row.after) if into is None else _title(known.get(into)),
        before=title(then, row.before),
        is_own=row.by_id == viewer.pk,
        by=hands.get(row.by_id or 0, Hand("", "")),
        status=str(dict(Idea.Status.choices).get(row.after.get("status", ""), "")),
    )


def _title(idea: Idea | None) -> str:
    return idea.title if idea else _("an idea that is not shown any more")
