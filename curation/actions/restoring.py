"""A campaign that was exported becomes an equal one here: all of it, or nothing."""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid
from core.keys import PSEUDONYM_BYTES
from curation.actions.imported import Imported
from curation.actions.opening import open_again
from curation.exchange import Whole
from curation.models import Merge, Placement, Question, Theme
from ideas import actions as ideas_actions
from ideas import queries as ideas_queries
from ideas.models import Campaign, Comment, Event, Extension, Idea, Meeting, Revision
from people import actions as people_actions
from people import queries as people_queries
from people.models import Unit, User
from votes.actions.restoring import restore as restore_votes

BATCH = 1000
# What the data of an event names, by the file that it is in. Cases of moderators are not exported.
NAMED = {"survivor": "ideas", "merged": "ideas", "theme": "themes", "question": "questions", "comment": "comments"}


class Contradictory(Invalid):
    """Raised when rows that may each stand by themselves cannot stand together."""

    message = _("The files contradict each other.")


class _Made:
    """What was made so far, by its key in the files. Without a key there is nothing."""

    def __init__(self) -> None:
        self.by: dict[str, dict[str, Any]] = {}

    def pk(self, table: str, key: Any) -> int | None:
        return None if key is None else int(self.by[table][str(key)].pk)

    def ids(self, table: str) -> dict[str | None, int | None]:
        return {None: None, **{key: row.pk for key, row in self.by[table].items()}}


def restore_campaign(whole: Whole, *, slug: str = "", title: str = "", question: str = "") -> Imported:
    """Make the campaign `whole` again. People are matched by e-mail and units by code.

    Votes come under pseudonyms that belong to nobody, and so do anonymous ideas, whose authors find them only by their
    receipt codes.
    Nobody could tell who has voted already: so there is never any voting in it again, and one that still listens
    comes on hold.
    """
    try:
        with transaction.atomic():
            return _restore(whole, {"slug": slug, "title": title, "question": question})
    except IntegrityError:
        raise Contradictory from None


def _restore(whole: Whole, wanted: Mapping[str, str]) -> Imported:
    made, rows = _Made(), whole.rows
    made.by["units"] = _units(rows["units"])
    made.by["people"] = _people(rows["people"], made)
    campaign = open_again(whole, made.by["units"], {name: value for name, value in wanted.items() if value})
    _note_extensions(rows["extensions"], campaign)
    made.by["meetings"] = _meetings(rows["meetings"], campaign, made)
    made.by["ideas"] = _ideas(rows["ideas"], campaign, made)
    made.by["comments"] = _comments(rows["comments"], made)
    made.by["themes"] = _save(
        [Theme(campaign=campaign, **_words(row, "title", "summary", "position")) for row in rows["themes"]],
        rows["themes"],
    )
    made.by["questions"] = _questions(rows["questions"], made)
    _save_others(rows, made)
    units = made.ids("units")
    number = restore_votes(
        campaign=campaign, ideas=made.by["ideas"], units=units, votes=rows["votes"], shown=rows["tallies"]
    )
    people = made.by["people"]
    days = {(people[row["person"]].pk, row["on"]): units[row["unit"]] for row in rows["taken_part"]}
    ideas_actions.note_days(campaign=campaign, days=days)
    return Imported(campaign, len(rows["people"]), len(rows["ideas"]), number, 0)


def _units(rows: Iterable[Mapping[str, Any]]) -> dict[str, Unit]:
    made: dict[str, Unit] = {}
    for row in rows:
        parent = made[row["parent"]] if row["parent"] else None
        known = people_queries.unit_by_code(row["code"])
        made[row["code"]] = known or people_actions.open_unit(
            by=None, parent=parent and Unit.objects.get(pk=parent.pk), **_words(row, "name", "code", "kind"),
            opened_on=row["opened_on"], closed_on=row["closed_on"],
        )  # fmt: skip
    return made


def _people(rows: list[dict[str, Any]], made: _Made) -> dict[str, User]:
    known = people_queries.by_emails(row["email"] for row in rows if row["email"])
    new = {row["id"]: row for row in rows if row["email"].lower() not in known}
    users = {key: _person(row) for key, row in new.items()}
    placed = {key: made.by["units"][row["unit"]] for key, row in new.items() if row["unit"] is not None}
    fresh = [Unit.objects.get(pk=pk) for pk in {unit.pk for unit in placed.values()}]
    unit_of = {unit.pk: unit for unit in fresh}
    people_actions.take_over(people=[(users[key], unit_of[unit.pk]) for key, unit in placed.items()])
    people_actions.take_over_without_unit(people=[user for key, user in users.items() if key not in placed])
    return {row["id"]: users.get(row["id"]) or known[row["email"].lower()] for row in rows}


def _person(row: Mapping[str, Any]) -> User:
    address = row["email"].lower() or f"{slugify(row['id']) or 'person'}.{secrets.token_hex(4)}@import.invalid"
    name = row["name"] or f"Person {row['id']}"
    return User(email=address, display_name=name, job_title=row["job_title"], is_active=row["active"])


def _meetings(rows: list[dict[str, Any]], campaign: Campaign, made: _Made) -> dict[str, Meeting]:
    return _save(
        [
            Meeting(campaign=campaign, unit=made.by["units"][row["unit"]], **_words(row, "on", "people", "written_at"))
            for row in rows
        ],
        rows,
    )


