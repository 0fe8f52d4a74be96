"""Which units stand on which side of an idea, where that may be said. Pure.

Numbers are not told, only names: most of those who voted there support it, or object to it. A name is told only where
the reporting engine would let both counts behind it be shown beside all others of the idea, and of no unit in which so
few voted that (nearly) everyone's answer would be known.
"""

from collections.abc import Mapping
from typing import NamedTuple

from core.privacy import FEW, SMALLEST_GROUP, told_in_table

SUPPORT, OBJECT, PASS = 1, 2, 3
REST = -1  # votes that carry no unit
MAJORITY = 0.5


class Sides(NamedTuple):
    """Ids of units: most who voted there support it, or object."""

    support: list[int]
    object: list[int]


def sides(votes: Mapping[int | None, tuple[int, int, int]], smallest: int = SMALLEST_GROUP) -> Sides:
    """`votes`: id of a unit, or `None` → how many from there support, object and pass. Ids come in rising order.

    A side has the majority when its Laplace rate (n + 1) / (all + 2) is above a half.
    """
    counts = {
        (REST if unit is None else unit, choice): number
        for unit, row in votes.items()
        for choice, number in zip((SUPPORT, OBJECT, PASS), row, strict=True)
    }
    told = told_in_table(counts, smallest)
    found = Sides([], [])
    for unit, row in sorted((unit, row) for unit, row in votes.items() if unit is not None):
        seen = sum(row)
        if seen < FEW or unit not in told.rows:
            continue
        for choice, side in ((SUPPORT, found.support), (OBJECT, found.object)):
            if (unit, choice) in told.cells and (row[choice - 1] + 1) / (seen + 2) > MAJORITY:
                side.append(unit)
    return found
