"""Scores that order ideas. Pure functions of counts.

Top is the shrunk support rate (A + α) / (S + α + β) with α = β = 1 (Laplace): of those who have seen the idea, passes
included, the share that supports it, pulled towards one half while few have. The interval is Wilson's (1927).
"""

import math
from collections.abc import Iterable
from typing import NamedTuple

Z = 1.959963984540054
TOO_EARLY = 10
UNIT_VOTERS = 5


class Counts(NamedTuple):
    """Votes on one idea, overall or from one unit."""

    support: int
    object: int
    passed: int

    @property
    def seen(self) -> int:
        return self.support + self.object + self.passed


def shrunk_rate(counts: Counts, alpha: float = 1.0, beta: float = 1.0) -> float:
    """Support per person who has seen the idea, shrunk towards α / (α + β). Between 0 and 1."""
    return (counts.support + alpha) / (counts.seen + alpha + beta)


def wilson(part: int, whole: int, z: float = Z) -> tuple[float, float]:
    """The interval that holds the true share with 95 % confidence (Wilson 1927). `(0, 1)` when nobody was asked."""
    if whole == 0:
        return 0.0, 1.0
    share = part / whole
    middle = share + z * z / (2 * whole)
    spread = z * math.sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    scale = 1 + z * z / whole
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def is_too_early(counts: Counts) -> bool:
    """Whether too few have seen the idea to rank it."""
    return counts.seen < TOO_EARLY


def top(counts: Counts) -> float:
    """Where the idea stands in Top. Those too early to rank come after all others, in the same order."""
    rate = shrunk_rate(counts)
    return rate - 1 if is_too_early(counts) else rate


def common_ground(by_unit: Iterable[Counts]) -> float:
    """The geometric mean of the shrunk rates of the units with at least 5 voters; 0 with fewer than two such units.

    It is high only where every unit supports: a big one cannot outvote a small one.
    """
    rates = [shrunk_rate(counts) for counts in by_unit if counts.seen >= UNIT_VOTERS]
    if len(rates) < 2:
        return 0.0
    return math.exp(sum(math.log(rate) for rate in rates) / len(rates))


def divisive(counts: Counts) -> float:
    """How evenly and how strongly people are split: 1 when half support and half object, 0 when all agree."""
    if counts.seen == 0 or is_too_early(counts):
        return 0.0
    return 2 * min(counts.support, counts.object) / counts.seen


def for_you(counts: Counts) -> float:
    """Highest for what the fewest have seen, so that every idea gets a fair share of eyes."""
    return 1 / (1 + counts.seen)
