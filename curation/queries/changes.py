"""What has changed on a board since a screen last asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from curation.models import Move
from curation.queries.board import Board, Desk, InboxOrder, Lane, board, desk, lanes_of, unplaced
from curation.queries.moves import Done, Seen, events_since, last_move_of, moves_since, told, touched
from curation.queries.themes import Tile, placements_of, themes_of, tiles_of
from ideas import queries as ideas_queries
from ideas.models import Campaign, Idea
from people.models import User

MOST = 30  # moves, or ideas moved, from which the board is drawn anew
STRUCTURE = {Move.Verb.START, Move.Verb.SPLIT, Move.Verb.REWORD, Move.Verb.ORDER, Move.Verb.DISSOLVE}


@dataclass(frozen=True, slots=True)
class Changes:
    """What a screen has to change. `touched` are ids of ideas whose tiles go from wherever they are.

    Tiles of `placed` (theme id → tiles) and `back` (in the inbox) come instead. `lanes` are the themes whose figures
    changed. With a `board`, all of it is drawn anew: too much happened, or the themes themselves changed. `others` is
    what other curators did, and `last` the viewer's own last move that can be undone. The screen knows the board up to
    `newest` then.
    """

    newest: Seen
    desk: Desk
    touched: set[int]
    lanes: list[Lane]
    placed: dict[int, list[Tile]]
    back: list[Tile]
    board: Board | None
    others: list[Done]
    last: Done | None


def changes(viewer: User, campaign: Campaign, *, after: Seen, order: InboxOrder) -> Changes | None:
    """What changed on the board since `after`: what curators moved, and what was edited, taken back, hidden or shown.

    Two queries when nothing did, else a fixed number.
    """
    moves = moves_since(campaign, after.move, MOST + 1)
    events, event, is_more = events_since(campaign, after.event)
    if not (moves or events or is_more):
        return None
    ideas, themes = touched(moves)
    ideas |= events
    themes |= {placement.theme_id for placement in placements_of(events).values()}
    last = last_move_of(viewer, campaign)
    done = told(viewer, campaign, [*moves, *([last] if last else [])])
    others = [one for one in done[: len(moves)] if not one.is_own]
    is_much = len(moves) > MOST or len(ideas) > MOST or any(_is_of_structure(move) for move in moves)
    tiles = [] if is_much else tiles_of(viewer, _shown(viewer, campaign, ideas))
    places = themes_of([tile.idea for tile in tiles])
    placed: dict[int, list[Tile]] = {}
    for tile in tiles:
        if tile.idea.pk in places:
            placed.setdefault(places[tile.idea.pk].pk, []).append(tile)
    back = {idea.pk for idea in unplaced(viewer, campaign).filter(pk__in=ideas)} if not is_much else set()
    return Changes(
        newest=Seen(moves[-1].pk if moves else after.move, event),
        desk=desk(campaign),
        touched=ideas,
        lanes=[] if is_much else lanes_of(viewer, campaign, themes | placed.keys()),
        placed=placed,
        back=[tile for tile in tiles if tile.idea.pk in back],
        board=board(viewer, campaign, order=order) if is_much else None,
        others=others,
        last=done[-1] if last else None,
    )


def _is_of_structure(move: Move) -> bool:
    return move.verb in STRUCTURE or "made" in move.after or "made" in move.before


def _shown(viewer: User, campaign: Campaign, pks: set[int]) -> Sequence[Idea]:
    return list(ideas_queries.listed(viewer, campaign).filter(pk__in=pks))
