"""Reaching the quiet over the API: the same as on the pages."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from ideas.models import Campaign, Extension, Idea, Meeting, Reminder
from people.models import Unit, User
from tests import factories
from tests.api import Api, problem
from tests.factories import fresh

pytestmark = pytest.mark.django_db
GERMAN = {"language": "de", "title": "Der nächste Besuch", "question": "Was würde ihn besser machen?"}


@pytest.fixture
def group(company: SimpleNamespace, crowd: Any) -> Unit:
    """A unit of twelve people."""
    crowd(12, company.quayside)
    return factories.fresh(company.quayside)


def test_an_extension_is_made_and_read(mod: User, bo: User, campaign: Campaign) -> None:
    until = (timezone.localdate() + timedelta(days=30)).isoformat()

    made = Api(mod).post(f"campaigns/{campaign.slug}/extensions/", {"until": until, "reason": "The night shift"})

    assert made.status_code == 201
    rows = Api(bo).get(f"campaigns/{campaign.slug}/extensions/").json()["results"]
    assert [row["reason"] for row in rows] == ["The night shift"]


def test_a_closed_campaign_is_409_with_the_date(mod: User) -> None:
    closed = factories.campaign("curate")

    answer = Api(mod).post(f"campaigns/{closed.slug}/extensions/", {"until": "2099-01-01", "reason": "So"})

    assert problem(answer) == (409, "campaign_closed")
    assert not Extension.objects.exists()


def test_words_in_another_language_come_and_go(mod: User, campaign: Campaign) -> None:
    path = f"campaigns/{campaign.slug}/words/"

    rows = Api(mod).post(path, GERMAN).json()["results"]
    assert {row["language"]: row["question"] for row in rows} == {"en": "", "de": GERMAN["question"]}
    Api(mod).post(path, {"language": "de"})

    assert fresh(campaign).words == {}


@pytest.mark.parametrize(
    ("words", "field"),
    [({"language": "tlh"}, "language"), ({"title": "x" * 121}, "title"), ({"title": 1}, "title"), ({"a": "b"}, "a")],
)
def test_words_that_do_not_fit_are_400(words: dict[str, Any], field: str, mod: User, campaign: Campaign) -> None:
    answer = Api(mod).post(f"campaigns/{campaign.slug}/words/", {**GERMAN, **words})

    assert problem(answer)[0] == 400
    assert list(answer.json()["errors"]) == [field]


def test_a_meeting_is_written_down_and_its_ideas_say_so(mod: User, campaign: Campaign, group: Unit) -> None:
    today = timezone.localdate().isoformat()
    said = {"unit": group.pk, "on": today, "people": 12, "ideas": ["A bench", "Open at six"]}

    made = Api(mod).post(f"campaigns/{campaign.slug}/meetings/", said)

    assert (made.status_code, made.json()["ideas"], Meeting.objects.count()) == (201, 2, 1)
    idea = Api(mod).get(f"ideas/{Idea.objects.get(title='A bench').pk}/").json()
    assert (idea["met_on"], idea["met_people"], idea["said_by"], idea["mine"]) == (today, 12, group.name, False)
    assert [row["unit_name"] for row in Api(mod).get(f"campaigns/{campaign.slug}/meetings/").json()["results"]] == [
        group.name
    ]


def test_of_a_reminder_only_its_day_is_told(mod: User, campaign: Campaign) -> None:
    Reminder.objects.create(campaign=campaign, number=1, on=timezone.localdate())

    rows = Api(mod).get(f"campaigns/{campaign.slug}/reminders/").json()["results"]

    assert rows == [{"number": 1, "on": timezone.localdate().isoformat()}]
