"""The reporting engine: which figures about groups may be shown. Pure; no query, no request.

Smallest group and complementary suppression follow the practice of statistical offices (primary suppression of small
cells, then suppression of further cells until no hidden one can be worked out from a total). See trust.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

SMALLEST_GROUP = 5
SMALLEST_TRACE = 10  # a unit is kept beside a vote or an anonymous idea only if it has this many people


@dataclass(frozen=True, slots=True)
class Cell:
    """How many of the `total` people in the group `key` are counted; `parent` is the group that holds this one."""

    key: int
    parent: int | None
    count: int
    total: int


def shown(cells: Iterable[Cell], smallest: int = SMALLEST_GROUP) -> frozenset[int]:
    """The keys of the cells that may be shown. Counts of a parent include those of its children.

    A cell is hidden when fewer than `smallest` people are counted in it. Then, below each shown parent, more children
    are hidden, the smallest first, until the people in hidden children and in the parent itself are none or at least
    `smallest`: otherwise subtraction would give them away.
    """
    by_key = {cell.key: cell for cell in cells}
    children: dict[int | None, list[Cell]] = {}
    for cell in by_key.values():
        children.setdefault(cell.parent if cell.parent in by_key else None, []).append(cell)
    visible = {key for key, cell in by_key.items() if cell.count >= smallest}
    changed = True
    while changed:
        changed = False
        for parent in [cell for cell in by_key.values() if cell.key in visible]:
            below = children.get(parent.key, [])
            seen = sorted((cell for cell in below if cell.key in visible), key=lambda cell: (cell.count, cell.key))
            rest = parent.count - sum(cell.count for cell in seen)
            if seen and 0 < rest < smallest:
                visible.discard(seen[0].key)
                _hide_below(seen[0].key, children, visible)
                changed = True
    return frozenset(visible)


def _hide_below(key: int, children: Mapping[int | None, list[Cell]], visible: set[int]) -> None:
    """Hide what lies below a cell hidden on purpose: the sum of its children would give it back."""
    for cell in children.get(key, []):
        if cell.key in visible:
            visible.discard(cell.key)
            _hide_below(cell.key, children, visible)


def too_small(people: Mapping[int | None, int], smallest: int = SMALLEST_GROUP) -> set[int | None]:
    """The groups that must become one nameless group, so that no group left is smaller, and that one neither.

    `people` counts each group's; `None` is the nameless one. If all of them together are too few, it is all of them.
    """
    merged: set[int | None] = {group for group, number in people.items() if group is None or number < smallest}
    others = sorted((number, group) for group, number in people.items() if group is not None and group not in merged)
    together = sum(people[group] for group in merged)
    for number, group in others:
        if together == 0 or together >= smallest:
            break
        merged.add(group)
        together += number
    return merged


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


def only_day(moment: datetime) -> datetime:
    """Midnight UTC of that day: all that is kept of when something secret happened.

    The minute, laid beside that of a sign-in, would name whose it was.
    """
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def percent_or_bound(part: int, whole: int, *, blur_below: int = 10) -> tuple[int, str]:
    """`part` of `whole` as a per cent, and how to read it: `"exact"`, `"over"` or `"under"`.

    A unanimous answer of a group under `blur_below` would tell how each member answered, so it is only bounded.
    """
    if whole and whole < blur_below and part == whole:
        return 80, "over"
    if whole and whole < blur_below and part == 0:
        return 20, "under"
    return round(100 * part / whole) if whole else 0, "exact"
