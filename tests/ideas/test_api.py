"""Campaigns and comments over the API."""

from typing import Any

import pytest

from ideas.models import Campaign, Idea
from people.models import User
from tests import factories
from tests.api import Api, problem

pytestmark = pytest.mark.django_db


def new_campaign(**fields: Any) -> dict[str, Any]:
    dates = {name: moment.isoformat() for name, moment in factories.dates("listen").items()}
    return {"slug": "spring", "title": "Spring", "question": "What would help?", **dates, **fields}


def test_campaigns_say_where_they_are(bo: User, campaign: Campaign) -> None:
    body = Api(bo).get("campaigns/").json()

    assert [(row["slug"], row["step"]) for row in body["results"]] == [("next-visit", "listen")]
    assert body["next"] is None


def test_a_campaign_that_asks_others_does_not_exist(bo: User, company: Any) -> None:
    factories.campaign(slug="south-only", audience=(company.south,))

    assert Api(bo).get("campaigns/").json()["results"] == []
    assert problem(Api(bo).get("campaigns/south-only/")) == (404, "not_found")


def test_a_curator_opens_a_campaign(mod: User, company: Any) -> None:
    response = Api(mod).post("campaigns/", new_campaign(audience=[company.north.pk]))

    assert response.status_code == 201
    assert response.json()["audience"] == [company.north.pk]
    assert Campaign.objects.get(slug="spring").smallest_group == 5


def test_an_employee_opens_none(bo: User) -> None:
    assert problem(Api(bo).post("campaigns/", new_campaign())) == (403, "forbidden")


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"smallest_group": 4}, "smallest_group", "min_value"),
        ({"smallest_group": "6"}, "smallest_group", "type"),
        ({"coverage_goal": 101}, "coverage_goal", "max_value"),
        ({"answer_days": 10**30}, "answer_days", "max_value"),
        ({"anonymous_allowed": "yes"}, "anonymous_allowed", "type"),
        ({"listens_at": 5}, "listens_at", "type"),
        ({"listens_at": "yesterday"}, "listens_at", "invalid"),
        ({"slug": "no spaces"}, "slug", "invalid"),
        ({"audience": [10**9]}, "audience", "does_not_exist"),
        ({"audience": ["1"]}, "audience", "type"),
        ({"audience": 1}, "audience", "type"),
        ({"held_at": None}, "held_at", "unknown_field"),
    ],
)
def test_a_campaign_that_does_not_fit_is_not_opened(mod: User, fields: Any, field: str, code: str) -> None:
    response = Api(mod).post("campaigns/", new_campaign(**fields))

    assert problem(response) == (400, code)
    assert field in response.json()["errors"]
    assert not Campaign.objects.exists()


def test_steps_out_of_order_are_refused(mod: User) -> None:
    response = Api(mod).post("campaigns/", new_campaign(curates_at="2020-01-01T00:00:00Z"))

    assert problem(response)[0] == 400


def test_an_address_is_taken_once(mod: User, campaign: Campaign) -> None:
    response = Api(mod).post("campaigns/", new_campaign(slug=campaign.slug))

    assert response.status_code == 400
    assert "slug" in response.json()["errors"]


def test_a_curator_changes_the_words(mod: User, campaign: Campaign) -> None:
    response = Api(mod).patch(f"campaigns/{campaign.slug}/", {"title": "Next visits"})

    assert response.json()["title"] == "Next visits"


def test_a_curator_of_another_unit_may_not(campaign: Campaign, company: Any) -> None:
    other = factories.person("Other", company.north, "curator", company.north)

    assert problem(Api(other).patch(f"campaigns/{campaign.slug}/", {"title": "Mine"})) == (403, "forbidden")


def test_a_curator_sets_the_clock(mod: User, campaign: Campaign) -> None:
    clock = {"read_days": 3, "time_zone": "Europe/Berlin", "holidays": ["2026-12-25"]}

    assert {name: Api(mod).patch(f"campaigns/{campaign.slug}/", clock).json()[name] for name in clock} == clock


@pytest.mark.parametrize(
    "fields", [{"read_days": 0}, {"read_days": 61}, {"time_zone": "Mars"}, {"holidays": ["soon"]}, {"holidays": "soon"}]
)
def test_a_clock_that_does_not_go_is_refused(mod: User, campaign: Campaign, fields: Any) -> None:
    response = Api(mod).patch(f"campaigns/{campaign.slug}/", fields)

    assert response.status_code == 400
    assert next(iter(response.json()["errors"])).split(".")[0] in fields


@pytest.mark.parametrize("fields", [{"smallest_group": 9}, {"anonymous_allowed": False}])
def test_rules_freeze_with_the_first_contribution(mod: User, idea: Idea, fields: Any) -> None:
    assert problem(Api(mod).patch(f"campaigns/{idea.campaign.slug}/", fields)) == (409, "frozen")


def test_similar_ideas_share_words(bo: User, idea: Idea) -> None:
    api, path = Api(bo), f"campaigns/{idea.campaign.slug}/similar/"

    assert [row["id"] for row in api.post(path, {"text": "call them back"}).json()["results"]] == [idea.pk]
    assert [row["id"] for row in api.get(path, {"text": "call them back"}).json()["results"]] == [idea.pk]
    assert api.post(path, {"text": "parking spaces"}).json()["results"] == []
    assert problem(api.post(path)) == (400, "required")


def test_comments_show_role_and_unit_and_never_a_name(ada: User, bo: User, idea: Idea) -> None:
    said = Api(bo).post(f"ideas/{idea.pk}/comments/", {"text": "We do this at Quayside."})

    rows = Api(ada).get(f"ideas/{idea.pk}/comments/").json()["results"]

    assert said.status_code == 201
    assert rows[0]["said_by"] == "Service adviser · Quayside"
    assert not rows[0]["mine"]
    assert Api(bo).get(f"ideas/{idea.pk}/comments/").json()["results"][0]["mine"]
    assert "Bo" not in str(rows)


def test_nobody_comments_after_the_talking(bo: User, idea: Idea) -> None:
    factories.set_step(idea.campaign, "publish")

    response = Api(bo).post(f"ideas/{idea.pk}/comments/", {"text": "Too late"})

    assert problem(response) == (409, "campaign_closed")
    assert "date" in response.json()
