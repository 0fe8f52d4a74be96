"""Figures of units that were closed and followed by others, laid beside what was released of both before. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Closed:
    """A unit whose people are counted in the unit `into`, in each release after `until` (a number, from 1)."""

    unit: int
    into: int
    until: int


def last_successor(unit: int, successors: Mapping[int, int | None]) -> int | None:
    """Where one gets from `unit` by way of `successors` (closed unit → the one that followed, if any): an open unit.

    `None` where the way ends at a closed one, or leads round.
    """
    passed = {unit}
    follows = successors.get(unit)
    while follows is not None and follows in successors and follows not in passed:
        passed.add(follows)
        follows = successors[follows]
    return None if follows in passed else follows


def as_if_always(releases: Sequence[Mapping[int, int]], closed: Iterable[Closed]) -> list[dict[int, int]]:
    """What releases would have told of the units of today: key → count, as `core.privacy.released` takes them.

    Whoever knows the last figures of a closed unit and of the one that took it up can add them. So the earlier figures
    of the latter count as including what was known of the former then; otherwise a new one could tell, less both,
    how few have come since.
    """
    gone = list(closed)
    standing: dict[int, int] = {}
    found: list[dict[int, int]] = []
    for number, release in enumerate(releases, start=1):
        standing.update(release)
        told = dict(release)
        for unit in {each.into for each in gone}:
            parts = [each for each in gone if each.into == unit and number <= each.until]
            if not parts or not ({unit, *(each.unit for each in parts)} & release.keys()):
                continue
            told[unit] = standing.get(unit, 0) + sum(standing.get(each.unit, 0) for each in parts)
        found.append(told)
    return found
