"""Exports of Polis: `comments.csv` and `votes.csv`, as the Computational Democracy Project documents them.

A vote is 1 (agree), -1 (disagree) or 0 (pass). Every change of mind is a row of its own; the last one counts.
Statements that Polis' moderators rejected come hidden. Polis lets authors agree with themselves; we leave that out.
"""

import csv
from datetime import UTC, datetime
from pathlib import Path

from core.text import first_line, is_blank
from curation.exchange.rows import BadFiles, IdeaRow, Problem, Rows, Sheet, VoteRow
from ideas.models.idea import BODY_LENGTH, TITLE_LENGTH
from votes.models import Choice

CHOICES = {"1": Choice.SUPPORT, "-1": Choice.OBJECT, "0": Choice.PASS}
REJECTED = "-1"


def is_in(folder: Path) -> bool:
    return (folder / "comments.csv").is_file() and (folder / "votes.csv").is_file()


def read(folder: Path) -> Rows:
    """The conversation in `folder`. Raises `BadFiles`."""
    problems: list[Problem] = []
    about = _about(folder / "summary.csv")
    rows = Rows(title=about.get("topic") or folder.name, question=about.get("topic", ""))
    columns = {"timestamp", "comment-id", "author-id", "moderated", "comment-body"}
    blank = _statements(Sheet(folder / "comments.csv", columns, problems), rows)
    _votes(Sheet(folder / "votes.csv", {"timestamp", "comment-id", "voter-id", "vote"}, problems), rows, blank)
    if problems:
        raise BadFiles(problems)
    return rows


def _about(path: Path) -> dict[str, str]:
    """`summary.csv`: a name and a value on each line."""
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="", errors="replace") as file:
        return {row[0]: row[1].strip() for row in csv.reader(file) if len(row) > 1}


def _moment(milliseconds: str) -> datetime:
    return datetime.fromtimestamp(int(milliseconds) / 1000, tz=UTC)


def _statements(sheet: Sheet, rows: Rows) -> set[str]:
    """Read the statements; returns the ids of rejected ones without text, which are left out with their votes."""
    blank: set[str] = set()
    for row in sheet.rows():
        key, rejected = row["comment-id"], row["moderated"] == REJECTED
        if rejected and is_blank(row["comment-body"]):
            blank.add(key)
            continue
        at = sheet.read("the timestamp", _moment, row["timestamp"])
        if not key or key in rows.ideas:
            sheet.bad("the comment-id is blank" if not key else f"the comment-id {key} occurs twice")
        elif sheet.text("comment-body", row["comment-body"], BODY_LENGTH, required=True) and isinstance(at, datetime):
            title, whole = first_line(row["comment-body"], TITLE_LENGTH)
            rows.ideas[key] = IdeaRow(
                key=key,
                title=title,
                today="",
                better=whole,
                stage="",
                barrier="",
                language="",
                author=row["author-id"],
                anonymous=False,
                at=at,
                hidden=rejected,
            )
    return blank


def _votes(sheet: Sheet, rows: Rows, blank: set[str]) -> None:
    latest: dict[tuple[str, str], int] = {}
    for row in sheet.rows():
        idea, person = row["comment-id"], row["voter-id"]
        if idea in blank:
            continue
        at = sheet.read("the timestamp", _moment, row["timestamp"])
        if idea not in rows.ideas:
            sheet.bad(f"there is no comment {idea or '(blank)'} in comments.csv")
        elif not person:
            sheet.bad("the voter-id is blank")
        elif row["vote"] not in CHOICES:
            sheet.bad(f"a vote is 1, -1 or 0, not {row['vote']!r}")
        elif rows.ideas[idea].author == person:
            rows.left_out += 1
        elif isinstance(at, datetime) and int(row["timestamp"]) >= latest.get((idea, person), 0):
            latest[(idea, person)] = int(row["timestamp"])
            rows.votes[(idea, person)] = VoteRow(idea, person, CHOICES[row["vote"]], at)
