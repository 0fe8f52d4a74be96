"""Who is offered a vote and who sees a result: as the rules have it, on pages and in the API alike."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from curation import queries as curation_queries
from ideas import actions as ideas_actions
from ideas import queries as ideas_queries
from ideas.models import Campaign, Idea
from ideas.queries import Order
from people.models import User
from tests import factories
from tests.api import Api
from tests.factories import fresh
from votes import queries
from votes.actions import cast

pytestmark = pytest.mark.django_db
ASKED = [("bo", True), ("mod", False), ("eve", False), ("root", False)]


@pytest.fixture
def idea_of_some(company: Any, ada: User) -> Idea:
    """In a campaign that asks the north alone, where ada and bo are."""
    return factories.idea(ada, factories.campaign(audience=(company.north,)))


@pytest.mark.parametrize(("who", "may"), ASKED)
def test_a_vote_is_offered_to_whoever_is_asked(
    who: str, may: bool, idea_of_some: Idea, named: Callable[[str], User]
) -> None:
    viewer = fresh(named(who))
    campaign = ideas_queries.campaign(viewer, idea_of_some.campaign.slug)
    assert campaign is not None

    page = curation_queries.listed_page(viewer, campaign, order=Order.NEW, cursor="", size=20)

    assert queries.ballot(viewer, fresh(idea_of_some)).may_vote is may
    assert [row.ballot.may_vote for row in page.rows] == [may]
    assert Api(viewer).get(f"ideas/{idea_of_some.pk}/").json()["vote"]["may_vote"] is may
    assert Api(viewer).get(f"campaigns/{campaign.slug}/ideas/").json()["results"][0]["vote"]["may_vote"] is may


@pytest.mark.parametrize(("who", "may"), ASKED)
@pytest.mark.parametrize("name", ["ideas:campaign", "ideas:detail"])
def test_pages_have_buttons_for_whoever_is_asked(
    who: str, may: bool, name: str, idea_of_some: Idea, named: Callable[[str], User], client: Client
) -> None:
    client.force_login(named(who))
    where = idea_of_some.pk if name == "ideas:detail" else idea_of_some.campaign.slug

    html = client.get(reverse(name, args=[where])).text

    assert (f"/ideas/{idea_of_some.pk}/vote/" in html) is may
    assert "Your own idea" not in html
    assert ("Vote to see how others voted" in html) is may
    if name == "ideas:campaign":
        assert (reverse("ideas:submit", args=[where]) in html) is may
        assert (reverse("votes:quick", args=[where]) in html) is may
        assert ("This question is put to others." in html) is not may


@pytest.mark.parametrize(("who", "may"), ASKED)
def test_the_first_page_offers_what_one_may_do(
    who: str, may: bool, idea_of_some: Idea, named: Callable[[str], User], client: Client
) -> None:
    client.force_login(named(who))

    html = client.get("/").text

    assert (reverse("votes:quick", args=[idea_of_some.campaign.slug]) in html) is may
    assert not re.search(r"\bVote on \d", html), "there may be fewer ideas than that"


def test_authors_are_told_that_the_idea_is_their_own(idea_of_some: Idea, ada: User, client: Client) -> None:
    client.force_login(ada)

    assert "Your own idea" in client.get(reverse("ideas:detail", args=[idea_of_some.pk])).text


@pytest.mark.parametrize("asks", ["everyone", "some"])
def test_whom_a_campaign_asks_is_looked_up_once_a_list(
    asks: str, company: Any, ada: User, bo: User, django_assert_num_queries: Any
) -> None:
    made = factories.campaign(audience=(company.north,) if asks == "some" else ())
    for _ in range(3):
        factories.idea(ada, made)
    campaign = ideas_queries.campaign(bo, made.slug)
    assert campaign is not None
    viewer = fresh(bo)

    with django_assert_num_queries(3 if asks == "some" else 1):
        curation_queries.listed_page(viewer, campaign, order=Order.NEW, cursor="", size=20)


@pytest.fixture
def on_hold(idea: Idea, root: User, crowd: Callable[..., list[User]]) -> Idea:
    """Five people voted on the idea, then its campaign was held."""
    for person in crowd(5):
        cast(by=person, idea=fresh(idea), choice="support")
    ideas_actions.hold(by=root, campaign=idea.campaign)
    return fresh(idea)


def test_on_hold_nobody_sees_a_result_that_they_did_not_vote_for(on_hold: Idea, bo: User, client: Client) -> None:
    client.force_login(bo)

    ballot = queries.ballot(bo, on_hold)
    html = client.get(reverse("ideas:detail", args=[on_hold.pk])).text

    assert (ballot.hidden, ballot.result.votes, ballot.may_vote) == ("not_voted", 0, False)
    assert "The result shows when listening ends" in html
    assert "5 colleagues voted" not in html


def test_on_hold_a_theme_has_no_result_and_says_when_it_will(
    on_hold: Idea, mod: User, bo: User, client: Client
) -> None:
    theme = factories.theme(mod, on_hold.campaign, on_hold)
    client.force_login(bo)

    html = client.get(reverse("curation:theme", args=[theme.pk])).text

    assert curation_queries.results_by_theme(bo, on_hold.campaign) == {}
    assert "The theme’s result shows when listening ends" in html


def test_a_campaign_known_by_its_address_knows_whom_it_asks(company: Any, bo: User) -> None:
    for audience in ((), (company.north,), (company.north, company.quayside)):
        made = factories.campaign(audience=audience)
        found = ideas_queries.campaign(bo, made.slug)

        assert isinstance(found, Campaign)
        assert sorted(found.audience_paths) == sorted(unit.path for unit in audience)
