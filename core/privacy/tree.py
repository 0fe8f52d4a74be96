"""Which cells of a tree of groups may be shown: those that are large enough, and protect those that are not.

Primary suppression hides small cells, complementary suppression hides more of them until no hidden one can be worked
out (Hundepool et al. 2012, Statistical Disclosure Control, ch. 4). In a tree the cells below one shown cell are bound
to each other by a single sum. How far each hidden one may then vary, given everything that is shown, is known in
closed form and needs no linear program: see `Rest`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.privacy.limits import FEW, SMALLEST_GROUP

EXACT, OVER, HIDDEN = "exact", "over", "hidden"


@dataclass(frozen=True, slots=True)
class Cell:
    """How many of the `total` people in the group `key` are counted; `parent` is the group that holds this one.

    Counts and totals of a parent include those of its children. What is in the parent and in none of its children
    counts as one more child, which has no key and is never shown.
    """

    key: int
    parent: int | None
    count: int
    total: int

    @property
    def bound(self) -> int:
        """The least count that "80 % or more" may stand for."""
        return -(-4 * self.total // 5)

    @property
    def is_of_one_mind(self) -> bool:
        """Whether so few people are in it that it is not told that (nearly) all of them are counted."""
        return self.total < FEW and self.count >= self.bound


@dataclass(frozen=True, slots=True)
class Member:
    """A group whose count is not told, only that it lies between `low` and `high`."""

    count: int
    low: int
    high: int
    is_sensitive: bool = True

    @property
    def width(self) -> int:
        return self.high - self.low

    @property
    def may_be_bounded(self) -> bool:
        """Whether nearly all of a small group are counted: of them it may be known that it is 80 % or more."""
        return self.high < FEW and 5 * self.count >= 4 * self.high

    def is_open(self, smallest: int, more: int, less: int, *, is_bounded: bool) -> bool:
        """Whether it hides enough that its count could be so many `more`, or `less`.

        Its interval is as wide as a group, or as it would be if nothing were shown. Where it may be bounded, the
        interval may also say that 80 % or more are counted, but not whether that is all of them.
        """
        more, less = min(more, self.high - self.count), min(less, self.count - self.low)
        if more + less >= min(smallest, self.width):
            return True
        bound = max(self.low, min(-(-4 * self.high // 5), self.high - 1))
        tells_a_bound = more == self.high - self.count and self.count - less <= bound
        return is_bounded and self.may_be_bounded and tells_a_bound


class Rest:
    """The hidden groups below one shown cell. Their sum is known to everyone who can subtract.

    With s = sum of counts - sum of lows and m = sum of highs - sum of counts, a member of width g may take any value
    in an interval of width min(g, s, m, s + m - g): the bounds that a linear program would find, since nothing but
    that one sum binds them.
    """

    def __init__(self, members: Iterable[Member]) -> None:
        self.count = self.low = self.high = 0
        self.widest = self.sensitive = 0
        self.protected: list[Member] = []
        for member in members:
            self.add(member)

    def add(self, member: Member) -> None:
        self.count += member.count
        self.low += member.low
        self.high += member.high
        self.widest = max(self.widest, member.width)
        if member.is_sensitive:
            self.sensitive += member.count
            self.protected.append(member)

    def is_open(self, smallest: int) -> bool:
        """Whether each member's interval is `smallest` wide, or as wide as it would be if nothing were shown."""
        needed = min(smallest, self.widest)
        above, below = self.high - self.count, self.count - self.low
        return min(above, below) >= needed and above + below - self.widest >= needed

    def keeps_the_sensitive(self, smallest: int, *, is_bounded: bool) -> bool:
        """Whether each sensitive member is hidden: where it has more, the others have as many less, and the reverse.

        `is_bounded`: below the whole. Were it hidden whenever it tells that (nearly) all of a small unit took part, a
        company of twelve, of whom eleven did, would read nothing.
        """
        above, below = self.high - self.count, self.count - self.low
        return all(
            each.is_open(
                smallest, below - (each.count - each.low), above - (each.high - each.count), is_bounded=is_bounded
            )
            for each in self.protected
        )

    @property
    def is_nobody(self) -> bool:
        """Whether no one is in these groups beyond those of whom it is known; told only of ten or more."""
        return self.count == self.low and self.sensitive == 0 and self.high - self.low >= FEW

    def is_safe(self, smallest: int) -> bool:
        """Whether the sum of the hidden may be known: they are nobody or a group, not of one mind, and all open."""
        if self.high == 0 or self.is_nobody:
            return True
        of_one_mind = self.high < FEW and (5 * self.count >= 4 * self.high or 5 * self.count <= self.high)
        return self.count >= smallest and not of_one_mind and self.is_open(smallest)


