"""A campaign in which everything has happened, and folders that it goes out into and comes in from."""

import csv
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.utils import timezone

from curation import actions
from ideas import actions as ideas
from ideas.models import Campaign
from people.models import Unit, User
from tests import factories
from tests.factories import fresh
from votes import actions as votes

Crowd = Callable[..., list[User]]
ODD = "=1+1\r\n\"quoted\", 'single'; ünïcode ﷽ 🎈\n\n" + "long " * 300


@pytest.fixture
def lived(company: SimpleNamespace, ada: User, bo: User, mod: User, eve: User, crowd: Crowd) -> Campaign:
    """A campaign in which everything has happened, from units in which enough people are."""
    campaign = factories.campaign(slug="next-visit", time_zone="Europe/Berlin", holidays=["2026-12-25"], reminds=False)
    people = [*crowd(9, company.mill_lane), *crowd(10, company.station)]
    named = factories.idea(ada, campaign, "Call back the same day", today=ODD, barrier="process")
    odd = factories.idea(bo, campaign, "@now: ring first", better="-5 degrees")
    secret = factories.idea(fresh(ada), campaign, "Show the wait", anonymous=True)
    hers = factories.idea(fresh(ada), campaign, "Show the queue", anonymous=True)
    for number, person in enumerate(people):
        votes.cast(by=person, idea=named, choice=("support", "support", "object", "pass")[number % 4])
        if number % 2:
            votes.cast(by=person, idea=secret, choice="support")
        if number < 7:
            votes.cast(by=person, idea=odd, choice="object")
    ideas.edit(by=ada, idea=named, title="Call back within a day")
    first = ideas.comment(by=bo, idea=named, text="=cmd|' /C calc'!A0")
    ideas.comment(by=ada, idea=named, text="True", parent=first)
    ideas.comment(by=eve, idea=odd, text="I will look at it.")
    ideas.withdraw(by=ada, idea=hers)
    theme = factories.theme(mod, campaign, named, odd, title="+ Waiting")
    actions.change_theme(by=mod, theme=theme, summary="People mind **not knowing**.")
    actions.merge(by=mod, idea=fresh(secret), into=fresh(named))
    actions.set_status(by=mod, idea=odd, status="declined", reason="- We tried it.")
    question = actions.ask(by=mod, idea=named, text="Which day?")
    actions.answer(by=ada, question=question, text="Every day.")
    factories.took_part(campaign, ada, bo, *people[:3])
    reach(mod, campaign, fresh(company.station))
    return factories.close(campaign, days=2)


def reach(by: User, campaign: Campaign, unit: Unit) -> None:
    """A meeting of the unit, more time, and the question in another language."""
    now = timezone.now()
    lines = ["A bench at the stop", "@six: open the doors"]
    ideas.note_meeting(by=by, campaign=campaign, unit=unit, on=now.date(), people=7, ideas=lines)
    ideas.extend(by=by, campaign=campaign, until=now.date() + timedelta(days=30), reason="- The ferries stood still.")
    words = {"title": "Der nächste Besuch", "question": "Was würde ihn besser machen?", "context": ""}
    ideas.translate(by=by, campaign=campaign, language="de", words=words)


def go_out(campaign: Campaign, folder: Path) -> Path:
    call_command("export_campaign", campaign.slug, str(folder), stdout=StringIO())
    return folder


def come_in(folder: Path, **options: str) -> str:
    out = StringIO()
    call_command("import_campaign", str(folder), stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
