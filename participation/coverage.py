"""Coverage of a campaign over its units, made safe to show. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.privacy import OVER, Cell, percent_or_bound, released, told
from participation.reorganised import Closed, as_if_always
from votes.ranking import wilson

WHOLE = 0  # the key of everyone asked; the ids of units start at 1
STRIP = 96


@dataclass(frozen=True, slots=True)
class UnitCount:
    """What is known of one unit without those below it. `weeks` are the people who took part in each week.

    A `closed` unit has nobody any more; whoever was heard in it counts in the unit `into`, if another took it up.
    Figures up to release number `until` are of the unit before it took up others, and do not fit its people now.
    """

    id: int
    name: str
    invited: int
    heard: int
    weeks: tuple[int, ...] = ()
    closed: bool = False
    into: int | None = None
    until: int = 0


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


def figures(
    units: Sequence[UnitCount], totals: Mapping[str, int], smallest: int, earlier: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """What may be released: JSON with the company's figures and one row for each unit that has people.

    A hidden figure is `None`. `quiet` names the hidden units that are large enough to be shown one day. `earlier` are
    the figures as last released: what may not stand beside them stays as it is there, and if the company's figure may
    not move, they are the answer. `steps` tell in which releases a figure was new, and what it was: `[[1, 10], …]`.
    """
    earlier = earlier or {}
    before = {row["unit"]: row for row in _rows_of(earlier)}
    past = _releases(earlier)
    gone = _closed(units, before, len(past))
    counts = _taken_up(units, gone)
    cells = _cells(counts, units, before, gone)
    now = released(cells, as_if_always(past, gone.values()), smallest)
    if earlier and WHOLE not in now:
        return dict(earlier)
    states = told(cells, smallest) if WHOLE in now else {}
    keys, number = {cell.key for cell in cells}, len(past) + 1
    rows = [
        _row(unit, _steps(before.get(unit.id, {}), unit.id, now, number), before.get(unit.id, {}), states, smallest)
        for unit in counts
        if unit.id in keys
    ]
    return {
        "smallest": smallest,
        "invited": sum(unit.invited for unit in counts),
        "heard": now.get(WHOLE),
        "units_heard": sum(1 for row in rows if is_told(row)),
        "units_asked": sum(1 for row in rows if is_told(row) or row["invited"] >= smallest),
        "units": rows,
        "quiet": [row["name"] for row in rows if is_quiet(row, smallest)],
        "totals": _totals(totals, earlier.get("totals", {}), smallest) if WHOLE in now else {},
        "steps": _steps(earlier, WHOLE, now, number),
        **_as_it_was(units, earlier, before, len(past)),
    }


def _closed(units: Sequence[UnitCount], before: Mapping[int, Any], number: int) -> dict[int, Closed]:
    """Units that another took up and that stand in earlier releases, by id."""
    return {
        unit.id: Closed(unit.id, unit.into, before[unit.id].get("until", number))
        for unit in units
        if unit.closed and unit.into is not None and unit.id in before
    }


def _taken_up(units: Sequence[UnitCount], gone: Mapping[int, Closed]) -> list[UnitCount]:
    """The open units, each with whoever was heard in those that it took up. Their weeks are left to themselves."""
    more = Counter[int]()
    for unit in units:
        if unit.closed and unit.into is not None:
            more[unit.into] += unit.heard
    until = {each.into: each.until for each in sorted(gone.values(), key=lambda each: each.until)}
    return [
        replace(
            unit,
            heard=unit.heard + more[unit.id],
            weeks=(0,) * len(unit.weeks) if more[unit.id] else unit.weeks,
            until=until.get(unit.id, 0),
        )
        for unit in units
        if not unit.closed
    ]


def _cells(
    counts: Sequence[UnitCount], units: Sequence[UnitCount], before: Mapping[int, Any], gone: Mapping[int, Closed]
) -> list[Cell]:
    """The cells to protect: the whole, each unit there is (no region in between), and in it those that it took up."""
    everyone = sum(unit.heard for unit in units)
    closed = [unit for unit in units if unit.closed and unit.id in before]
    below = {unit.id: max(unit.heard, before[unit.id]["invited"]) for unit in closed}
    within = Counter[int]()
    for each in gone.values():
        within[each.into] += below[each.unit]
    totals = {unit.id: max(_people(unit), within[unit.id]) for unit in counts}
    homes = {each.unit: each.into for each in gone.values()}
    apart = sum(people for unit, people in below.items() if unit not in homes)
    return [
        Cell(WHOLE, None, everyone, max(everyone, sum(totals.values()) + apart)),
        *(Cell(unit.id, WHOLE, unit.heard, totals[unit.id]) for unit in counts if unit.invited or unit.id in within),
        *(Cell(unit.id, homes.get(unit.id, WHOLE), unit.heard, below[unit.id]) for unit in closed),
    ]


def _rows_of(figures: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [*figures.get("units", []), *figures.get("closed", [])]


def _as_it_was(
    units: Sequence[UnitCount], earlier: Mapping[str, Any], before: Mapping[int, Any], number: int
) -> dict[str, Any]:
    """`closed`: rows of units that are no more, as they last were; `reorganised`: the last releases before that."""
    closed = {unit.id: unit.into for unit in units if unit.closed}
    rows = [
        {**row, "into": closed[pk], "until": row.get("until", number)} for pk, row in before.items() if pk in closed
    ]
    known: list[int] = list(earlier.get("reorganised", []))
    is_new = number and number not in known and any("until" not in before[row["unit"]] for row in rows)
    return {"closed": rows, "reorganised": [*known, number] if is_new else known}


def _people(unit: UnitCount) -> int:
    """Everyone in the unit, and whoever was heard in it and has moved on since."""
    return max(unit.invited, unit.heard)


def _releases(figures: Mapping[str, Any]) -> list[dict[int, int]]:
    """What each release so far made new, oldest first: the id of a unit, or `WHOLE`, → how many were heard."""
    if not figures or figures["heard"] is None:
        return []
    if "steps" not in figures:  # released before steps were kept
        shown = {row["unit"]: row["heard"] for row in figures["units"] if row["heard"] is not None}
        return [{WHOLE: figures["heard"], **shown}]
    releases: list[dict[int, int]] = [{} for _ in figures["steps"]]
    for key, steps in [(WHOLE, figures["steps"]), *((row["unit"], row["steps"]) for row in _rows_of(figures))]:
        for number, count in steps:
            releases[number - 1][key] = count
    return releases


def _steps(earlier: Mapping[str, Any], key: int, now: Mapping[int, int], number: int) -> list[list[int]]:
    past = earlier.get("steps")
    if past is None:
        past = [] if earlier.get("heard") is None else [[1, earlier["heard"]]]
    return [*past, [number, now[key]]] if key in now else list(past)


def _totals(totals: Mapping[str, int], earlier: Mapping[str, int], smallest: int) -> dict[str, int]:
    """Ideas and comments can be counted by everyone. Votes cannot, and move only by as many as a group."""
    votes = {name: earlier.get(name, 0) for name, number in totals.items() if name == "votes"}
    held = {name: old for name, old in votes.items() if old and abs(totals[name] - old) < smallest}
    return {**totals, **held}


def is_told(row: Mapping[str, Any]) -> bool:
    """Whether anything is told of how many were heard in a unit: the number, or in a small one a bound."""
    return row["heard"] is not None or row.get("bound", "exact") != "exact"


def is_quiet(row: Mapping[str, Any], smallest: int) -> bool:
    """Whether a row is hidden although its unit is large enough to be shown."""
    return not is_told(row) and row["invited"] >= smallest


def _row(
    unit: UnitCount,
    steps: list[list[int]],
    before: Mapping[str, Any],
    states: Mapping[int, str],
    smallest: int,
) -> dict[str, Any]:
    row: dict[str, Any] = {"unit": unit.id, "name": unit.name, "invited": unit.invited, "heard": None, "steps": steps}
    row["active"] = [None for _ in unit.weeks]
    if steps and steps[-1][0] > unit.until:
        heard = steps[-1][1]
        people = max(unit.invited, heard)  # somebody heard here may have moved on since
        low, high = wilson(heard, people)
        row["heard"] = heard
        row["percent"] = round(100 * heard / people)
        row["low"], row["high"] = round(100 * low), round(100 * high)
        row["active"] = _active(unit, heard, before, smallest)
        row["weeks"] = [None if count is None else round(100 * count / max(people, count)) for count in row["active"]]
    else:
        row["weeks"] = list(row["active"])
        if states.get(unit.id) == OVER:
            row["percent"], row["bound"] = percent_or_bound(unit.heard, _people(unit))
    return row


def _active(unit: UnitCount, heard: int, before: Mapping[str, Any], smallest: int) -> list[int | None]:
    """The weekly counts that may stand beside the unit's figure, and beside what was shown of both before.

    A week's figure moves only when the unit's does, and both so that nobody is alone in either or in the difference.
    """
    old: list[int | None] = [*before.get("active", []), *[None] * len(unit.weeks)][: len(unit.weeks)]
    moved = heard - (before.get("heard") or 0)
    if not moved:
        return old
    found = list(old)
    for week, count in enumerate(shown_weeks(unit.weeks, heard, smallest)):
        known = old[week]
        parts = () if count is None or known is None else (abs(count - known), abs(moved - (count - known)))
        if count is not None and all(part == 0 or part >= smallest for part in parts):
            found[week] = count
    new = sorted((week for week in range(len(found)) if found[week] != old[week]), key=lambda week: found[week] or 0)
    while new and 0 < heard - sum(count or 0 for count in found) < smallest:
        week = new.pop(0)
        found[week] = old[week]
    return found


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
        if not is_told(row) and not is_quiet(row, figures["smallest"]):
            continue
        state = ("heard" if row["percent"] >= goal else "some") if is_told(row) else "quiet"
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
