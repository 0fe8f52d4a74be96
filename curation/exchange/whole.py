"""A whole campaign as a folder: `campaign.json`, and a CSV file for each of `TABLES`. What goes out comes in again."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from curation.exchange.columns import Column, value_of, written
from curation.exchange.rows import BadFiles, Problem, Sheet
from curation.exchange.tables import TABLES, Table

ABOUT = "campaign.json"
FORMAT, VERSION = "cocreate campaign", 1
LARGEST_ABOUT = 1_000_000  # bytes
PARTS = {"format": str, "version": int, "campaign": dict, "audience": list, "stages": list}
Row = dict[str, Any]


@dataclass
class Whole:
    """A campaign with all that is in it: `about` as in campaign.json, and the rows of each file."""

    about: dict[str, Any]
    rows: dict[str, list[Row]] = field(default_factory=dict)


def is_in(folder: Path) -> bool:
    return (folder / ABOUT).exists()


def read(folder: Path) -> Whole:
    """The campaign in `folder`. Raises `BadFiles` with every problem found."""
    problems: list[Problem] = []
    whole = Whole(_about(folder / ABOUT, problems))
    keys: dict[str, set[str]] = {}
    for name, table in TABLES.items():
        sheet = Sheet(folder / f"{name}.csv", set(table.names), problems, strict=True)
        keys[name] = set()
        whole.rows[name] = list(_rows(sheet, table, keys, keys[name]))
    _check_later(whole, keys, problems)
    if problems:
        raise BadFiles(problems)
    return whole


def write(folder: Path, about: Mapping[str, Any], rows: Mapping[str, Iterable[Mapping[str, Any]]]) -> None:
    """Write a campaign into `folder`, which is there and empty. `rows` has each of `TABLES`, read one by one."""
    for name, table in TABLES.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            write_rows(file, table.names, rows[name])
    text = json.dumps({"format": FORMAT, "version": VERSION, **about}, ensure_ascii=False, indent=2)
    (folder / ABOUT).write_text(f"{text}\n", encoding="utf-8")


def write_rows(file: TextIO, names: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """A head and rows as CSV. Every cell is quoted: so a line break or a separator in a text is a part of it."""
    columns = list(names)
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerow(columns)
    writer.writerows([written(row[name]) for name in columns] for row in rows)


def _about(path: Path, problems: list[Problem]) -> dict[str, Any]:
    """What campaign.json says, as far as its parts are there."""
    try:
        if path.is_symlink() or path.stat().st_size > LARGEST_ABOUT:
            raise ValueError("it is no plain file, or too large")
        found = json.loads(path.read_text(encoding="utf-8-sig"))
        wrong = [name for name, kind in PARTS.items() if not isinstance(found.get(name), kind)]
    except (OSError, ValueError, AttributeError, RecursionError) as error:
        problems.append(Problem(path.name, 0, f"this is no campaign: {error}"))
        return {}
    if wrong:
        problems.append(Problem(path.name, 0, f"this is missing or no such thing: {', '.join(wrong)}"))
    elif (found["format"], found["version"]) != (FORMAT, VERSION):
        problems.append(Problem(path.name, 0, f"this is not version {VERSION} of a {FORMAT}"))
    return dict(found)


def _rows(sheet: Sheet, table: Table, keys: Mapping[str, set[str]], known: set[str]) -> Iterator[Row]:
    """The rows of one file; `known` takes up their keys. What names a file further on is checked later."""
    together: set[tuple[Any, ...]] = set()
    for cells in sheet.cells():
        row = {column.name: value_of(sheet, column, cells[column.name]) for column in table.columns}
        for column in table.columns:
            _check_reference(sheet, column, row[column.name], keys, known)
        if table.key:
            if row[table.key] in known:
                sheet.bad(f"the {table.key} {row[table.key]} occurs twice")
            known.add(row[table.key])
        same = tuple(row[name] for name in table.once)
        if table.once and same in together:
            sheet.bad(f"{' and '.join(table.once)} occur together twice")
        together.add(same)
        yield row


def _check_reference(
    sheet: Sheet, column: Column, value: str | None, keys: Mapping[str, set[str]], known: set[str]
) -> None:
    if column.kind != "ref" or value is None or column.name in LATER:
        return
    if value not in keys[column.to]:
        above = " above this line" if keys[column.to] is known else f" in {column.to}.csv"
        sheet.bad(f"the {column.name} {value[:40]} is not{above}")


LATER = {"merged_into", "possible_duplicate_of"}


def _check_later(whole: Whole, keys: Mapping[str, set[str]], problems: list[Problem]) -> None:
    """What only the whole file shows: ideas that name others, and merges that go in a circle."""
    into = {row["id"]: row["merged_into"] for row in whole.rows["ideas"]}
    for line, row in enumerate(whole.rows["ideas"], start=2):
        place = f"the idea {row['id']}"  # lines of a file with line breaks in its texts are not to be counted
        for name in LATER:
            if row[name] is not None and row[name] not in keys["ideas"]:
                problems.append(Problem("ideas.csv", line, f"{place}: there is no idea {row[name][:40]} ({name})"))
        if (row["status"] == "merged") != (row["merged_into"] is not None):
            problems.append(Problem("ideas.csv", line, f"{place}: merged into another, and not merged"))
        if row["author"] is not None and row["anonymous"]:
            problems.append(Problem("ideas.csv", line, f"{place} is anonymous and names its author"))
        if _goes_in_a_circle(row["id"], into):
            problems.append(Problem("ideas.csv", line, f"{place} is merged into itself by a detour"))
    for row in whole.rows["tallies"]:
        for each in row["earlier"] or []:
            if not {str(key) for key in each["of"]} <= keys["ideas"]:
                problems.append(Problem("tallies.csv", 0, f"the idea {row['idea']}: earlier figures of no such ideas"))


def _goes_in_a_circle(start: str, into: Mapping[str, str | None]) -> bool:
    seen = {start}
    at = into.get(start)
    while at is not None:
        if at in seen:
            return True
        seen.add(at)
        at = into.get(at)
    return False
