"""From measurements to the table: medians, percentiles, ratios, bars. Pure."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

BEGIN, END = "<!-- {0}: begin (bin/bench{1} writes what follows) -->", "<!-- {0}: end -->"


@dataclass(frozen=True)
class Bar:
    """A limit on a ratio: at least (`least`) or at most."""

    limit: float
    least: bool

    def holds(self, value: float) -> bool:
        return value >= self.limit if self.least else value <= self.limit

    def __str__(self) -> str:
        return f"{'≥' if self.least else '≤'} {self.limit:g}"


@dataclass(frozen=True)
class Row:
    """One line of the table. Without a bar it is for information."""

    what: str
    thing: str
    floor: str
    ratio: str
    value: float
    bar: Bar | None = None

    @property
    def holds(self) -> bool:
        return self.bar is None or self.bar.holds(self.value)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest of `values` that at least `share` (0 to 1) of them do not exceed. 0 for none."""
    if not values:
        return 0.0
    ordered = sorted(values)
    place = -(-share * len(ordered) // 1)  # rounded up
    return ordered[max(0, int(place) - 1)]


def median_ratio(things: Sequence[float], floors: Sequence[float]) -> float:
    """The median of the ratios of what was measured in the same round."""
    return statistics.median(thing / floor for thing, floor in zip(things, floors, strict=True))


def spread(things: Sequence[float], floors: Sequence[float]) -> str:
    """Between which ratios the rounds lay."""
    ratios = [thing / floor for thing, floor in zip(things, floors, strict=True)]
    return f"{min(ratios):.2f}–{max(ratios):.2f}"


def milliseconds(seconds: float) -> str:
    return f"{1000 * seconds:.2f}" if seconds < 0.01 else f"{1000 * seconds:.0f}"


def table(rows: Sequence[Row]) -> str:
    """The rows as a table in Markdown."""
    lines = ["| what | thing | floor | ratio | bar | holds |", "| --- | --- | --- | --- | --- | --- |"]
    for row in rows:
        bar = "–" if row.bar is None else str(row.bar)
        holds = "–" if row.bar is None else ("yes" if row.holds else "**no**")
        lines.append(f"| {row.what} | {row.thing} | {row.floor} | {row.ratio} | {bar} | {holds} |")
    return "\n".join(lines)


def marks(subject: str = "") -> tuple[str, str]:
    """Between which lines of the document the figures of a subject of the bench stand; without one, the bench's own."""
    name = f"figures of {subject}" if subject else "figures"
    return BEGIN.format(name, f" {subject}" if subject else ""), END.format(name)


def replaced(document: str, figures: str, subject: str = "") -> str:
    """`document` with `figures` between its marks; what stands around them stays. Raises `ValueError` without marks."""
    opening, closing = marks(subject)
    before, begin, rest = document.partition(opening)
    _old, end, after = rest.partition(closing)
    if not (begin and end):
        raise ValueError(f"The document has no {opening} … {closing}")
    return f"{before}{opening}\n\n{figures.strip()}\n\n{closing}{after}"
