"""Things to test with, made by the same actions that people use. Each fills in what a test does not care about."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from curation import actions as curation
from curation.models import Theme
from ideas import actions as ideas
from ideas.models import Campaign, Idea
from people import actions as people
from people.models import Unit, User
from strategy import actions as strategies
from strategy.models import Priority, Strategy

number = count(1)
WEEK = timedelta(days=7)
STARTS = ("listens_at", "curates_at", "shapes_at", "publishes_at", "follows_at")
STEPS = ("planned", "listen", "curate", "shape", "publish", "follow-through")


def unit(name: str = "", parent: Unit | None = None, **fields: Any) -> Unit:
    """A unit below `parent`, or at the top."""
    name = name or f"Unit {next(number)}"
    return people.open_unit(by=None, name=name, code=name.lower().replace(" ", "-"), parent=parent, **fields)


def person(name: str = "", unit: Unit | None = None, role: str = "", over: Unit | None = None, **fields: Any) -> User:
    """A person in `unit`; with a `role`, over `over` and below, or over everything."""
    name = name or f"Person {next(number)}"
    email = f"{name.lower().replace(' ', '-')}@example.com"
    fields = {"job_title": "Service adviser", **fields}
    made = people.add_person(by=None, email=email, display_name=name, unit=unit, **fields)
    if role:
        people.grant(by=None, user=made, role=role, unit=over)
    return made


def dates(step: str, at: datetime | None = None) -> dict[str, datetime]:
    """The five dates of a campaign that is half a week into `step` now (or at `at`). Each step takes a week."""
    now = (at or timezone.now()) - WEEK / 2
    return {name: now + WEEK * (position - STEPS.index(step) + 1) for position, name in enumerate(STARTS)}


def campaign(step: str = "listen", slug: str = "", audience: tuple[Unit, ...] = (), **fields: Any) -> Campaign:
    """A campaign that is in `step` now and asks `audience`, or everyone."""
    words = {"title": "The next visit", "question": "What would make a customer's next visit better?"}
    slug = slug or f"campaign-{next(number)}"
    return ideas.open_campaign(by=None, slug=slug, audience=audience, **{**words, **dates(step), **fields})


def set_step(campaign: Campaign, step: str) -> Campaign:
    """Move the campaign's dates so that it is in `step` now."""
    for name, moment in dates(step).items():
        setattr(campaign, name, moment)
    campaign.save(update_fields=STARTS)
    return campaign


def close(campaign: Campaign, *, days: int) -> Campaign:
    """Move the campaign's dates so that it stopped listening so many days ago, and return it as it is now."""
    now = timezone.now()
    ended = {"listens_at": now - 13 * WEEK, "curates_at": now - timedelta(days=days)}
    Campaign.objects.filter(pk=campaign.pk).update(**ended, **dict.fromkeys(STARTS[2:], now))
    return Campaign.objects.get(pk=campaign.pk)


def took_part(campaign: Campaign, *people: User, unit: Unit | None = None, on: date | None = None) -> None:
    """Note that each of them took part on a day (today), from `unit` or from their own."""
    moment = timezone.now() if on is None else datetime.combine(on, time(12), tzinfo=UTC)
    units = {person.pk: unit or fresh(person).unit for person in people}
    days = [(pk, home.pk if home else None, moment) for pk, home in units.items()]
    ideas.note_many_taken_part(campaign=campaign, days=days)


def idea(by: User, campaign: Campaign, title: str = "", **fields: Any) -> Idea:
    """An idea of `by`."""
    return ideas.submit(by=by, campaign=campaign, title=title or f"Call back the same day {next(number)}", **fields)


def many_ideas(by: User, campaign: Campaign, number: int) -> list[Idea]:
    """`number` ideas of `by`: the later, the further down in For you, and the more often seen."""
    idea(by, campaign).delete()  # the campaign has its key from now on
    rows = [Idea(campaign=campaign, author=by, title=f"Idea {at}", seen_count=at) for at in range(number)]
    for row in rows:
        row.rank_for_you = 1 - row.seen_count / number
    return Idea.objects.bulk_create(rows)


def theme(by: User, campaign: Campaign, *ideas: Idea, title: str = "") -> Theme:
    """A theme with `ideas` in it."""
    made = curation.create_theme(by=by, campaign=campaign, title=title or f"Waiting {next(number)}")
    curation.place(by=by, theme=made, ideas=ideas)
    return made


def strategy(by: User, *campaigns: Campaign, title: str = "Time given back", **fields: Any) -> Strategy:
    """A draft that rests on `campaigns`."""
    return strategies.draft(by=by, title=title, campaigns=campaigns, **fields)


def priority(by: User, strategy: Strategy, *themes: Theme, ideas: tuple[Idea, ...] = (), **fields: Any) -> Priority:
    """A priority grounded in `themes` and `ideas`."""
    made = strategies.add_priority(by=by, strategy=strategy, **{"title": "Answer within the hour", **fields})
    return strategies.ground(by=by, priority=made, themes=themes, ideas=ideas)


def fresh(row: Any) -> Any:
    """The row as the database has it now, with nothing remembered."""
    return type(row)._base_manager.get(pk=row.pk)
