"""The files of a whole campaign: which columns each has, and how a cell is written and read. Pure."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from string import hexdigits
from typing import Any

from core.cells import plain_text, spreadsheet_cell
from curation.exchange.rows import Sheet, moment
from ideas.models import Event, Idea
from ideas.models.comment import COMMENT_LENGTH
from ideas.models.idea import BODY_LENGTH, TITLE_LENGTH
from votes.models import Choice

LARGEST = 2**31 - 1
YES, NO = "yes", "no"
DIGEST_BYTES = 32
QUESTION_LENGTH, ANSWER_LENGTH = 500, 2000  # as in the model, which a pure module does not see


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `limit` is of text, `of` names the words of a choice, and `to` the file whose key stands here."""

    name: str
    kind: str = "text"
    limit: int = 0
    required: bool = False
    of: tuple[str, ...] = ()
    to: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One file. `key` is the column that other files name it by, and `once` are columns that occur together once."""

    columns: tuple[Column, ...]
    key: str = ""
    once: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]


def _text(name: str, limit: int, *, required: bool = False) -> Column:
    return Column(name, limit=limit, required=required)


def _ref(name: str, to: str, *, required: bool = False) -> Column:
    return Column(name, "ref", to=to, required=required)


def _at(name: str, *, required: bool = False) -> Column:
    return Column(name, "moment", required=required)


def _whole(name: str) -> Column:
    return Column(name, "whole")


def _flag(name: str) -> Column:
    return Column(name, "flag")


def _one(name: str, words: list[str], *, required: bool = False) -> Column:
    return Column(name, "one", of=tuple(words), required=required)


WORDS = (_text("title", TITLE_LENGTH, required=True), _text("today", BODY_LENGTH), _text("better", BODY_LENGTH))
TABLES: dict[str, Table] = {
    "units": Table(
        (
            _text("code", 40, required=True),
            _text("name", 120, required=True),
            _ref("parent", "units"),
            _text("kind", 60),
            Column("opened_on", "day"),
            Column("closed_on", "day"),
        ),
        key="code",
    ),
    "people": Table(
        (
            _text("id", 40, required=True),
            _text("email", 254),
            _text("name", 120),
            _text("job_title", 80),
            _ref("unit", "units"),
            _flag("active"),
        ),
        key="id",
    ),
    "ideas": Table(
        (
            _text("id", 40, required=True),
            *WORDS,
            _text("stage", 60),
            _one("barrier", Idea.Barrier.values),
            _text("language", 12, required=True),
            _ref("author", "people"),
            _flag("anonymous"),
            Column("receipt", "digest"),
            _text("job_title", 80),
            _ref("unit", "units"),
            _one("status", Idea.Status.values, required=True),
            _text("reason", 2000),
            _ref("merged_into", "ideas"),
            _ref("possible_duplicate_of", "ideas"),
            _at("at", required=True),
            *(_at(name) for name in ("edited_at", "withdrawn_at", "hidden_at", "handled_at")),
            *(_whole(name) for name in ("comment_count", "revision", "seen_count")),
            _flag("voted_on"),
            _flag("has_merged"),
        ),
        key="id",
    ),
    "revisions": Table(
        (_ref("idea", "ideas", required=True), _whole("number"), *WORDS, _at("replaced_at", required=True)),
        once=("idea", "number"),
    ),
    "votes": Table(
        (
            _ref("idea", "ideas", required=True),
            _text("voter", 40, required=True),
            _one("choice", Choice.values, required=True),
            _ref("unit", "units"),
            _whole("revision"),
        ),
        once=("idea", "voter"),
    ),
    "tallies": Table(
        (
            _ref("idea", "ideas", required=True),
            *(_whole(name) for name in ("shown_support", "shown_object", "shown_passed", "release")),
            _at("released_at"),
            Column("earlier", "figures"),
        ),
        once=("idea",),
    ),
    "comments": Table(
        (
            _text("id", 40, required=True),
            _ref("idea", "ideas", required=True),
            _ref("parent", "comments"),
            _ref("author", "people"),
            _text("text", COMMENT_LENGTH, required=True),
            _text("job_title", 80),
            _ref("unit", "units"),
            _at("at", required=True),
            _flag("leader"),
            _whole("reply_count"),
            _at("withdrawn_at"),
            _at("hidden_at"),
        ),
        key="id",
    ),
    "themes": Table(
        (
            _text("id", 40, required=True),
            _text("title", 120, required=True),
            _text("summary", 2000),
            _whole("position"),
        ),
        key="id",
        once=("title",),
    ),
    "placements": Table(
        (_ref("idea", "ideas", required=True), _ref("theme", "themes", required=True), _at("at", required=True)),
        once=("idea",),
    ),
    "merges": Table(
        (
            _ref("idea", "ideas", required=True),
            _ref("into", "ideas", required=True),
            _at("merged_at", required=True),
            _at("unmerged_at"),
            _one("status", Idea.Status.values, required=True),
            _ref("by", "people"),
        )
    ),
    "questions": Table(
        (
            _text("id", 40, required=True),
            _ref("idea", "ideas", required=True),
            _text("text", QUESTION_LENGTH, required=True),
            _ref("by", "people"),
            _at("asked_at", required=True),
            _text("answer", ANSWER_LENGTH),
            _at("answered_at"),
            _at("read_at"),
        ),
        key="id",
    ),
    "events": Table(
        (
            _ref("idea", "ideas", required=True),
            _one("kind", Event.Kind.values, required=True),
            Column("data", "data"),
            _at("at", required=True),
        )
    ),
    "taken_part": Table(
        (_ref("person", "people", required=True), _ref("unit", "units"), Column("on", "day", required=True)),
        once=("person", "on"),
    ),
}


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
        return {"flag": False, "whole": 0, "one": ""}.get(column.kind)
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
    "digest": _read_digest,
    "data": _read_data,
    "figures": _read_figures,
}
