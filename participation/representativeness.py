"""Whether those who took part are like those who are there. Pure: from released figures alone, so it tells no more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LOWEST = 5


def overlap(asked: Sequence[int], heard: Sequence[int]) -> float:
    """How far two distributions over the same groups cover each other, from 0 (nowhere) to 1 (the same shares).

    Σ min(a, h) over the groups' shares: 1 less the index of dissimilarity ½ Σ |a - h| of Duncan & Duncan (1955,
    American Sociological Review 20). Of 100 people heard, 100 times the rest would have to come from other groups for
    both to be alike. `asked` and `heard` are people by group, in the same order; 0 where one of them is nobody.
    """
    people, voices = sum(asked), sum(heard)
    if not people or not voices:
        return 0.0
    return sum(min(one / people, other / voices) for one, other in zip(asked, heard, strict=True))


def _groups(figures: Mapping[str, Any]) -> list[tuple[str, int, int]]:
    """Name, people asked and people heard of each unit shown, and at the end of all others together, without a name.

    Where no other is asked there is none: the figures of units may be some people behind the company's.
    """
    shown = [row for row in figures["units"] if row["heard"] is not None]
    groups = [(row["name"], row["invited"], row["heard"]) for row in shown]
    asked = figures["invited"] - sum(row["invited"] for row in shown)
    heard = figures["heard"] - sum(row["heard"] for row in shown)
    return [*groups, ("", asked, max(0, heard))] if asked > 0 else groups


def percent_alike(figures: Mapping[str, Any]) -> int | None:
    """The overlap over units in whole per cent. Units not shown count as one, so it is at most too high.

    `None` before the first release, and where no unit is shown or one alone: there is nothing to compare.
    """
    if not figures.get("heard") or not figures["invited"]:
        return None
    groups = _groups(figures)
    if len(groups) < 2:
        return None
    return round(100 * overlap([asked for _, asked, _ in groups], [heard for _, _, heard in groups]))


def lowest(figures: Mapping[str, Any], most: int = LOWEST) -> list[int]:
    """Ids of the units with the lowest coverage of those shown, lowest first, below the company's; at most `most`."""
    if not figures.get("heard"):
        return []
    whole = 100 * figures["heard"] / max(figures["invited"], figures["heard"])
    below = [row for row in figures["units"] if row["heard"] is not None and row["percent"] < whole]
    return [row["unit"] for row in sorted(below, key=lambda row: (row["percent"], row["high"], row["unit"]))[:most]]


@dataclass(frozen=True, slots=True)
class Share:
    """A unit's share of everyone asked and of everyone heard, in whole per cent. Unnamed: all units not shown."""

    name: str
    asked: int
    heard: int

    @property
    def gap(self) -> int:
        """Points by which the unit is over-heard; below zero when under-heard."""
        return self.heard - self.asked


def shares(figures: Mapping[str, Any], most: int = 8) -> list[Share]:
    """Shares of the workforce and of those heard, where they differ most, the under-heard first.

    `figures` hold every unit. Those not shown stand together: they are nobody, or enough not to stand out.
    """
    if not figures.get("heard") or not figures["invited"]:
        return []
    found = [
        Share(name, round(100 * asked / figures["invited"]), round(100 * heard / figures["heard"]))
        for name, asked, heard in _groups(figures)
    ]
    told = [share for share in found if share.asked or share.heard]
    widest = sorted(told, key=lambda share: (-abs(share.gap), share.name))[:most]
    return sorted(widest, key=lambda share: (share.gap, share.name))
