"""Below a result stands whether it counts yet, and why not; how sure it is; and whether units agree."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ideas.models import Idea
from people.models import User
from tests import factories
from tests.factories import fresh
from votes.actions import cast, place_released
from votes.models import Tally
from votes.queries import NOTHING, Ballot, Result, exposure

pytestmark = pytest.mark.django_db
Crowd = Callable[..., list[User]]
Reads = Callable[..., str]


@pytest.fixture
def page(client: Client, idea: Idea) -> Reads:
    """`page(bo)`: the page of the idea as Bo gets it; `page(bo, "list")` that of its campaign."""

    def read(user: User, what: str = "idea") -> str:
        client.force_login(user)
        where = {"idea": ("ideas:detail", idea.pk), "list": ("ideas:campaign", idea.campaign.slug)}[what]
        return client.get(reverse(where[0], args=[where[1]])).text

    return read


def cast_all(people: list[User], idea: Idea, *choices: str) -> list[User]:
    for turn, person in enumerate(people):
        cast(by=fresh(person), idea=idea, choice=choices[turn % len(choices)])
    return people


def show(idea: Idea, times: int) -> None:
    Idea.objects.filter(pk=idea.pk).update(seen_count=times)


@pytest.mark.parametrize(
    ("choice", "hidden", "votes", "views", "told"),
    [
        ("", "not_voted", 0, 3, "few_saw"),
        ("", "not_voted", 0, 300, ""),
        ("pass", "too_few", 0, 3, "few_saw"),
        ("pass", "too_few", 0, 300, "few_voted"),
        ("pass", "", 6, 14, "few_saw"),
        ("pass", "", 6, 15, "few_voted"),
        ("pass", "", 10, 3, ""),
        ("pass", "", 10, 300, ""),
    ],
)
def test_few_votes_and_few_views_are_two_things(choice: str, hidden: str, votes: int, views: int, told: str) -> None:
    result = Result(votes - 1, 1, 0, release=1) if votes else NOTHING

    assert exposure(views, Ballot(1, choice, result, hidden, may_vote=True)) == told


def test_what_few_have_seen_says_so_before_one_votes(page: Reads, bo: User) -> None:
    assert "Seen by few so far" in page(bo, "list")


def test_how_many_voted_is_not_told_before_one_votes(page: Reads, bo: User, idea: Idea) -> None:
    show(idea, 300)

    for html in (page(bo), page(bo, "list")):
        assert "few voted" not in html
        assert "Seen by few" not in html


def test_of_what_many_saw_it_is_said_that_few_voted(page: Reads, bo: User, idea: Idea) -> None:
    show(idea, 287)
    cast(by=bo, idea=idea, choice="support")

    assert "Many saw it, few voted" in page(bo, "list")
    assert "Shown about 300 times, but few voted" in page(bo)


def test_a_result_that_is_too_early_to_rank_says_so(page: Reads, crowd: Crowd, idea: Idea) -> None:
    voter = cast_all(crowd(5), idea, "support", "object")[0]

    assert "Too early to rank" in page(voter)
    assert "Seen by few so far" in page(voter, "list")
    assert "most likely" not in page(voter)


def test_the_interval_is_said_in_words_once_the_idea_is_placed(page: Reads, crowd: Crowd, idea: Idea) -> None:
    voter = cast_all(crowd(20), idea, "support", "support", "support", "object")[0]
    before = page(voter)

    place_released(idea.campaign)

    said = "Between 53 and 89 of 100 colleagues would support it, most likely."  # Beta(16, 6)
    assert said not in before
    assert said in page(voter)
    assert "Too early to rank" not in page(voter)


def test_nobody_reads_the_interval_before_voting(page: Reads, crowd: Crowd, bo: User, idea: Idea) -> None:
    cast_all(crowd(20), idea, "support", "object")
    place_released(idea.campaign)

    assert "most likely" not in page(bo)


def test_that_units_agree_is_read_after_ones_own_vote(
    page: Reads, crowd: Crowd, bo: User, idea: Idea, company: SimpleNamespace
) -> None:
    voters = crowd(30, company.mill_lane, company.quayside, company.station)
    cast_all(voters, idea, *["support"] * 9, "object")
    place_released(idea.campaign)

    assert "Agreed across units" not in page(bo)
    assert "Agreed across units" in page(voters[0])
    assert "Agreed across units" in page(voters[0], "list")


def test_the_sentence_of_common_ground_names_the_campaign_s_own_smallest_unit(client: Client, bo: User) -> None:
    campaign = factories.campaign(smallest_group=8)
    client.force_login(bo)

    html = client.get(reverse("ideas:campaign", args=[campaign.slug]), {"order": "common-ground"}).text

    assert "A unit counts from 8 voters on" in html


@pytest.mark.parametrize("filters", [{}, {"q": "call"}])
def test_the_api_tells_the_same(
    client: Client, crowd: Crowd, bo: User, idea: Idea, company: SimpleNamespace, filters: dict[str, str]
) -> None:
    voters = crowd(30, company.mill_lane, company.quayside, company.station)
    cast_all(voters, idea, *["support"] * 9, "object")
    place_released(idea.campaign)

    def listed(user: User) -> Any:
        client.force_login(user)
        return client.get(reverse("curation-api:ideas", args=[idea.campaign.slug]), filters).json()["results"][0]

    mine, theirs = listed(voters[0]), listed(bo)
    assert (mine["units_agree"], mine["exposure"]) == (True, "")
    assert mine["vote"]["result"]["too_early"] is False
    assert mine["vote"]["result"]["likely_support"] == {"low": 74, "high": 96}  # Beta(28, 4)
    assert (theirs["units_agree"], theirs["exposure"], theirs["vote"]["result"]) == (False, "few_saw", None)


def test_a_result_that_is_newer_than_its_place_has_no_interval_in_the_api(
    client: Client, crowd: Crowd, idea: Idea
) -> None:
    voters = cast_all(crowd(10), idea, "support")
    client.force_login(voters[0])

    result = client.get(reverse("curation-api:idea", args=[idea.pk])).json()["vote"]["result"]

    assert (Tally.objects.get().placed, result["likely_support"]) == (0, None)
