"""All that a campaign holds, for an operator's export: the rows of each file of `curation.exchange.tables`."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import F, QuerySet

from curation.models import Merge, Placement, Question, Theme
from ideas.models import Campaign, Comment, Event, Extension, Idea, JourneyStage, Meeting, Revision, TakenPart
from ideas.models.campaign import ROAD
from people.models import Membership, Unit, User
from votes.queries import exports as votes

Row = dict[str, Any]
CAMPAIGN = (
    "slug", "title", "question", "context", "asked_by", *(field for _, field in ROAD), "held_at", "anonymous_allowed",
    "smallest_group", "answer_threshold", "answer_days", "coverage_goal", "read_days", "time_zone", "holidays",
    "reminds", "words", "extended_at", "first_contribution_at", "key_destroyed_at",
)  # fmt: skip


def by_slug(slug: str) -> Campaign | None:
    """The campaign with this address, for a command."""
    return Campaign.objects.filter(slug=slug).first()


def about(campaign: Campaign) -> Row:
    """What campaign.json says: the campaign's own columns, whom it asks, and the customer's journey."""
    values = {name: getattr(campaign, name) for name in CAMPAIGN}
    stages = JourneyStage.objects.order_by("position", "pk")
    return {
        "campaign": {
            name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()
        },
        "audience": list(campaign.audience.order_by("path").values_list("code", flat=True)),
        "stages": list(stages.values("name", "icon", "intended_experience")),
    }


def all_rows(campaign: Campaign) -> dict[str, Iterable[Row]]:
    """The rows of each file, read when they are asked for. Who wrote an anonymous idea is in none of them."""
    units = _units(campaign)
    codes = {unit.pk: unit.code for unit in units}
    in_campaign = {"idea__campaign": campaign}
    return {
        "units": _unit_rows(units),
        "people": _people(campaign, codes),
        "meetings": _coded(
            _of(Meeting.objects.filter(campaign=campaign), "id", "unit_id", "on", "people", "written_at"), codes
        ),
        "ideas": _coded(_ideas(campaign), codes),
        "revisions": _of(
            Revision.objects.filter(**in_campaign), "number", "title", "today", "better", "replaced_at", idea="idea_id"
        ),
        "votes": _coded(({**row, "idea": row["idea_id"]} for row in votes.nameless_votes(campaign)), codes),
        "tallies": ({**row, "idea": row["idea_id"]} for row in votes.released(campaign)),
        "comments": _comments(campaign, codes),
        "themes": _of(Theme.objects.filter(campaign=campaign), "id", "title", "summary", "position"),
        "placements": _of(Placement.objects.filter(**in_campaign), idea="idea_id", theme="theme_id", at="placed_at"),
        "merges": _of(
            Merge.objects.filter(**in_campaign),
            *("merged_at", "unmerged_at", "status"),
            idea="idea_id",
            into="into_id",
            by="by_id",
        ),
        "questions": _of(
            Question.objects.filter(**in_campaign),
            *("id", "text", "asked_at", "answer", "answered_at", "read_at"),
            idea="idea_id",
            by="by_id",
        ),
        "events": _of(Event.objects.filter(**in_campaign), "kind", "data", "at", idea="idea_id"),
        "extensions": _of(Extension.objects.filter(campaign=campaign), "before", "until", "reason", "decided_at"),
        "taken_part": _coded(
            _of(TakenPart.objects.filter(campaign=campaign), "unit_id", "on", person="user_id"), codes
        ),
    }


def _comments(campaign: Campaign, codes: dict[int, str]) -> Iterator[Row]:
    return _coded(
        _of(
            Comment.objects.filter(idea__campaign=campaign),
            *("id", "unit_id", "text", "job_title", "reply_count", "withdrawn_at", "hidden_at"),
            idea="idea_id",
            parent="parent_id",
            author="author_id",
            at="created_at",
            leader="is_leaders",
        ),
        codes,
    )


def _of(rows: QuerySet[Any], *names: str, **renamed: str) -> Iterator[Row]:
    """Columns of `rows` in the order of their ids, some under another name."""
    wanted = {name: name for name in names} | renamed
    for values in rows.order_by("pk").values_list(*wanted.values()).iterator():
        yield dict(zip(wanted, values, strict=True))


def _coded(rows: Iterable[Row], codes: dict[int, str]) -> Iterator[Row]:
    """`rows` with the code of their unit."""
    for row in rows:
        yield {**row, "unit": codes.get(row["unit_id"])}


def _ideas(campaign: Campaign) -> Iterator[Row]:
    """Ideas under their own names or under none: no two anonymous ones of one author can be laid together."""
    names = (
        "id", "title", "today", "better", "barrier", "language", "job_title", "unit_id", "status", "reason",
        "edited_at", "withdrawn_at", "hidden_at", "handled_at", "comment_count", "revision", "seen_count", "voted_on",
        "has_merged", "receipt",
    )  # fmt: skip
    found = Idea.objects.filter(campaign=campaign).annotate(stage_name=F("stage__name"))
    renamed = {"author": "author_id", "key": "author_key", "stage": "stage_name", "at": "submitted_at"}
    related = {
        "meeting": "meeting_id",
        "merged_into": "merged_into_id",
        "possible_duplicate_of": "possible_duplicate_of_id",
    }
    for row in _of(found, *names, **renamed, **related):
        yield {**row, "anonymous": row.pop("key") is not None, "stage": row["stage"] or ""}


def _named(campaign: Campaign) -> QuerySet[User]:
    """Everyone whom a row of the campaign names."""
    ids = [
        Idea.objects.filter(campaign=campaign).values("author_id"),
        Comment.objects.filter(idea__campaign=campaign).values("author_id"),
        Merge.objects.filter(idea__campaign=campaign).values("by_id"),
        Question.objects.filter(idea__campaign=campaign).values("by_id"),
        TakenPart.objects.filter(campaign=campaign).values("user_id"),
    ]
    found = User.objects.none()
    for each in ids:
        found = found | User.objects.filter(pk__in=each)
    return found.order_by("pk")


def _people(campaign: Campaign, codes: dict[int, str]) -> Iterator[Row]:
    people = _named(campaign)
    places = dict(Membership.objects.filter(until=None, user__in=people).values_list("user_id", "unit_id"))
    for row in _of(people, "id", "email", "job_title", name="display_name", active="is_active"):
        yield {**row, "unit": codes.get(places.get(row["id"], 0))}


def _units(campaign: Campaign) -> list[Unit]:
    """The units that a row of the campaign names, and all above them; those above stand first."""
    named = Membership.objects.filter(until=None, user__in=_named(campaign)).values_list("unit__path", flat=True)
    asked = list(campaign.audience.values_list("path", flat=True))
    said = [
        Idea.objects.filter(campaign=campaign).values("unit_id"),
        Meeting.objects.filter(campaign=campaign).values("unit_id"),
        Comment.objects.filter(idea__campaign=campaign).values("unit_id"),
        TakenPart.objects.filter(campaign=campaign).values("unit_id"),
        votes.units_of(campaign),
    ]
    paths = {path for each in said for path in Unit.objects.filter(pk__in=each).values_list("path", flat=True)}
    paths |= {*named, *asked}
    wanted = {path[:end] for path in paths for end in range(Unit.steplen, len(path) + 1, Unit.steplen)}
    return [unit for unit in Unit.objects.order_by("path") if unit.path in wanted]


def _unit_rows(units: list[Unit]) -> Iterator[Row]:
    codes = {unit.path: unit.code for unit in units}
    for unit in units:
        parent = codes.get(unit.path[: -Unit.steplen])
        yield {
            "code": unit.code,
            "name": unit.name,
            "parent": parent,
            "kind": unit.kind,
            "opened_on": unit.opened_on,
            "closed_on": unit.closed_on,
        }