class Tree:
    """Cells by key, and what lies below each. A parent that is not among the cells is none.

    `frail` are the cells that are too small or of one mind, or hold one that is.
    """

    def __init__(self, cells: Iterable[Cell], smallest: int) -> None:
        self.smallest = smallest
        self.cells = {cell.key: cell for cell in cells}
        self.below: dict[int | None, list[Cell]] = {}
        for cell in sorted(self.cells.values(), key=lambda cell: (cell.count, cell.key)):
            self.below.setdefault(self.parent(cell), []).append(cell)
        self.frail: set[int] = set()
        for cell in reversed(list(self.downwards())):
            small = cell.count < smallest or cell.is_of_one_mind
            if small or any(child.key in self.frail for child in self.below.get(cell.key, [])):
                self.frail.add(cell.key)

    def parent(self, cell: Cell) -> int | None:
        return cell.parent if cell.parent in self.cells else None

    def downwards(self) -> Iterator[Cell]:
        """Every cell, each after its parent."""
        waiting = list(self.below.get(None, []))
        while waiting:
            cell = waiting.pop()
            yield cell
            waiting.extend(self.below.get(cell.key, []))

    def apart(self, cell: Cell) -> list[Member]:
        """The people of `cell` who are in none of its children, if there are any."""
        below = self.below.get(cell.key, [])
        count = max(0, cell.count - sum(child.count for child in below))
        total = max(count, cell.total - sum(child.total for child in below))
        return [Member(count, 0, total, is_sensitive=0 < count < self.smallest)] if below and total else []

    def hidden(self, cell: Cell, state: str) -> Member:
        """`cell` as one of those that are not told exactly."""
        if state == OVER:
            return Member(cell.count, max(self.smallest, cell.bound), cell.total)
        return Member(cell.count, 0, max(cell.count, cell.total), is_sensitive=cell.key in self.frail)


def told(cells: Iterable[Cell], smallest: int = SMALLEST_GROUP) -> dict[int, str]:
    """What may be told of which cells: key → `"exact"` or `"over"`; of the others nothing.

    `"over"` (80 % or more) stands for groups under ten of whom (nearly) all are counted. For whoever subtracts, such a
    cell is a hidden one. Below each cell that is told exactly, children are hidden, the smallest first, until
    `Rest.is_safe`. Where all of them are hidden and the cell itself still gives one of them away, it is hidden too.
    """
    tree = Tree(cells, smallest)
    states = {cell.key: _first(cell, smallest) for cell in tree.cells.values()}
    order = list(tree.downwards())
    for cell in reversed(order):
        if states[cell.key] == EXACT and not _settle(tree, cell, states):
            states[cell.key] = HIDDEN
    for cell in order:
        parent = tree.parent(cell)
        if parent is not None and states[parent] != EXACT:
            states[cell.key] = HIDDEN  # the sum of its children would give back what was hidden on purpose
    return {key: state for key, state in states.items() if state != HIDDEN}


def shown(cells: Iterable[Cell], smallest: int = SMALLEST_GROUP) -> frozenset[int]:
    """The keys of the cells whose counts may be shown."""
    return frozenset(key for key, state in told(cells, smallest).items() if state == EXACT)


def _first(cell: Cell, smallest: int) -> str:
    if cell.count < smallest:
        return HIDDEN
    if not cell.is_of_one_mind:
        return EXACT
    # With fewer than two counts that "80 % or more" may stand for, it would tell which it is.
    return OVER if max(smallest, cell.bound) < cell.total else HIDDEN


def _settle(tree: Tree, cell: Cell, states: dict[int, str]) -> bool:
    """Hide children of `cell` until the rest is safe. False if `cell` itself gives one of them away."""
    below, smallest = tree.below.get(cell.key, []), tree.smallest
    members = [tree.hidden(child, states[child.key]) for child in below if states[child.key] != EXACT]
    rest = Rest([*members, *tree.apart(cell)])
    for child in [child for child in below if states[child.key] == EXACT]:
        if rest.is_safe(smallest):
            return True
        states[child.key] = HIDDEN
        rest.add(tree.hidden(child, HIDDEN))
    return (
        not below or rest.is_safe(smallest) or rest.keeps_the_sensitive(smallest, is_bounded=tree.parent(cell) is None)
    )
