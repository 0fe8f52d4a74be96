"""Support that came faster than the rest of its campaign explains. Pure functions of counts.

A scan statistic (Kulldorff 1997, doi 10.1080/03610929708831995): counted is support from people new to voting, in slots
of some minutes, and every window of three lengths is compared with what the other ideas had in it. What is usual for an
idea is what it had outside of the window, against the others, and no less than an equal share. docs/decisions/0013 has
what was measured.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

SLOT = 300  # seconds
WINDOWS = (3, 12, 288)  # slots: any ten minutes lie within the first; then an hour, and a day
NEW = 6  # votes in the campaign, up to which a person is new to voting
ALARM = 1e-3  # false alarms that chance may bring in a look at a whole campaign, at most
SLACK = 0.5
TIMES = 2  # so much more than usual it must be: among very many votes the smallest change would be no chance
TERMS = 10_000

Pace = Mapping[int, Mapping[int, int]]


class Burst(NamedTuple):
    """`support` for an idea in a window of `slots` that ends with the slot `last`; `expected` is what is usual.

    `surprise` is minus the logarithm of the probability of so much or more.
    """

    idea: int
    slots: int
    last: int
    support: int
    expected: float
    surprise: float


def surprise(observed: int, expected: float) -> float:
    """-ln P(X ≥ `observed`) for a Poisson X with the mean `expected` > 0; exact also where P rounds to nought."""
    if observed <= 0:
        return 0.0
    if observed <= expected:
        below = sum(math.exp(_log_chance(number, expected)) for number in range(observed))
        return -math.log1p(-below) if below < 1 else 0.0
    rest, term = 1.0, 1.0
    for number in range(observed + 1, observed + TERMS):
        term *= expected / number
        rest += term
        if term < rest * 1e-17:
            break
    return -_log_chance(observed, expected) - math.log(rest)


def _log_chance(number: int, mean: float) -> float:
    return number * math.log(mean) - mean - math.lgamma(number + 1)


def alarm_at(ideas: int) -> float:
    """From which surprise on a window is an alarm: 10⁻³, shared by three windows of so many ideas (Bonferroni)."""
    return -math.log(ALARM / (len(WINDOWS) * max(ideas, 1)))


def usual(own: int, others: int, ideas: int) -> float:
    """How much support an idea has for each that the others have: as it had, and no less than equally much."""
    equal = 1 / max(ideas - 1, 1)
    return max(own / others, equal) if others > 0 else equal


def find(pace: Pace, support: Mapping[int, int], ideas: int) -> list[Burst]:
    """The most surprising window of each idea that is an alarm, the most surprising first.

    `pace` is slot → idea → support from people new to voting, `support` is idea → support from everybody until now, of
    all `ideas` of a campaign.
    """
    found: dict[int, Burst] = {}
    needed, total = alarm_at(ideas), sum(support.values())
    for slots in WINDOWS:
        for last, idea, window, size in _windows(pace, slots):
            here, outside = window[idea], total - size
            if outside < size:
                continue  # nothing is usual yet
            own = max(support.get(idea, 0) - here, 0)
            expected = SLACK + (size - here) * usual(own, outside - own, ideas)
            much = surprise(here, expected) if here >= TIMES * expected else 0
            if much >= needed and (idea not in found or much > found[idea].surprise):
                found[idea] = Burst(idea, slots, last, here, expected, much)
    return sorted(found.values(), key=lambda burst: (-burst.surprise, burst.idea))


def _windows(pace: Pace, slots: int) -> Iterator[tuple[int, int, Counter[int], int]]:
    """Each window in which an idea had more support than in the one before: its last slot, the idea, all, the sum."""
    window: Counter[int] = Counter()
    size = 0
    start = 0
    order = sorted(pace)
    for last in order:
        while order[start] <= last - slots:
            window.subtract(pace[order[start]])
            size -= sum(pace[order[start]].values())
            start += 1
        window.update(pace[last])
        size += sum(pace[last].values())
        for idea in pace[last]:
            yield last, idea, window, size
