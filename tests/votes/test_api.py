"""Votes over the API."""

from collections.abc import Callable
from typing import Any

import pytest

from ideas.models import Campaign, Idea
from people.models import User
from tests import factories
from tests.api import Api, problem
from votes import actions
from votes.models import Tally, Vote

pytestmark = pytest.mark.django_db
Crowd = Callable[..., list[User]]


def vote(user: User, idea: Idea, choice: Any = "support") -> Any:
    return Api(user).put(f"ideas/{idea.pk}/vote/", {"choice": choice})


def numbers(value: Any) -> list[int]:
    """Every number anywhere in a document."""
    if isinstance(value, dict | list):
        parts = value.values() if isinstance(value, dict) else value
        return [number for part in parts for number in numbers(part)]
    return [value] if isinstance(value, int | float) and not isinstance(value, bool) else []


def test_a_result_of_too_few_is_not_told(bo: User, idea: Idea) -> None:
    response = vote(bo, idea)

    body = response.json()
    assert response.status_code == 200
    assert body["choice"] == "support"
    assert (body["suppressed"], body["reason"], body["result"]) == (True, "too_few", None)
    assert numbers(body) == []


def test_the_result_is_told_once_enough_have_voted(bo: User, idea: Idea, crowd: Crowd) -> None:
    for number, person in enumerate(crowd(11)):
        actions.cast(by=person, idea=idea, choice="object" if number % 4 == 0 else "support")
    vote(bo, idea)  # the counts of ten were released before; these two wait for three more

    body = vote(bo, idea).json()

    assert not body["suppressed"]
    assert body["result"]["votes"] == 10
    assert body["result"]["support"] == {"count": 7, "percent": 70, "bound": "exact"}
    assert body["result"]["object"]["count"] == 3
    assert body["result"]["pass"]["count"] == 0


def test_a_small_group_of_one_mind_is_only_bounded(bo: User, idea: Idea, crowd: Crowd) -> None:
    for person in crowd(4):
        actions.cast(by=person, idea=idea, choice="support")

    result = vote(bo, idea).json()["result"]

    assert result["support"] == {"count": None, "percent": 80, "bound": "over"}
    assert result["object"] == {"count": None, "percent": 20, "bound": "under"}


def test_nobody_sees_a_result_before_voting(bo: User, idea: Idea, crowd: Crowd) -> None:
    for person in crowd(12):
        actions.cast(by=person, idea=idea, choice="support")

    shown = Api(bo).get(f"ideas/{idea.pk}/").json()["vote"]

    assert (shown["choice"], shown["suppressed"], shown["reason"]) == ("", True, "not_voted")
    assert numbers(shown) == []


def test_the_same_vote_twice_is_one_and_the_opposite_replaces_it(bo: User, idea: Idea) -> None:
    assert [vote(bo, idea, choice).status_code for choice in ("support", "support", "object")] == [200, 200, 200]
    assert Tally.objects.get(idea=idea).voters == 1
    assert Vote.objects.get().choice == "object"


def test_a_withdrawn_vote_is_gone(bo: User, idea: Idea) -> None:
    vote(bo, idea)

    assert [Api(bo).delete(f"ideas/{idea.pk}/vote/").status_code for _ in range(2)] == [204, 204]
    assert not Vote.objects.exists()


@pytest.mark.parametrize(
    ("choice", "code"),
    [("maybe", "invalid_choice"), ("", "invalid_choice"), (1, "type"), (["support"], "type"), (None, "required")],
)
def test_a_vote_is_support_object_or_pass(bo: User, idea: Idea, choice: Any, code: str) -> None:
    assert problem(vote(bo, idea, choice)) == (400, code)
    assert not Vote.objects.exists()


@pytest.mark.parametrize("anonymous", [False, True])
def test_authors_cannot_vote_on_their_own_idea(ada: User, campaign: Campaign, anonymous: bool) -> None:
    own = factories.idea(ada, campaign, anonymous=anonymous)

    assert problem(vote(ada, own)) == (409, "own_idea")


@pytest.mark.parametrize("step", ["planned", "curate", "follow-through"])
def test_votes_outside_of_listening_are_refused_with_the_date(bo: User, idea: Idea, step: str) -> None:
    factories.set_step(idea.campaign, step)

    response = vote(bo, idea)

    assert problem(response) == (409, "campaign_closed")
    assert response.json()["date"]


def test_a_withdrawn_idea_takes_no_vote(ada: User, bo: User, idea: Idea) -> None:
    Api(ada).delete(f"ideas/{idea.pk}/")

    assert problem(vote(bo, idea)) == (404, "not_found")


@pytest.mark.parametrize("method", ["get", "head", "post", "patch"])
def test_nothing_but_put_casts_a_vote(bo: User, idea: Idea, method: str) -> None:
    response = getattr(Api(bo), method)(f"ideas/{idea.pk}/vote/")

    assert response.status_code == 405
    assert not Vote.objects.exists()
