"""The files of a whole campaign, and which columns each has. Pure."""

from dataclasses import dataclass

from curation.exchange.columns import Column
from ideas.models import Event, Idea
from ideas.models.comment import COMMENT_LENGTH
from ideas.models.idea import BODY_LENGTH, TITLE_LENGTH
from ideas.models.reaching import REASON_LENGTH
from votes.models import Choice

QUESTION_LENGTH, ANSWER_LENGTH = 500, 2000  # as in the model, which a pure module does not see


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
    "meetings": Table(
        (
            _text("id", 40, required=True),
            _ref("unit", "units", required=True),
            Column("on", "day", required=True),
            Column("people", "small"),
            _at("written_at", required=True),
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
            _ref("meeting", "meetings"),
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
    "extensions": Table(
        (
            *(_at(name, required=True) for name in ("before", "until", "decided_at")),
            _text("reason", REASON_LENGTH, required=True),
        )
    ),
    "taken_part": Table(
        (_ref("person", "people", required=True), _ref("unit", "units"), Column("on", "day", required=True)),
        once=("person", "on"),
    ),
}