def _note_extensions(rows: list[dict[str, Any]], campaign: Campaign) -> None:
    """Whoever was to be told of them was told where they were decided, and is not told again."""
    said, now = ("before", "until", "reason", "decided_at"), timezone.now()
    Extension.objects.bulk_create(
        [Extension(campaign=campaign, told_at=now, **_words(row, *said)) for row in rows], batch_size=BATCH
    )


def _ideas(rows: list[dict[str, Any]], campaign: Campaign, made: _Made) -> dict[str, Idea]:
    """The ideas, and then what they say of each other. An anonymous one has a pseudonym of its own.

    Beside its original a code leads to that: of two ideas it can open only one.
    """
    taken = ideas_queries.receipts_among(row["receipt"] for row in rows)
    stages = {stage.name: stage for stage in ideas_queries.stages()}
    plain = (
        "title", "today", "better", "barrier", "language", "job_title", "reason", "edited_at", "withdrawn_at",
        "hidden_at", "handled_at", "comment_count", "revision", "seen_count", "voted_on", "has_merged",
    )  # fmt: skip
    ideas = [
        Idea(
            campaign=campaign,
            stage=stages.get(row["stage"]),
            author_id=made.pk("people", row["author"]),
            author_key=secrets.token_bytes(PSEUDONYM_BYTES) if row["anonymous"] else None,
            receipt=None if row["receipt"] in taken else row["receipt"],
            unit_id=made.pk("units", row["unit"]),
            **_met(made.by["meetings"].get(row["meeting"])),
            status=Idea.Status.OPEN if row["merged_into"] else row["status"],
            submitted_at=row["at"],
            **_words(row, *plain),
        )
        for row in rows
    ]
    saved = dict(zip((row["id"] for row in rows), ideas_actions.take_over(ideas=ideas), strict=True))
    for row in rows:
        if row["merged_into"] or row["possible_duplicate_of"]:
            idea = saved[row["id"]]
            idea.status = row["status"]
            idea.merged_into = saved.get(row["merged_into"])
            idea.possible_duplicate_of = saved.get(row["possible_duplicate_of"])
            idea.save(update_fields=["status", "merged_into", "possible_duplicate_of"])
    return saved


def _met(meeting: Meeting | None) -> dict[str, Any]:
    """What an idea says of the meeting at which it was said, if there was one."""
    return {} if meeting is None else {"meeting": meeting, "met_on": meeting.on, "met_people": meeting.people}


def _comments(rows: list[dict[str, Any]], made: _Made) -> dict[str, Comment]:
    """What was said, then which of it is a reply."""
    comments = [
        Comment(
            idea=made.by["ideas"][row["idea"]],
            author_id=made.pk("people", row["author"]),
            unit_id=made.pk("units", row["unit"]),
            created_at=row["at"],
            is_leaders=row["leader"],
            **_words(row, "text", "job_title", "reply_count", "withdrawn_at", "hidden_at"),
        )
        for row in rows
    ]
    saved: dict[str, Comment] = _save(comments, rows)
    replies = [row for row in rows if row["parent"] is not None]
    for row in replies:
        saved[row["id"]].parent = saved[row["parent"]]
    Comment.objects.bulk_update([saved[row["id"]] for row in replies], ["parent"], batch_size=BATCH)
    return saved


def _questions(rows: list[dict[str, Any]], made: _Made) -> dict[str, Question]:
    said = ("text", "asked_at", "answer", "answered_at", "read_at")
    return _save(
        [
            Question(idea=made.by["ideas"][row["idea"]], by_id=made.pk("people", row["by"]), **_words(row, *said))
            for row in rows
        ],
        rows,
    )


def _save_others(rows: Mapping[str, list[dict[str, Any]]], made: _Made) -> None:
    ideas, themes = made.by["ideas"], made.by["themes"]
    Placement.objects.bulk_create(
        [
            Placement(idea=ideas[row["idea"]], theme=themes[row["theme"]], placed_at=row["at"])
            for row in rows["placements"]
        ],
        batch_size=BATCH,
    )
    Revision.objects.bulk_create(
        [
            Revision(idea=ideas[row["idea"]], **_words(row, "number", "title", "today", "better", "replaced_at"))
            for row in rows["revisions"]
        ],
        batch_size=BATCH,
    )
    Merge.objects.bulk_create(
        [
            Merge(
                idea=ideas[row["idea"]],
                into=ideas[row["into"]],
                by_id=made.pk("people", row["by"]),
                **_words(row, "merged_at", "unmerged_at", "status"),
            )
            for row in rows["merges"]
        ],
        batch_size=BATCH,
    )
    Event.objects.bulk_create(
        [
            Event(idea=ideas[row["idea"]], kind=row["kind"], at=row["at"], data=_named(row["data"], made))
            for row in rows["events"]
        ],
        batch_size=BATCH,
    )


def _named(data: Mapping[str, Any], made: _Made) -> dict[str, Any]:
    """What words an event, with the ids that things have here. What was not exported is left out."""
    found = {name: value for name, value in data.items() if name not in NAMED and name != "case"}
    for name, table in NAMED.items():
        row = made.by[table].get(str(data.get(name)))
        if row is not None:
            found[name] = row.pk
    return found


def _words(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: row[name] for name in names}


def _save(rows: list[Any], of: list[dict[str, Any]]) -> dict[str, Any]:
    """Save `rows`, made of the rows `of` a file, and return them by their keys there."""
    if not rows:
        return {}
    saved = type(rows[0])._base_manager.bulk_create(rows, batch_size=BATCH)
    return {row["id"]: one for row, one in zip(of, saved, strict=True)}
