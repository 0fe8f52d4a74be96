"""What every format is read into, and how its mistakes are reported."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from django.core.exceptions import ValidationError

from core.cells import plain_text
from core.text import check_text, is_blank

MOST = 1000
LONGEST_FIELD = 1_000_000
MOST_COLUMNS = 100


class Problem(NamedTuple):
    """A row that cannot be read: in which file, on which line (from 1; 0 is the whole file), and why."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.reason}" if self.line else f"{self.file}: {self.reason}"


class BadFiles(Exception):
    """Raised when a campaign cannot be read as it is. Nothing of it is imported."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(f"{len(problems)} problems")


class UnitRow(NamedTuple):
    code: str
    name: str
    parent: str


class PersonRow(NamedTuple):
    key: str
    email: str
    name: str
    job_title: str
    unit: str


class IdeaRow(NamedTuple):
    """An idea. `author` is a person's key, or blank; `at` is when it was said."""

    key: str
    title: str
    today: str
    better: str
    stage: str
    barrier: str
    language: str
    author: str
    anonymous: bool
    at: datetime | None
    hidden: bool


class VoteRow(NamedTuple):
    idea: str
    person: str
    choice: str
    at: datetime | None


@dataclass
class Rows:
    """A whole campaign. `votes` holds the last vote of a person on an idea, by both keys."""

    title: str = ""
    question: str = ""
    units: list[UnitRow] = field(default_factory=list)
    people: dict[str, PersonRow] = field(default_factory=dict)
    ideas: dict[str, IdeaRow] = field(default_factory=dict)
    votes: dict[tuple[str, str], VoteRow] = field(default_factory=dict)
    left_out: int = 0


class Sheet:
    """One CSV file in UTF-8 with a header, and the problems found in it."""

    def __init__(
        self,
        path: Path,
        required: set[str],
        problems: list[Problem],
        *,
        escaped: bool = False,
        strict: bool = False,
    ) -> None:
        """`escaped` is whether what looks like a formula has an apostrophe before it, which is no part of it.

        `strict` refuses quotes that other tools write carelessly, and a file that ends within a cell.
        """
        self.path, self.required, self.problems, self.line = path, required, problems, 0
        self.escaped, self.strict = escaped, strict

    def bad(self, reason: str) -> None:
        """Report the present line."""
        if len(self.problems) < MOST:
            self.problems.append(Problem(self.path.name, self.line, reason))

    def rows(self) -> Iterator[dict[str, str]]:
        """Each row as column → text, trimmed, with blank cells as `""`. Reports a missing column and stops."""
        for row in self.cells():
            yield {name: self._plain(value) for name, value in row.items()}

    def _plain(self, cell: str) -> str:
        return (plain_text(cell) if self.escaped else cell).strip()

    def cells(self) -> Iterator[dict[str, str]]:
        """The same with each cell as it stands."""
        csv.field_size_limit(LONGEST_FIELD)
        try:
            if self.path.is_symlink() or not self.path.is_file():
                raise OSError("it is no plain file")
            with self.path.open(encoding="utf-8-sig", newline="") as file:
                reader = csv.DictReader(file, strict=self.strict)
                if not self._has_columns(list(reader.fieldnames or [])):
                    return
                for row in reader:
                    self.line = reader.line_num
                    if None in row:
                        self.bad("there are more cells than columns")
                        continue
                    yield {name: value or "" for name, value in row.items()}
        except UnicodeDecodeError:
            self.bad("this is not UTF-8 text")
        except csv.Error as error:
            self.bad(f"this is not CSV: {error}")
        except OSError as error:
            self.bad(f"this cannot be read: {error.strerror or error}")

    def _has_columns(self, names: list[str]) -> bool:
        self.line = 1
        missing = self.required - set(names)
        if len(names) > MOST_COLUMNS:
            self.bad(f"there are {len(names)} columns; {MOST_COLUMNS} are allowed")
        elif missing:
            self.bad(f"the column {', '.join(sorted(missing))} is missing")
        elif len(set(names)) < len(names):
            self.bad("two columns have the same name")
        else:
            return True
        return False

    def read(self, what: str, parse: Callable[[str], object], text: str) -> object | None:
        """`text` parsed, or `None` with the line reported as `what` that cannot be read."""
        try:
            return parse(text)
        except (ValueError, TypeError, OverflowError, OSError):
            self.bad(f"{what} {text[:80]!r} cannot be read")
            return None

    def text(self, what: str, text: str, limit: int, *, required: bool = False) -> bool:
        """Whether `text` may be stored; reports why not."""
        if required and is_blank(text):
            self.bad(f"the {what} is blank")
            return False
        if len(text) > limit:
            self.bad(f"the {what} has {len(text)} characters; {limit} are allowed")
            return False
        try:
            check_text(text)
        except ValidationError as error:
            self.bad(f"the {what} cannot be stored: {error.messages[0]}")
            return False
        return True


def moment(text: str) -> datetime:
    """A time in ISO 8601; UTC when it names no zone."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
