"""When figures may be renewed, so that nobody is singled out by laying one release beside another.

Of a figure that is renewed, everyone may know the figure of before and subtract. Groups are then not only "who is in
this unit", but "who of this unit has come since the third release". Each of them that follows from what was shown must
be nobody or as many as the smallest group.
"""

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import NamedTuple

from core.privacy.limits import SMALLEST_GROUP
from core.privacy.tree import EXACT, HIDDEN, Cell, Member, Rest, Tree, told

Release = Mapping[int, int]


def may_release(people_now: int, people_then: int, smallest: int = SMALLEST_GROUP) -> bool:
    """Whether enough new people have come since the last release for a new one not to single anyone out."""
    return people_now - people_then >= smallest


def may_stand_beside(figure: Sequence[int], earlier: Iterable[Sequence[int]], smallest: int = SMALLEST_GROUP) -> bool:
    """Whether these counts may be shown to whoever remembers all of `earlier`.

    They must be the same as an earlier figure in every part, or differ from it by at least the smallest group:
    otherwise subtraction would single out those by whom they differ.
    """
    return all(
        tuple(figure) == tuple(each) or abs(sum(figure) - sum(each)) >= smallest for each in earlier if any(each)
    )


def standing(releases: Sequence[Release]) -> dict[int, int]:
    """What is shown after these releases: the last figure of each cell."""
    return dict(ChainMap(*(dict(each) for each in reversed(releases))))


def released(cells: Iterable[Cell], earlier: Sequence[Release], smallest: int = SMALLEST_GROUP) -> dict[int, int]:
    """The figures that a new release renews or shows for the first time: key → count. Those not in it stay as they are.

    `earlier` holds what this function returned for each release before, oldest first; `cells` are the counts as they
    are now. The returned figures may be shown alone (`told`), and each differs from the cell's last one by `smallest`
    or more. So does what follows from them: of a cell and those right below it, whoever has come since any earlier
    release and is in none of the figures renewed since then. Where that would be fewer, a child's figure is held back,
    the one that moved least first. A cell is renewed only together with its parent. Counts of people heard do not
    fall; a figure whose count has fallen is not renewed. An empty answer means that there is nothing to release.

    Takes time in proportion to the cells, the figures ever renewed and the releases.
    """
    tree = Tree(cells, smallest)
    states = told(tree.cells.values(), smallest)
    past = _past(earlier)
    renewed: dict[int, int] = {}
    for cell in tree.downwards():
        parent = tree.parent(cell)
        if parent is None and _may_move(tree, cell, states, past, smallest):
            renewed[cell.key] = cell.count
        if cell.key in renewed:
            renewed |= {child.key: child.count for child in _children(tree, cell, states, past, smallest)}
    return renewed


@dataclass(frozen=True, slots=True)
class Past:
    """The figures shown of one cell so far: in which release (from 1), and what."""

    steps: list[tuple[int, int]] = field(default_factory=list)

    @property
    def last(self) -> tuple[int, int]:
        return self.steps[-1] if self.steps else (0, 0)

    @property
    def runs(self) -> Iterator[tuple[int, int]]:
        """From which release on, and how many people have come until the figure that followed."""
        before = (0, 0)
        for step in self.steps:
            yield before[0], step[1] - before[1]
            before = step


NEVER = Past()


def _past(earlier: Sequence[Release]) -> dict[int, Past]:
    past: dict[int, Past] = {}
    for number, release in enumerate(earlier, start=1):
        for key, count in release.items():
            past.setdefault(key, Past()).steps.append((number, count))
    return past


def _may_move(tree: Tree, cell: Cell, states: Mapping[int, str], past: Mapping[int, Past], smallest: int) -> bool:
    """Whether the figure of `cell` may be renewed, if none of those below it are."""
    moved = cell.count - past.get(cell.key, NEVER).last[1]
    if states.get(cell.key) != EXACT or not may_release(moved, 0, smallest):
        return False
    below = tree.below.get(cell.key, [])
    if not below:
        return True
    rest = Rest([*tree.apart(cell), *(_unknown(tree, child, states, past) for child in below)])
    return all(_is_group(people, smallest) for people in _since(cell, below, past).values()) and _is_open(
        tree, cell, rest
    )


def _is_group(people: int, smallest: int) -> bool:
    return people == 0 or people >= smallest


def _is_open(tree: Tree, cell: Cell, rest: Rest) -> bool:
    is_whole = tree.parent(cell) is None
    return rest.high == rest.low or rest.is_nobody or rest.keeps_the_sensitive(tree.smallest, is_bounded=is_whole)


def _unknown(tree: Tree, child: Cell, states: Mapping[int, str], past: Mapping[int, Past]) -> Member:
    """A child whose present count is not told, but perhaps an earlier one: since then it may only have grown."""
    state = states.get(child.key, HIDDEN)
    before = past.get(child.key, NEVER).last[1]
    if not before:
        return tree.hidden(child, HIDDEN if state == EXACT else state)
    low = min(before, child.count)
    is_frail = child.is_of_one_mind or 0 < child.count - low < tree.smallest
    return Member(child.count, low, max(child.count, child.total), is_sensitive=is_frail)


def _children(tree: Tree, cell: Cell, states: Mapping[int, str], past: Mapping[int, Past], smallest: int) -> list[Cell]:
    """The children of `cell`, itself renewed now, that may be renewed with it."""
    below = tree.below.get(cell.key, [])
    starts: dict[int, list[Move]] = {}
    for child in below:
        if _may_move(tree, child, states, past, smallest):
            release, count = past.get(child.key, NEVER).last
            starts.setdefault(release, []).append(Move(child.count - count, child.key))
    chosen = _that_leave_groups(_since(cell, below, past), starts, smallest)
    going = {move.key for move in chosen}
    rest = Rest(
        [*tree.apart(cell), *(_unknown(tree, child, states, past) for child in below if child.key not in going)]
    )
    while chosen and not _is_open(tree, cell, rest):
        held = heappop(chosen)
        rest.add(_unknown(tree, tree.cells[held.key], states, past))
    return [tree.cells[move.key] for move in chosen]


class Move(NamedTuple):
    """By how many people the figure of a cell would move."""

    people: int
    key: int


def _that_leave_groups(since: Mapping[int, int], starts: Mapping[int, Sequence[Move]], smallest: int) -> list[Move]:
    """Of the moves, by the release that each begins with, those after which `since` holds groups only; a heap.

    From the latest release back: whoever is held back for one is missing in the earlier ones too, and makes those
    groups larger only.
    """
    chosen: list[Move] = []
    people = 0
    for release, came in sorted(since.items(), reverse=True):
        for move in starts.get(release, []):
            heappush(chosen, move)
            people += move.people
        while chosen and not _is_group(came - people, smallest):
            people -= heappop(chosen).people
    return chosen


def _since(cell: Cell, below: Iterable[Cell], past: Mapping[int, Past]) -> dict[int, int]:
    """Since each release that showed `cell` (0: from the beginning): how many have come and are in no figure below it.

    In a figure are those of a child who came between two of its figures, both since then.
    """
    steps = [(0, 0), *past.get(cell.key, NEVER).steps]
    runs: dict[int, int] = {}
    for child in below:
        for start, people in past.get(child.key, NEVER).runs:
            runs[start] = runs.get(start, 0) + people
    since: dict[int, int] = {}
    in_figures = 0
    for release, count in reversed(steps):
        in_figures += runs.get(release, 0)
        since[release] = cell.count - count - in_figures
    return since
