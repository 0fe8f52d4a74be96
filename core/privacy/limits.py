"""How small a group may be, and what of a moment may be kept."""

from collections.abc import Mapping
from datetime import UTC, datetime

SMALLEST_GROUP = 5
SMALLEST_TRACE = 10  # a unit is kept beside a vote or an anonymous idea only if it has this many people
FEW = 10  # of a group under this size it is not told that (nearly) all of them, or none, did the same


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


def only_day(moment: datetime) -> datetime:
    """Midnight UTC of that day: all that is kept of when something secret happened.

    The minute, laid beside that of a sign-in, would name whose it was.
    """
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def percent_or_bound(part: int, whole: int, *, blur_below: int = FEW) -> tuple[int, str]:
    """`part` of `whole` as a per cent, and how to read it: `"exact"`, `"over"` or `"under"` (the bound included).

    A (nearly) unanimous answer of a group under `blur_below` would tell how each member answered, so 80 % or more and
    20 % or less are only bounded. Were only 100 % bounded, the bound itself would tell it.
    """
    if 0 < whole < blur_below and 5 * part >= 4 * whole:
        return 80, "over"
    if 0 < whole < blur_below and 5 * part <= whole:
        return 20, "under"
    return round(100 * part / whole) if whole else 0, "exact"
