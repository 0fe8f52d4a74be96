"""Scores that order ideas. Pure functions of counts.

Top is the empirical-Bayes shrunk support rate (A + α) / (S + α + β), after Efron and Morris (1975): of all who voted,
passes included, the share that supports the idea, drawn towards what is usual in its campaign while few have voted.
`votes/shrinkage.py` finds α and β; without them both are 1 (Laplace). Common ground is the group-informed consensus of
Small et al. (2021, doi 10.6035/recerca.5516) with units as the groups. Wilson's interval is of 1927.
"""

import math
from collections.abc import Iterable
from typing import NamedTuple

Z = 1.959963984540054
TOO_EARLY = 10
UNIT_VOTERS = 5
AGREEING_UNITS = 3
AGREEING_RATE = 0.6
MATERIAL = 0.01  # a point in a hundred
FOR_AGREED = 0.001
ASIDE = 2.0


class Counts(NamedTuple):
    """Votes on one idea, overall or from one unit."""

    support: int
    object: int
    passed: int

    @property
    def seen(self) -> int:
        """How many have given an answer: support, objection or pass."""
        return self.support + self.object + self.passed


class Shape(NamedTuple):
    """The Beta(α, β) towards which support rates are drawn."""

    alpha: float
    beta: float


LAPLACE = Shape(1.0, 1.0)


def shrunk_rate(counts: Counts, shape: Shape = LAPLACE) -> float:
    """Support per person who has voted, drawn towards α / (α + β). Between 0 and 1."""
    return (counts.support + shape.alpha) / (counts.seen + shape.alpha + shape.beta)


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
    """Whether too few have voted to rank the idea."""
    return counts.seen < TOO_EARLY


def top(counts: Counts, shape: Shape = LAPLACE, *, aside: bool = False) -> float:
    """Where the idea stands in Top, to four places. Those too early to rank come after all others, in the same order.

    `aside` puts an idea among them however many have voted.
    """
    rate = shrunk_rate(counts, shape)
    return round(rate - 1 if aside or is_too_early(counts) else rate, 4)


def divisive(counts: Counts, *, aside: bool = False) -> float:
    """How evenly and how strongly people are split: 1 when half support and half object, 0 when all agree."""
    if aside or counts.seen == 0 or is_too_early(counts):
        return 0.0
    return round(2 * min(counts.support, counts.object) / counts.seen, 4)


def common_ground(by_unit: Iterable[Counts], *, smallest: int = UNIT_VOTERS) -> float:
    """The geometric mean of the Laplace rates of the units with `smallest` voters; 0 with fewer than two such units.

    It is high only where every unit supports: a big one cannot outvote a small one.
    """
    rates = _rates(by_unit, smallest)
    if len(rates) < 2:
        return 0.0
    return math.exp(sum(math.log(rate) for rate in rates) / len(rates))


def is_agreed(by_unit: Iterable[Counts], *, smallest: int = UNIT_VOTERS) -> bool:
    """Whether at least three units have `smallest` voters, and the Laplace rate of each of these is .6 or more."""
    rates = _rates(by_unit, smallest)
    return len(rates) >= AGREEING_UNITS and min(rates) >= AGREEING_RATE


def _rates(by_unit: Iterable[Counts], smallest: int) -> list[float]:
    return [shrunk_rate(counts) for counts in by_unit if counts.seen >= smallest]


def ground(by_unit: Iterable[Counts], *, smallest: int = UNIT_VOTERS) -> float:
    """Common ground as the list's column keeps it, so coarse that no unit's share can be told from it.

    It is rounded to two places; the third is 1 where units agree, which puts the idea before others of its rank.
    """
    units = list(by_unit)
    agreed = FOR_AGREED if is_agreed(units, smallest=smallest) else 0
    return round(round(common_ground(units, smallest=smallest), 2) + agreed, 3)


def tells_agreement(kept: float) -> bool:
    """Whether the column says that units agree."""
    return kept > 0 and round(kept / FOR_AGREED) % 10 == 1


def set_aside(kept: float, *, aside: bool) -> float:
    """The column of an idea that stands behind all others, or does so no more. Nothing of it is lost."""
    there = kept < 0
    return round(kept + ASIDE * (there - aside), 3)


def moved(old: Shape, new: Shape) -> bool:
    """Whether an order may look different by `new`: a rate from half the votes of a ranked idea moves by a point."""
    fewest = TOO_EARLY // 2
    ends = [Counts(0, fewest, 0), Counts(fewest, 0, 0)]  # the rate is linear in between
    return max(abs(shrunk_rate(counts, old) - shrunk_rate(counts, new)) for counts in ends) >= MATERIAL
