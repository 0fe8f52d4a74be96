"""Attacks on what is published. Each answers what it found out; none knows more than was shown."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from core.privacy import Cell

Known = Mapping[int, tuple[int, frozenset[int]]]  # key → count, and the units that it counts
TOLERANCE = 1e-6


def by_subtraction(known: Known, smallest: int, *, triples: bool) -> list[tuple[int, ...]]:
    """Visible cells of which two, or three, leave a group of fewer than `smallest` people when they are subtracted.

    A larger cell less one, or less two apart from each other, that lie in it: whoever is left is known to be so few.
    """
    found: list[tuple[int, ...]] = []
    for large, (count, units) in known.items():
        inside = [key for key, (_, others) in known.items() if key != large and others < units]
        found += [(large, key) for key in inside if stands_out(count - known[key][0], smallest)]
        if triples:
            numbers = np.array([known[key][0] for key in inside])
            for place, key in enumerate(inside):
                rest = count - known[key][0] - numbers[place + 1 :]
                for other in np.flatnonzero((rest > 0) & (rest < smallest)):
                    other_key = inside[place + 1 + int(other)]
                    if not known[key][1] & known[other_key][1]:
                        found.append((large, key, other_key))
    return found


def by_siblings(cells: Iterable[Cell], visible: Iterable[int], smallest: int) -> list[int]:
    """Visible parents of which all visible children together leave fewer than `smallest` people."""
    by_key, seen = {cell.key: cell for cell in cells}, set(visible)
    below: dict[int | None, list[int]] = {}
    for key in seen:
        below.setdefault(by_key[key].parent, []).append(by_key[key].count)
    return [key for key in seen if key in below and stands_out(by_key[key].count - sum(below[key]), smallest)]


def stands_out(people: int, smallest: int) -> bool:
    return 0 < people < smallest


class Program:
    """What is known of counts that are not shown: sums of them, and between which bounds each lies."""

    def __init__(self, highs: Sequence[float | None], lows: Sequence[float] | None = None) -> None:
        self.bounds = list(zip(lows or [0.0] * len(highs), highs, strict=True))
        self.sums: list[tuple[list[int], float]] = []

    def knows(self, variables: Iterable[int], total: float) -> None:
        self.sums.append((list(variables), total))

    def interval(self, variables: Iterable[int]) -> tuple[float, float]:
        """Between which numbers the sum of these lies, given everything known."""
        goal = np.zeros(len(self.bounds))
        goal[list(variables)] = 1
        least, most = self._solve(goal), self._solve(-goal)
        return (least.fun, -most.fun if most.status == 0 else float("inf"))

    def _solve(self, goal: Any) -> Any:
        answer = linprog(goal, A_eq=self._matrix() if self.sums else None, b_eq=self._totals(), bounds=self.bounds)
        assert answer.status in (0, 3), answer.message  # solved, or without a bound
        return answer

    def _matrix(self) -> Any:
        rows = [row for row, (variables, _) in enumerate(self.sums) for _ in variables]
        columns = [variable for variables, _ in self.sums for variable in variables]
        return csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(self.sums), len(self.bounds)))

    def _totals(self) -> list[float] | None:
        return [total for _, total in self.sums] or None


def pairs(items: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    yield from combinations(items, 2)
