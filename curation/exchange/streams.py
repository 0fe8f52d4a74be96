"""Tables on their way to a browser: as a ZIP of CSV files, or as one JSON document, made while it is sent. Pure."""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from curation.exchange.whole import write_rows

PART = 100  # rows that are written at a time
Rows = Iterable[Mapping[str, Any]]


class Shown(NamedTuple):
    """One table as people may see it: its name, its columns, and its rows, read one by one."""

    name: str
    columns: tuple[str, ...]
    rows: Rows


class _Pipe(io.RawIOBase):
    """What is written can be taken away at once; nothing is ever gone back to."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.parts.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        taken = b"".join(self.parts)
        self.parts.clear()
        return taken


def as_zip(tables: Iterable[Shown]) -> Iterator[bytes]:
    """A ZIP with a CSV file for each table, in parts. Cells that look like formulas are escaped."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in tables:
            with archive.open(f"{table.name}.csv", "w", force_zip64=True) as file:
                file.write(_csv(table.columns, [], head=True))
                for rows in _parts(table.rows):
                    file.write(_csv(table.columns, rows))
                    yield pipe.take()
            yield pipe.take()
    yield pipe.take()


def as_json(about: Mapping[str, Any], tables: Iterable[Shown]) -> Iterator[bytes]:
    """`{"campaign": …, "ideas": […], …}`, in parts."""
    yield f'{{"campaign": {_json(about)}'.encode()
    for table in tables:
        yield f', "{table.name}": ['.encode()
        between = ""
        for rows in _parts(table.rows):
            texts = ", ".join(_json({name: row[name] for name in table.columns}) for row in rows)
            yield f"{between}{texts}".encode()
            between = ", "
        yield b"]"
    yield b"}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, date) else str(value)


def _csv(columns: Iterable[str], rows: Rows, *, head: bool = False) -> bytes:
    text = io.StringIO(newline="")
    write_rows(text, columns, rows)
    lines = text.getvalue()
    return f"\ufeff{lines}".encode() if head else lines.split("\r\n", 1)[1].encode()


def _parts(rows: Rows) -> Iterator[list[Mapping[str, Any]]]:
    part: list[Mapping[str, Any]] = []
    for row in rows:
        part.append(row)
        if len(part) == PART:
            yield part
            part = []
    if part:
        yield part
