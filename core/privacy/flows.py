"""A table of two attributes as a network of flows, for `core.privacy.tables`."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from heapq import heappop, heappush, nlargest
from typing import NamedTuple

from core.privacy.limits import FEW

CELL, ROW, COLUMN = "cell", "row", "column"
NONE = 0  # stands for the row or the column that a sum does not have
FIRST, LAST = 0, 1  # nodes; not one: what flows from the first to the last is the sum of all, and that is shown
WIDEST = 8  # rows of a column that are tried before a search


class Key(NamedTuple):
    """A cell, or the sum of a row or a column."""

    kind: str
    row: int
    column: int


class Step(NamedTuple):
    """Through an edge to a node; the count becomes smaller where the step goes against the flow."""

    edge: int
    to: int
    is_back: bool


class Network:
    """Rows, columns and two ends are nodes; counts are flows along edges, some of them hidden."""

    def __init__(self, counts: Mapping[tuple[int, int], int]) -> None:
        self.rows: dict[int, int] = {}
        self.columns: dict[int, int] = {}
        for (row, column), number in counts.items():
            self.rows[row] = self.rows.get(row, 0) + number
            self.columns[column] = self.columns.get(column, 0) + number
        self.node = {(ROW, row): node for node, row in enumerate(self.rows, start=2)}
        self.node |= {(COLUMN, column): node for node, column in enumerate(self.columns, start=2 + len(self.rows))}
        self.keys: list[Key] = []
        self.flow: list[int] = []
        self.ends: list[tuple[int, int]] = []
        self.is_hidden = bytearray()
        self.steps: list[list[Step]] = [[] for _ in range(2 + len(self.node))]
        self.hidden: list[list[Step]] = [[] for _ in self.steps]
        self.edge: dict[tuple[int, int], int] = {}
        self._rows: dict[tuple[int, int], list[int]] = {}
        for (row, column), number in counts.items():
            self._add(Key(CELL, row, column), self.node[ROW, row], self.node[COLUMN, column], number)
        for row, number in self.rows.items():
            self._add(Key(ROW, row, NONE), FIRST, self.node[ROW, row], number)
        for column, number in self.columns.items():
            self._add(Key(COLUMN, NONE, column), self.node[COLUMN, column], LAST, number)

    def _add(self, key: Key, start: int, end: int, flow: int) -> None:
        edge = self.edge[start, end] = len(self.keys)
        self.keys.append(key)
        self.flow.append(flow)
        self.ends.append((start, end))
        self.is_hidden.append(0)
        self.steps[start].append(Step(edge, end, is_back=False))
        self.steps[end].append(Step(edge, start, is_back=True))

    def is_small(self, edge: int, smallest: int) -> bool:
        """Whether a count is hidden for itself: too few people, or nearly all of a small group.

        In a single column everybody is: that tells nothing of them but that they are there.
        """
        key, flow = self.keys[edge], self.flow[edge]
        tells = key.kind == CELL and len(self.columns) > 1 and self._is_few(key.row)
        return flow < smallest or (tells and 5 * flow >= 4 * self.rows[key.row])

    def _is_few(self, row: int) -> bool:
        return 0 < self.rows[row] < FEW

    def hide(self, edge: int) -> None:
        """Hide a count that is not hidden yet."""
        start, end = self.ends[edge]
        self.is_hidden[edge] = 1
        self.hidden[start].append(Step(edge, end, is_back=False))
        self.hidden[end].append(Step(edge, start, is_back=True))

    def fill_lines(self, smallest: int) -> list[int]:
        """Hide the least in each row and column until its hidden cells are two and hold nobody or a group.

        Nothing less can do. Answers what was hidden. The sum of a line stays.
        """
        added: list[int] = []
        for node in self.node.values():
            cells = [step.edge for step in self.steps[node] if self.keys[step.edge].kind == CELL]
            held = [edge for edge in cells if self.is_hidden[edge]]
            more = deque(sorted((e for e in cells if not self.is_hidden[e]), key=lambda e: (self.flow[e], e)))
            total = self.steps[node][-1].edge  # sums were added last
            while more and self._leaves_out(held, smallest) and not self.is_hidden[total]:
                held.append(more.popleft())
                self.hide(held[-1])
                added.append(held[-1])
        return added

    def _leaves_out(self, held: Sequence[int], smallest: int) -> bool:
        people = sum(self.flow[edge] for edge in held)
        return people > 0 and (people < smallest or len(held) < 2)

    def make_room(self, edge: int, smallest: int) -> list[int]:
        """Hide what it takes for the hidden count of `edge` to be able to vary by `smallest`. Answers what was hidden.

        A count of nobody needs none, but in a row of few people, of whom it would tell what none of them did.
        """
        key, (start, end) = self.keys[edge], self.ends[edge]
        if not self.flow[edge] and not (key.kind == CELL and self._is_few(key.row)):
            return []
        added: list[int] = []
        while not self._has_room_nearby(edge, smallest):
            more, up = self._free(edge, end, start, smallest)
            less, down = self._free(edge, start, end, min(smallest - more, self.flow[edge]))
            if more + less >= smallest:
                break
            path = self._cheapest(edge, end, start, up) or self._cheapest(edge, start, end, down)
            for step in path:
                if not self.is_hidden[step.edge]:
                    self.hide(step.edge)
                    added.append(step.edge)
            if not path:
                break
        return added

    def _has_room_nearby(self, edge: int, smallest: int) -> bool:
        """Whether exchanges with single other rows give room enough already: quick, and never true without room."""
        if self.keys[edge].kind == COLUMN:
            return False
        is_cell = self.keys[edge].kind == CELL
        row = self.ends[edge][0 if is_cell else 1]
        here = self.ends[edge][1 if is_cell else 0]
        more = less = 0
        used: set[int] = set()
        for step in self.hidden[row]:
            if step.edge == edge:
                continue
            gives, takes = self._exchange(row, here, step, used)
            more += gives
            less = min(self.flow[edge], max(less, takes))
            if more + less >= smallest:
                return True
        return False

    def _exchange(self, row: int, here: int, step: Step, used: set[int]) -> tuple[int, int]:
        """How much more, and less, `row` could have `here` if `used` others had less, or another more, along `step`.

        `here` and `step` lead from the row to two columns, or one of them to the first node, from which rows are
        filled. A row's sum is no less than its cells, so only cells are limits.
        """
        unlimited, is_square = sum(self.rows.values()), FIRST not in (here, step.to)
        column, beside = (step.to, here) if here == FIRST else (here, step.to)
        others = [other for other in self._widest(column, beside) if other != row]
        wanted, gives = self.flow[step.edge] if is_square else unlimited, 0
        for other in others:
            if other not in used and gives < wanted:
                used.add(other)
                gives = min(wanted, gives + self.flow[self.edge[other, column]])
        if is_square:
            more = (self.flow[self.edge[other, step.to]] for other in self._widest(step.to, here) if other != row)
            return gives, max(more, default=0)
        return gives, (self.flow[step.edge] if here == FIRST else unlimited) if others else 0

    def _widest(self, column: int, beside: int) -> list[int]:
        """The rows with the largest hidden cells of a column of which the cell in the column `beside` is hidden too."""
        found = self._rows.get((column, beside))
        if found is None:
            there = {step.to for step in self.hidden[beside]}
            both = [step for step in self.hidden[column] if step.to in there and step.to != LAST]
            steps = nlargest(WIDEST, both, key=lambda step: self.flow[step.edge])
            found = self._rows[column, beside] = [step.to for step in steps]
        return found

    def _free(self, edge: int, start: int, end: int, most: int) -> tuple[int, dict[int, int]]:
        """How much, up to `most`, can flow from `start` to `end` through hidden counts besides `edge`."""
        changes: dict[int, int] = {}
        flow = 0
        most = min(most, self._most(edge, start, is_out=True), self._most(edge, end, is_out=False))
        while flow < most:
            path = self._way(edge, start, end, changes)
            if not path:
                break
            rooms = [self.flow[step.edge] + changes.get(step.edge, 0) for step in path if step.is_back]
            room = min([most - flow, *rooms])
            for step in path:
                changes[step.edge] = changes.get(step.edge, 0) + (-room if step.is_back else room)
            flow += room
        return flow, changes

    def _most(self, avoided: int, node: int, *, is_out: bool) -> int:
        """How much can flow out of or into a node through hidden counts at most."""
        steps = [step for step in self.hidden[node] if step.edge != avoided]
        if any(step.is_back != is_out for step in steps):
            return sum(self.rows.values())  # along the flow, without a limit
        return sum(self.flow[step.edge] for step in steps)

    def _way(self, avoided: int, start: int, end: int, changes: Mapping[int, int]) -> list[Step]:
        """A way through hidden counts, in depth; an empty one where there is none."""
        came: dict[int, tuple[int, Step]] = {start: (start, Step(avoided, start, is_back=False))}
        waiting = [start]
        while waiting:
            node = waiting.pop()
            last = self._last_step(node, end)
            if last and last.edge != avoided and self._can(last, changes):
                came[end] = node, last
                return list(_path(came, start, end))
            for step in self.hidden[node]:
                if step.to not in came and step.edge != avoided and self._can(step, changes):
                    came[step.to] = node, step
                    waiting.append(step.to)
        return []

    def _last_step(self, node: int, end: int) -> Step | None:
        """Straight from `node` to `end`: a column may have thousands of ways on."""
        for ends, is_back in (((node, end), False), ((end, node), True)):
            edge = self.edge.get(ends, -1)
            if edge >= 0 and self.is_hidden[edge]:
                return Step(edge, end, is_back)
        return None

    def _cheapest(self, avoided: int, start: int, end: int, changes: Mapping[int, int]) -> list[Step]:
        """The way on which the least that is shown has to be hidden (Dijkstra); an empty one where there is none."""
        came: dict[int, tuple[int, Step]] = {}
        costs = {start: 0}
        waiting = [(0, start)]
        while waiting:
            cost, node = heappop(waiting)
            if node == end:
                return list(_path(came, start, end))
            if cost > costs[node]:
                continue
            for step in self.steps[node]:
                further = cost + (0 if self.is_hidden[step.edge] else self.flow[step.edge] + 1)
                known = costs.get(step.to)
                if (known is not None and known <= further) or step.edge == avoided or not self._can(step, changes):
                    continue
                came[step.to], costs[step.to] = (node, step), further
                heappush(waiting, (further, step.to))
        return []

    def _can(self, step: Step, changes: Mapping[int, int]) -> bool:
        """Whether the count can change further that way. Nothing limits how large it could be."""
        return not step.is_back or self.flow[step.edge] + changes.get(step.edge, 0) > 0


def _path(came: Mapping[int, tuple[int, Step]], start: int, end: int) -> Iterator[Step]:
    while end != start:
        end, step = came[end]
        yield step
