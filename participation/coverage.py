"""Coverage of a campaign over its units, made safe to show. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.privacy import Cell, shown
from votes.ranking import wilson

WHOLE = 0  # the key of everyone asked; the ids of units start at 1
STRIP = 96


@dataclass(frozen=True, slots=True)
class UnitCount:
    """What is known of one unit without those below it. `weeks` are the people who took part in each week."""

    id: int
    name: str
    invited: int
    heard: int
    weeks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Strip:
    """The coverage strip: a cell a unit, or for `each` units where they are many. `me` is the reader's own or -1."""

    cells: tuple[str, ...]
    me: int
    each: int
    own: str
    heard: int | None
    invited: int
    units_heard: int
    units_asked: int


def figures(units: Sequence[UnitCount], totals: Mapping[str, int], smallest: int) -> dict[str, Any]:
    """What may be released: JSON with the company's figures and one row for each unit that has people.

    A hidden figure is `None`. `totals` are further counts of the whole campaign. `quiet`
    names the hidden units that are large enough to be shown one day.
    """
    everyone = sum(unit.heard for unit in units)
    # What is released is the whole and each unit by itself, no region in between: so these are the cells to protect.
    whole = Cell(WHOLE, None, everyone, sum(unit.invited for unit in units))
    own = [Cell(unit.id, WHOLE, unit.heard, unit.invited) for unit in units if unit.invited]
    visible = shown([whole, *own], smallest)
    rows = [_row(unit, unit.id in visible, smallest) for unit in units if unit.invited]
    return {
        "smallest": smallest,
        "invited": whole.total,
        "heard": everyone if everyone >= smallest else None,
        "units_heard": sum(1 for row in rows if row["heard"] is not None),
        "units_asked": sum(1 for row in rows if row["heard"] is not None or row["invited"] >= smallest),
        "units": rows,
        "quiet": [row["name"] for row in rows if is_quiet(row, smallest)],
        "totals": dict(totals) if everyone >= smallest else {},
    }


def is_quiet(row: Mapping[str, Any], smallest: int) -> bool:
    """Whether a row is hidden although its unit is large enough to be shown."""
    return row["heard"] is None and row["invited"] >= smallest


def _row(unit: UnitCount, visible: bool, smallest: int) -> dict[str, Any]:
    row: dict[str, Any] = {"unit": unit.id, "name": unit.name, "invited": unit.invited, "heard": None, "weeks": []}
    if visible:
        people = max(unit.invited, unit.heard)  # somebody heard here may have moved on since
        low, high = wilson(unit.heard, people)
        row["heard"] = unit.heard
        row["percent"] = round(100 * unit.heard / people)
        row["low"], row["high"] = round(100 * low), round(100 * high)
        weeks = shown_weeks(unit.weeks, unit.heard, smallest)
        row["weeks"] = [None if count is None else round(100 * count / max(people, count)) for count in weeks]
    else:
        row["weeks"] = [None for _ in unit.weeks]
    return row


def shown_weeks(weeks: Sequence[int], heard: int, smallest: int) -> list[int | None]:
    """The weekly counts that may stand beside the unit's total of `heard` people.

    Somebody may take part in several weeks, so weeks do not add up to the total. Still, those heard in no shown week
    (the total less one week, or less all that are shown) must be none or at least `smallest`.
    """
    kept = {at: count for at, count in enumerate(weeks) if count >= smallest and not 0 < heard - count < smallest}
    while kept and 0 < heard - sum(kept.values()) < smallest:
        del kept[min(kept, key=lambda at: (kept[at], at))]
    return [kept.get(at) for at in range(len(weeks))]


@dataclass(frozen=True, slots=True)
class Strips:
    """The coverage strip as everyone sees it, and the state and name of each unit in it, by id."""

    plain: Strip
    units: Mapping[int, tuple[str, str]]

    def of(self, own: int | None) -> Strip:
        """The strip of somebody whose unit has the id `own`."""
        if own is None or own not in self.units:
            return self.plain
        state, name = self.units[own]
        return replace(self.plain, me=self.plain.cells.index(state), own=name)


def strips(figures: Mapping[str, Any], *, goal: int) -> Strips:
    """The coverage strip of released `figures`. Cells are sorted by state, so that a place in the row names no unit.

    A unit is `heard` when it reaches `goal` per cent, `some` when it is shown below that, else `quiet`.
    """
    states: dict[str, int] = {"heard": 0, "some": 0, "quiet": 0}
    units: dict[int, tuple[str, str]] = {}
    for row in figures["units"]:
        if row["heard"] is None and not is_quiet(row, figures["smallest"]):
            continue
        state = "quiet" if row["heard"] is None else ("heard" if row["percent"] >= goal else "some")
        states[state] += 1
        units[row["unit"]] = state, row["name"]
    each = -(-sum(states.values()) // STRIP) or 1
    plain = Strip(
        cells=tuple(state for state, number in states.items() for _ in range(-(-number // each))),
        me=-1,
        each=each,
        own="",
        heard=figures["heard"],
        invited=figures["invited"],
        units_heard=figures["units_heard"],
        units_asked=figures["units_asked"],
    )
    return Strips(plain, units)


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
    """Shares of the workforce and of those heard, where they differ most, under-heard first.

    `figures` hold every unit. Those not shown stand together: they are nobody, or enough not to stand out.
    """
    if not figures.get("heard") or not figures["invited"]:
        return []
    shown = [row for row in figures["units"] if row["heard"] is not None]
    counts = [(row["name"], row["invited"], row["heard"]) for row in shown]
    asked = figures["invited"] - sum(row["invited"] for row in shown)
    if asked > 0:
        counts.append(("", asked, figures["heard"] - sum(row["heard"] for row in shown)))
    found = [
        Share(name, round(100 * asked / figures["invited"]), round(100 * heard / figures["heard"]))
        for name, asked, heard in counts
    ]
    widest = sorted(found, key=lambda share: (-abs(share.gap), share.name))[:most]
    return sorted(widest, key=lambda share: (share.gap, share.name))


HIDDEN = "hidden"
COLUMNS = ("unit", "people", "heard", "percent", "low", "high")


def table(figures: Mapping[str, Any]) -> list[list[str | int]]:
    """The figures as rows for a file, the head first, then everyone, then each unit. A hidden cell says so."""
    rows = figures.get("units", [])
    number = max((len(row["weeks"]) for row in rows), default=0)
    head: list[str | int] = [*COLUMNS, *(f"week {week} percent" for week in range(1, number + 1))]
    if not figures:
        return [head]
    whole = ["everyone", figures["invited"], _cell(figures["heard"]), *[""] * (number + 3)]
    return [head, whole, *([_cell(value) for value in _values(row)] for row in rows)]


def _values(row: Mapping[str, Any]) -> list[str | int | None]:
    return [row["name"], row["invited"], *(row.get(name) for name in COLUMNS[2:]), *row["weeks"]]


def _cell(value: str | int | None) -> str | int:
    return HIDDEN if value is None else value
