"""Cocreate's own format: `ideas.csv`, and beside it `votes.csv`, `people.csv` and `units.csv`."""

from datetime import datetime
from pathlib import Path

from curation.exchange.rows import BadFiles, IdeaRow, PersonRow, Problem, Rows, Sheet, UnitRow, VoteRow, moment
from ideas.models import Idea
from ideas.models.idea import BODY_LENGTH, TITLE_LENGTH
from votes.models import Choice

YES = {"1", "true", "yes"}
NO = {"", "0", "false", "no"}
NAME_LENGTH = 120


def is_in(folder: Path) -> bool:
    return (folder / "ideas.csv").is_file()


def read(folder: Path) -> Rows:
    """The campaign in `folder`. Raises `BadFiles`."""
    problems: list[Problem] = []
    rows = Rows(title=folder.name)
    _units(Sheet(folder / "units.csv", {"code", "name"}, problems, escaped=True), rows)
    _people(Sheet(folder / "people.csv", {"id"}, problems, escaped=True), rows)
    _ideas(Sheet(folder / "ideas.csv", {"id", "title"}, problems, escaped=True), rows)
    _votes(Sheet(folder / "votes.csv", {"idea", "person", "choice"}, problems, escaped=True), rows)
    if problems:
        raise BadFiles(problems)
    return rows


def _units(sheet: Sheet, rows: Rows) -> None:
    codes: set[str] = set()
    for row in sheet.rows() if sheet.path.is_file() else []:
        code, parent = row["code"], row.get("parent", "")
        if not code or code in codes:
            sheet.bad("the code is blank" if not code else f"the code {code} occurs twice")
        elif parent and parent not in codes:
            sheet.bad(f"the parent {parent} does not stand above this line")
        elif sheet.text("name", row["name"], NAME_LENGTH, required=True):
            rows.units.append(UnitRow(code, row["name"], parent))
        codes.add(code)


def _people(sheet: Sheet, rows: Rows) -> None:
    codes = {unit.code for unit in rows.units}
    emails: set[str] = set()
    for row in sheet.rows() if sheet.path.is_file() else []:
        key, email, unit = row["id"], row.get("email", "").lower(), row.get("unit", "")
        if not key or key in rows.people:
            sheet.bad("the id is blank" if not key else f"the id {key} occurs twice")
            continue
        if email and (email in emails or "@" not in email):
            sheet.bad(f"the e-mail {email} occurs twice" if email in emails else f"{email} is not an e-mail")
        if unit and unit not in codes:
            sheet.bad(f"there is no unit {unit} in units.csv")
        name, job = row.get("name", ""), row.get("job_title", "")
        if sheet.text("name", name, NAME_LENGTH) and sheet.text("job_title", job, 80):
            rows.people[key] = PersonRow(key, email, name, job, unit)
        emails.add(email)


def _ideas(sheet: Sheet, rows: Rows) -> None:
    known_people = bool(rows.people)
    for row in sheet.rows():
        key, author = row["id"], row.get("author", "")
        if not key or key in rows.ideas:
            sheet.bad("the id is blank" if not key else f"the id {key} occurs twice")
            continue
        if author and known_people and author not in rows.people:
            sheet.bad(f"there is no person {author} in people.csv")
        idea = _idea(sheet, row)
        if idea is not None:
            rows.ideas[key] = idea


def _idea(sheet: Sheet, row: dict[str, str]) -> IdeaRow | None:
    anonymous, barrier = row.get("anonymous", "").lower(), row.get("barrier", "")
    if anonymous not in YES | NO:
        sheet.bad(f"anonymous is yes or no, not {anonymous!r}")
    if barrier and barrier not in Idea.Barrier.values:
        sheet.bad(f"the barrier {barrier} is not one of {', '.join(Idea.Barrier.values)}")
    if anonymous in YES and not row.get("author"):
        sheet.bad("an anonymous idea still needs its author, so that replies can reach them")
    texts = [
        sheet.text("title", row["title"], TITLE_LENGTH, required=True),
        sheet.text("today", row.get("today", ""), BODY_LENGTH),
        sheet.text("better", row.get("better", ""), BODY_LENGTH),
        sheet.text("stage", row.get("stage", ""), 60),
    ]
    at = _moment(sheet, row.get("at", ""))
    if not all(texts):
        return None
    return IdeaRow(
        key=row["id"],
        title=" ".join(row["title"].split()),
        today=row.get("today", ""),
        better=row.get("better", ""),
        stage=row.get("stage", ""),
        barrier=barrier,
        language=row.get("language", "")[:12] or "en",
        author=row.get("author", ""),
        anonymous=anonymous in YES,
        at=at,
        hidden=False,
    )


def _votes(sheet: Sheet, rows: Rows) -> None:
    known_people = bool(rows.people)
    for row in sheet.rows() if sheet.path.is_file() else []:
        idea, person, choice = row["idea"], row["person"], row["choice"]
        if idea not in rows.ideas:
            sheet.bad(f"there is no idea {idea or '(blank)'} in ideas.csv")
        elif not person or (known_people and person not in rows.people):
            sheet.bad(f"there is no person {person or '(blank)'} in people.csv")
        elif choice not in Choice.values:
            sheet.bad(f"the choice is one of {', '.join(Choice.values)}, not {choice!r}")
        elif rows.ideas[idea].author == person:
            rows.left_out += 1
        else:
            rows.votes[(idea, person)] = VoteRow(idea, person, choice, _moment(sheet, row.get("at", "")))


def _moment(sheet: Sheet, text: str) -> datetime | None:
    found = sheet.read("the time", moment, text) if text else None
    return found if isinstance(found, datetime) else None
