"""Released figures as the rows of a file: the same cells as on the page, and the same ones hidden. Pure."""

from collections.abc import Mapping
from typing import Any

HIDDEN = "hidden"
COLUMNS = ("unit", "people", "heard", "percent", "low", "high")


def table(figures: Mapping[str, Any]) -> list[list[str | int]]:
    """The head first, then everyone, then each unit. A hidden cell says so and is never a number."""
    rows = figures.get("units", [])
    number = max((len(row["weeks"]) for row in rows), default=0)
    head: list[str | int] = [*COLUMNS, *(f"week {week} percent" for week in range(1, number + 1))]
    if not figures:
        return [head]
    whole = ["everyone", figures["invited"], _cell(figures["heard"]), *[""] * (number + 3)]
    return [head, whole, *([_cell(value) for value in _values(row)] for row in rows)]


def _values(row: Mapping[str, Any]) -> list[str | int | None]:
    percent = f"{row['percent']} or more" if row.get("bound") == "over" else row.get("percent")
    return [row["name"], row["invited"], row["heard"], percent, row.get("low"), row.get("high"), *row["weeks"]]


def _cell(value: str | int | None) -> str | int:
    return HIDDEN if value is None else value
