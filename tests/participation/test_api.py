"""Participation over the API."""

from collections.abc import Callable
from typing import Any

import pytest

from ideas.models import Campaign
from participation import actions
from people.models import User
from tests import factories
from tests.api import Api, problem

pytestmark = pytest.mark.django_db
Crowd = Callable[..., list[User]]


def heard(campaign: Campaign, people: list[User], worker: Any) -> None:
    """Each of `people` says something, and the figures are counted."""
    with worker():
        for person in people:
            factories.idea(person, campaign)
    actions.summarise(campaign=campaign)


def test_figures_of_too_few_are_not_told(mod: User, campaign: Campaign, crowd: Crowd, worker: Any) -> None:
    heard(campaign, crowd(4), worker)

    body = Api(mod).get(f"campaigns/{campaign.slug}/participation/").json()

    assert (body["suppressed"], body["reason"], body["figures"], body["released_at"]) == (True, "too_few", None, None)


def test_a_program_sees_when_it_was_counted_even_where_nothing_could_be_released(
    mod: User, campaign: Campaign, crowd: Crowd, worker: Any
) -> None:
    path = f"campaigns/{campaign.slug}/participation/"
    before = Api(mod).get(path).json()["counted_at"]

    heard(campaign, crowd(2), worker)

    assert before is None
    assert Api(mod).get(path).json()["counted_at"] is not None


def test_employees_see_the_company_and_their_own_unit(
    bo: User, eve: User, campaign: Campaign, crowd: Crowd, company: Any, worker: Any
) -> None:
    heard(campaign, crowd(14, company.mill_lane, company.quayside), worker)
    path = f"campaigns/{campaign.slug}/participation/"

    own, all_of_it = Api(bo).get(path).json()["figures"], Api(eve).get(path).json()["figures"]

    assert own["heard"] == all_of_it["heard"] == 14
    assert [row["name"] for row in own["units"]] == ["Quayside"]
    assert {"Mill Lane", "Quayside"} <= {row["name"] for row in all_of_it["units"]}


def test_a_campaign_that_asks_others_has_no_figures(bo: User, company: Any) -> None:
    south = factories.campaign(audience=(company.south,))

    assert problem(Api(bo).get(f"campaigns/{south.slug}/participation/")) == (404, "not_found")


def test_a_fresh_count_is_asked_for(mod: User, campaign: Campaign, crowd: Crowd, worker: Any) -> None:
    with worker():
        for person in crowd(10)[:6]:
            factories.idea(person, campaign)
    path = f"campaigns/{campaign.slug}/participation/"

    with worker():
        response = Api(mod).post(path)

    assert response.status_code == 202
    assert Api(mod).get(path).json()["figures"]["heard"] == 6


def test_employees_do_not_ask_for_one(bo: User, campaign: Campaign) -> None:
    assert problem(Api(bo).post(f"campaigns/{campaign.slug}/participation/")) == (403, "forbidden")
