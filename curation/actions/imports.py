"""A campaign from another tool becomes a campaign here: all of it, or nothing."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from core import bulk, keys
from core.privacy import SMALLEST_TRACE
from curation.actions.imported import Imported
from curation.actions.restoring import restore_campaign
from curation.exchange import Rows, Whole
from curation.exchange.rows import IdeaRow, PersonRow
from ideas import actions as ideas_actions
from ideas.models import Campaign, Idea, JourneyStage
from people import actions as people_actions
from people import queries as people_queries
from people.models import Unit, User
from votes.actions import take_over

NOBODY = "Not stated"


def import_campaign(*, rows: Rows | Whole, slug: str = "", title: str = "", question: str = "") -> Imported:
    """Make a campaign of what was read: of another tool's, or one that was exported here."""
    if isinstance(rows, Whole):
        made = restore_campaign(rows, slug=slug, title=title, question=question)
    else:
        made = _import(rows, slug=slug, title=title, question=question)
    bulk.learn("people", "ideas", "votes")
    return made


@transaction.atomic
def _import(rows: Rows, *, slug: str, title: str, question: str) -> Imported:
    """Make a campaign of `rows`. It has listened from the first contribution until now, and is ready to be curated.

    People are matched by e-mail, units by code; who has no unit is put into one of the campaign's own, so that
    coverage counts everyone.
    """
    name = title or rows.title
    slug = slug or slugify(name)[:60] or "imported"
    units = _units(rows, slug)
    people = _people(rows, slug, units)
    campaign = _campaign(rows, slug, name[:120], question or rows.question, units)
    ideas_actions.seal(campaign, at=campaign.listens_at)
    ideas = _ideas(rows, campaign, people)
    voters = {key: keys.pseudonym(campaign.key_name, user.pk) for key, user in people.items()}
    nearest = _nearest(people)
    votes = take_over(
        campaign=campaign,
        ballots=[
            (ideas[vote.idea], voters[vote.person], vote.choice, nearest[vote.person]) for vote in rows.votes.values()
        ],
    )
    ideas_actions.note_many_taken_part(campaign=campaign, days=_days(rows, people, campaign))
    return Imported(campaign, len(people), len(ideas), votes, rows.left_out)


def _units(rows: Rows, slug: str) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for row in rows.units:
        known = people_queries.unit_by_code(row.code)
        parent = units.get(row.parent)
        units[row.code] = known or people_actions.open_unit(by=None, name=row.name, code=row.code, parent=parent)
    code = f"{slug[:30].upper()}-?"
    tops = [units[row.code] for row in rows.units if not row.parent]
    units[""] = people_queries.unit_by_code(code) or people_actions.open_unit(
        by=None, name=NOBODY, code=code, parent=tops[0] if tops else None
    )
    return units


def _everyone(rows: Rows) -> Iterator[PersonRow]:
    """The people of the files, then those who are only named by an idea or a vote."""
    yield from rows.people.values()
    named = [idea.author for idea in rows.ideas.values()] + [vote.person for vote in rows.votes.values()]
    for key in dict.fromkeys(named):
        if key and key not in rows.people:
            yield PersonRow(key, "", "", "", "")


def _people(rows: Rows, slug: str, units: dict[str, Unit]) -> dict[str, User]:
    """Everyone in the files, by key: those who are known here, and the others added."""
    everyone = list(_everyone(rows))
    known = people_queries.by_emails(row.email for row in everyone if row.email)
    new = [row for row in everyone if row.email not in known]
    added = people_actions.take_over(people=[(_person(row, slug), units[row.unit]) for row in new])
    by_key = {row.key: user for row, user in zip(new, added, strict=True)}
    return {row.key: by_key.get(row.key) or known[row.email] for row in everyone}


def _person(row: PersonRow, slug: str) -> User:
    return User(
        email=row.email or f"{slugify(row.key) or 'person'}.{slug}@import.invalid",
        display_name=row.name or f"{slug} {row.key}"[:120],
        job_title=row.job_title,
    )


def _campaign(rows: Rows, slug: str, title: str, question: str, units: dict[str, Unit]) -> Campaign:
    now = timezone.now()
    moments = [idea.at for idea in rows.ideas.values() if idea.at] + [
        vote.at for vote in rows.votes.values() if vote.at
    ]
    asked = [unit for unit in units.values() if unit.headcount or unit.is_root()]
    return ideas_actions.open_campaign(
        by=None,
        slug=slug,
        audience=asked,
        title=title,
        question=(question or title)[:200],
        listens_at=min([*moments, now - timedelta(days=1)]),
        curates_at=now,
        shapes_at=now + timedelta(days=14),
        publishes_at=now + timedelta(days=28),
        follows_at=now + timedelta(days=42),
    )


def _ideas(rows: Rows, campaign: Campaign, people: dict[str, User]) -> dict[str, Idea]:
    stages = {stage.name.lower(): stage for stage in _stages(rows)}
    wanted = [_idea(row, campaign, people.get(row.author), stages) for row in rows.ideas.values()]
    made = ideas_actions.take_over(ideas=wanted)
    return dict(zip(rows.ideas, made, strict=True))


def _stages(rows: Rows) -> list[JourneyStage]:
    names = dict.fromkeys(row.stage for row in rows.ideas.values() if row.stage)
    return ideas_actions.add_stages(names=list(names))


def _idea(row: IdeaRow, campaign: Campaign, author: User | None, stages: dict[str, JourneyStage]) -> Idea:
    anonymous = row.anonymous and author is not None
    unit = author.unit if author else None
    return Idea(
        campaign=campaign,
        title=row.title,
        today=row.today,
        better=row.better,
        stage=stages.get(row.stage.lower()),
        barrier=row.barrier,
        language=row.language or "und",
        author=None if anonymous else author,
        author_key=keys.pseudonym(campaign.key_name, author.pk, "author") if anonymous and author else None,
        job_title="" if anonymous or author is None else author.job_title,
        unit=people_queries.reporting_unit(unit, smallest=SMALLEST_TRACE) if anonymous else unit,
        submitted_at=row.at or campaign.listens_at,
        hidden_at=timezone.now() if row.hidden else None,
    )


def _nearest(people: dict[str, User]) -> dict[str, Unit | None]:
    """The unit kept beside each person's votes, looked up once a unit."""
    by_unit: dict[int | None, Unit | None] = {}
    found: dict[str, Unit | None] = {}
    for key, user in people.items():
        pk = user.unit.pk if user.unit else None
        if pk not in by_unit:
            fresh = people_queries.unit_by_code(user.unit.code) if user.unit else None
            by_unit[pk] = people_queries.reporting_unit(fresh, smallest=SMALLEST_TRACE)
        found[key] = by_unit[pk]
    return found


def _days(rows: Rows, people: dict[str, User], campaign: Campaign) -> set[tuple[int, int | None, datetime]]:
    said = [(idea.author, idea.at) for idea in rows.ideas.values() if idea.author]
    said += [(vote.person, vote.at) for vote in rows.votes.values()]
    return {
        (people[key].pk, people[key].unit.pk if people[key].unit else None, at or campaign.listens_at)  # type: ignore[union-attr]
        for key, at in said
    }
