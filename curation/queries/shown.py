"""A campaign as its pages show it, for a file: the same words, the same figures, the same cells hidden."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid
from curation.exchange.streams import Shown, as_json, as_zip
from curation.models import Question
from curation.queries.themes import themes, themes_of
from ideas.models import Campaign, Comment, Idea
from ideas.models.idea import LISTED
from people.models import User
from votes.queries import Ballot, ballots

PART = 100
HIDDEN = {"not_voted": "hidden: vote first", "too_few": "hidden: too few votes"}
IDEA = (
    "id", "title", "today", "better", "stage", "barrier", "language", "anonymous", "said_by", "status", "reason",
    "merged_into", "theme", "comments", "at", "edited_at", "votes", "support_percent", "object_percent",
    "pass_percent",
)  # fmt: skip
THEME = ("id", "title", "summary", "ideas", "units")
COMMENT = ("id", "idea", "reply_to", "said_by", "leader", "text", "at")
QUESTION = ("id", "idea", "text", "asked_at", "answer", "answered_at")


class File(NamedTuple):
    """A file that is made while it is sent."""

    name: str
    content_type: str
    parts: Iterator[bytes]


def shown_file(viewer: User, campaign: Campaign, kind: str) -> File:
    """The campaign as `viewer` may see it: a ZIP of CSV files (`csv`), or `json`. Raises `Invalid`."""
    if kind == "csv":
        return File(f"{campaign.slug}.zip", "application/zip", as_zip(shown(viewer, campaign)))
    if kind == "json":
        parts = as_json(about_shown(campaign), shown(viewer, campaign))
        return File(f"{campaign.slug}.json", "application/json", parts)
    raise Invalid(_("An export is csv or json."), field="format")


def about_shown(campaign: Campaign) -> dict[str, Any]:
    """What everyone reads of the campaign itself."""
    dates = ("listens_at", "curates_at", "shapes_at", "publishes_at", "follows_at")
    return {name: getattr(campaign, name) for name in ("slug", "title", "question", "context", "asked_by", *dates)}


def shown(viewer: User, campaign: Campaign) -> list[Shown]:
    """The tables of `campaign` as `viewer` may see them, read part by part. No vote, no name, and no hidden text.

    Six queries for a hundred ideas.
    """
    listed = Idea.objects.filter(LISTED, campaign=campaign)
    merged = Idea.objects.filter(campaign=campaign, status=Idea.Status.MERGED, withdrawn_at=None, hidden_at=None)
    ideas = (listed | merged).select_related("unit", "stage", "campaign")
    return [
        Shown("ideas", IDEA, _ideas(viewer, ideas)),
        Shown("themes", THEME, _themes(viewer, campaign)),
        Shown("comments", COMMENT, _comments(viewer, ideas)),
        Shown("questions", QUESTION, _questions(ideas)),
    ]


def _ideas(viewer: User, ideas: QuerySet[Idea]) -> Iterator[dict[str, Any]]:
    for part in _in_parts(ideas):
        placed, seen = themes_of(part), ballots(viewer, part)
        for idea in part:
            theme = placed.get(idea.pk)
            yield {
                "id": idea.pk,
                "title": idea.title,
                "today": idea.today,
                "better": idea.better,
                "stage": idea.stage.name if idea.stage else "",
                "barrier": idea.barrier,
                "language": idea.language,
                "anonymous": idea.is_anonymous,
                "said_by": "" if idea.is_anonymous else _said_by(idea),
                "status": idea.status,
                "reason": idea.reason,
                "merged_into": idea.merged_into_id,
                "theme": theme.title if theme else "",
                "comments": idea.comment_count,
                "at": _day_of(idea, idea.submitted_at),
                "edited_at": _day_of(idea, idea.edited_at),
                **_result(seen[idea.pk]),
            }


def _result(ballot: Ballot) -> dict[str, Any]:
    """The cells of a result as pages show them: exact, bounded, or hidden with the reason."""
    names = ("support_percent", "object_percent", "pass_percent")
    if ballot.hidden:
        return {"votes": HIDDEN[ballot.hidden], **dict.fromkeys(names, "hidden")}
    words = {"exact": "", "over": " or more", "under": " or less"}
    shares = [f"{percent}{words[bound]}" for percent, bound in ballot.result.bounds]
    return {"votes": ballot.result.votes, **dict(zip(names, shares, strict=True))}


def _themes(viewer: User, campaign: Campaign) -> Iterator[dict[str, Any]]:
    for theme in themes(viewer, campaign):
        counts = {"ideas": theme.idea_count, "units": theme.unit_count}  # type: ignore[attr-defined]  # annotated
        yield {"id": theme.pk, "title": theme.title, "summary": theme.summary, **counts}


def _comments(viewer: User, ideas: QuerySet[Idea]) -> Iterator[dict[str, Any]]:
    found = Comment.objects.visible_to(viewer).filter(idea__in=ideas.values("pk")).select_related("unit")
    for part in _in_parts(found):
        for comment in part:
            yield {
                "id": comment.pk,
                "idea": comment.idea_id,
                "reply_to": comment.parent_id,
                "said_by": _said_by(comment),
                "leader": comment.is_leaders,
                "text": comment.text,
                "at": comment.created_at,
            }


def _questions(ideas: QuerySet[Idea]) -> Iterator[dict[str, Any]]:
    found = Question.objects.filter(idea__in=ideas.values("pk")).select_related("idea")
    for part in _in_parts(found):
        for question in part:
            row = {name: getattr(question, name) for name in ("text", "asked_at", "answer")}
            answered = _day_of(question.idea, question.answered_at)
            yield {"id": question.pk, "idea": question.idea_id, **row, "answered_at": answered}


def _said_by(row: Idea | Comment) -> str:
    return " · ".join(part for part in (row.job_title, row.unit.name if row.unit else "") if part)


def _day_of(idea: Idea, moment: datetime | None) -> datetime | date | None:
    """Of an anonymous idea the day, which is all that is kept."""
    return moment.astimezone(UTC).date() if moment is not None and idea.is_anonymous else moment


def _in_parts(rows: QuerySet[Any]) -> Iterator[list[Any]]:
    """All of `rows` by their ids, a hundred at a time."""
    last = 0
    while part := list(rows.filter(pk__gt=last).order_by("pk")[:PART]):
        yield part
        last = part[-1].pk
