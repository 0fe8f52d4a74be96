"""One column of a campaign's files: what stands in it, and how a cell of it is written and read. Pure."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from string import hexdigits
from typing import Any

from core.cells import plain_text, spreadsheet_cell
from curation.exchange.rows import Sheet, moment

LARGEST, LARGEST_SMALL = 2**31 - 1, 2**15 - 1  # that the database holds
YES, NO = "yes", "no"
DIGEST_BYTES = 32


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `limit` is of text, `of` names the words of a choice, and `to` the file whose key stands here."""

    name: str
    kind: str = "text"
    limit: int = 0
    required: bool = False
    of: tuple[str, ...] = ()
    to: str = ""


def written(value: Any) -> str:
    """A value as a cell. Nothing is blank; a text is safe to open in a spreadsheet."""
    if value is None:
        return ""
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = json.dumps(value, ensure_ascii=False, sort_keys=True) if isinstance(value, dict | list) else str(value)
    return spreadsheet_cell(text)


def value_of(sheet: Sheet, column: Column, cell: str) -> Any:
    """What a cell holds; `None` when it is blank, or when what is wrong was reported to `sheet`."""
    text = plain_text(cell)
    if column.kind == "text":
        return text if sheet.text(column.name, text, column.limit, required=column.required) else None
    if not text:
        if column.required:
            sheet.bad(f"the {column.name} is blank")
        return {"flag": False, "whole": 0, "small": 0, "one": ""}.get(column.kind)
    if column.kind == "ref":
        return text
    if column.kind == "one":
        if text in column.of:
            return text
        sheet.bad(f"the {column.name} is one of {', '.join(column.of)}, not {text[:40]!r}")
        return None
    return sheet.read(f"the {column.name}", PARSERS[column.kind], text)


def _read_flag(text: str) -> bool:
    if text not in (YES, NO):
        raise ValueError(text)
    return text == YES


def _read_whole(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 11 and int(text) <= LARGEST):
        raise ValueError(text)
    return int(text)


def _read_small(text: str) -> int:
    number = _read_whole(text)
    if number > LARGEST_SMALL:
        raise ValueError(text)
    return number


def _read_digest(text: str) -> bytes:
    if len(text) != 2 * DIGEST_BYTES or not set(text) <= set(hexdigits):
        raise ValueError(text)
    return bytes.fromhex(text)


def _read_data(text: str) -> dict[str, Any]:
    return dict(_read_json(text, dict))


def _read_figures(text: str) -> list[Any]:
    """What was shown before: of which ideas together, and the three numbers."""
    found: list[Any] = _read_json(text, list)
    for each in found:
        if not (isinstance(each, dict) and set(each) == {"of", "shown"} and len(each["shown"]) == 3):
            raise ValueError(text)
        if not all(isinstance(number, int) and 0 <= number <= LARGEST for number in [*each["of"], *each["shown"]]):
            raise ValueError(text)
    return found


def _read_json(text: str, kind: type[Any]) -> Any:
    try:
        found = json.loads(text)
    except RecursionError:
        raise ValueError(text) from None
    if not isinstance(found, kind):
        raise ValueError(text)
    return found


PARSERS: dict[str, Callable[[str], Any]] = {
    "moment": moment,
    "day": date.fromisoformat,
    "flag": _read_flag,
    "whole": _read_whole,
    "small": _read_small,
    "digest": _read_digest,
    "data": _read_data,
    "figures": _read_figures,
}
