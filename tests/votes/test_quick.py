"""Quick vote: one idea after the other, with a script and without."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import counters
from ideas.actions.orders import SEEN
from ideas.models import Campaign, Idea
from people.models import User
from tests import factories
from votes import actions
from votes.models import Vote

QUERIES = 14
HTMX = {"HX-Request": "true"}


@pytest.fixture
def many(ada: User, campaign: Campaign) -> list[Idea]:
    """Thirty ideas of Ada's; the later, the further down in For you and the more often seen."""
    return factories.many_ideas(ada, campaign, 30)


@pytest.fixture
def visit(client: Client, bo: User, campaign: Campaign) -> Callable[..., Any]:
    """`visit(done=3)`: the page as Bo gets it."""
    client.force_login(bo)

    def get(**where: Any) -> Any:
        return client.get(reverse("votes:quick", args=[campaign.slug]), where)

    return get


def cards(html: str) -> list[int]:
    """Ids of the cards of a page; the first of them is shown."""
    return [int(pk) for pk in re.findall(r'data-card="(\d+)"', html)]


class TestPage:
    def test_ten_cards_come_with_the_page_and_one_is_shown(self, visit: Any, many: list[Idea]) -> None:
        html = visit().text

        assert len(set(cards(html))) == 10
        assert len(re.findall(r"data-card[^>]*\shidden>", html)) == 9
        assert "1 of 10" in html

    def test_no_number_is_shown_before_a_vote(self, visit: Any, crowd: Callable[..., list[User]], idea: Idea) -> None:
        for person in crowd(12):
            actions.cast(by=person, idea=idea, choice="support")

        html = visit(last=idea.pk).text

        assert cards(html) == [idea.pk]
        assert "%" not in re.sub(r"%}|{%", "", html.split("<main")[1])

    def test_without_javascript_each_answer_leads_to_the_next_card_until_the_end(
        self, client: Client, visit: Any, many: list[Idea]
    ) -> None:
        response, met = visit(), []
        while shown := cards(response.text)[:1]:
            met += shown
            fields = re.search(r'action="(/ideas/\d+/vote/)".*?name="next"\s+value="(.*?)"', response.text, re.S)
            path, back = fields.groups() if fields else ("", "")
            data = {"vote": "pass", "look": "quick", "next": back.replace("&amp;", "&")}
            response = client.post(path, data, follow=True)

        assert len(met) == len(set(met)) == Vote.objects.count() == 10
        assert "That is all for today" in response.text
        assert "Go on with others" in response.text

    def test_the_last_vote_can_be_taken_back_without_javascript(
        self, client: Client, visit: Any, many: list[Idea], bo: User
    ) -> None:
        actions.cast(by=bo, idea=many[0], choice="object")
        html = visit(done=1, last=many[0].pk).text
        assert "You object to" in html

        back = re.search(r'value="([^"]*again=\d+)"', html)
        data = {"vote": "withdraw", "next": back[1].replace("&amp;", "&") if back else ""}
        html = client.post(reverse("votes:cast", args=[many[0].pk]), data, follow=True).text

        assert not Vote.objects.exists()
        assert cards(html)[0] == many[0].pk
        assert "1 of 10" in html

    def test_it_ends_when_no_idea_is_left(self, visit: Any, bo: User, idea: Idea) -> None:
        actions.cast(by=bo, idea=idea, choice="support")

        html = visit(done=1, last=idea.pk).text

        assert "No more ideas wait for you" in html
        assert "Go on" not in html

    def test_a_visit_can_be_shorter(self, visit: Any, many: list[Idea]) -> None:
        assert len(cards(visit(of=3).text)) == 3
        assert len(cards(visit(of=3, done=2).text)) == 1

    @pytest.mark.parametrize("where", [{"done": "x"}, {"done": "-1"}, {"of": "0"}, {"again": "9" * 30}, {"last": "²"}])
    def test_an_address_that_says_nonsense_begins_anew(
        self, visit: Any, many: list[Idea], where: dict[str, str]
    ) -> None:
        assert "1 of 10" in visit(**where).text

    def test_nobody_learns_how_others_voted_from_an_address(
        self, visit: Any, crowd: Callable[..., list[User]], idea: Idea
    ) -> None:
        for person in crowd(12):
            actions.cast(by=person, idea=idea, choice="support")

        assert "12 votes" not in visit(last=idea.pk).text

    def test_a_page_costs_the_same_with_one_idea_and_with_thirty(
        self, visit: Any, ada: User, campaign: Campaign, idea: Idea, django_assert_num_queries: Any
    ) -> None:
        visit()
        with django_assert_num_queries(QUERIES, exact=False):
            visit()
        with CaptureQueriesContext(connection) as one:
            visit()
        Idea.objects.bulk_create([Idea(campaign=campaign, author=ada, title=f"Idea {at}") for at in range(30)])

        with CaptureQueriesContext(connection) as thirty:
            visit()

        assert len(one) == len(thirty) <= QUERIES

    @pytest.mark.parametrize("step", ["planned", "curate"])
    def test_where_nobody_may_vote_the_page_says_so(
        self, visit: Any, campaign: Campaign, idea: Idea, step: str
    ) -> None:
        factories.set_step(campaign, step)

        html = visit().text

        assert "Nobody can vote here now" in html
        assert cards(html) == []

    def test_whoever_only_looks_on_is_told_that_others_are_asked(
        self, client: Client, company: Any, eve: User, ada: User
    ) -> None:
        campaign = factories.campaign(audience=(company.north,))
        factories.idea(ada, campaign)
        client.force_login(eve)

        html = client.get(reverse("votes:quick", args=[campaign.slug])).text

        assert "This question is put to others." in html

    def test_it_says_which_merged_idea_one_has_weighed(
        self, client: Client, bo: User, mod: User, campaign: Campaign, many: list[Idea]
    ) -> None:
        Idea.objects.filter(pk=many[1].pk).update(status="merged", merged_into=many[0])
        client.force_login(bo)

        data = {"vote": "support", "look": "quick"}
        html = client.post(reverse("votes:cast", args=[many[1].pk]), data, headers=HTMX).text

        assert "You support “<bdi>Idea 0</bdi>”" in html


class TestEyes:
    """Which cards count as seen: those that were in front of somebody."""

    def seen(self) -> dict[str, int]:
        return counters.read(SEEN)

    def test_the_first_card_of_a_page_is(self, visit: Any, many: list[Idea]) -> None:
        first = cards(visit().text)[0]

        assert self.seen() == {str(first): 1}

    def test_the_card_that_takes_the_place_of_another_is(self, client: Client, visit: Any, many: list[Idea]) -> None:
        first, second, *_ = cards(visit().text)

        data = {"vote": "support", "look": "quick", "then": str(second)}
        client.post(reverse("votes:cast", args=[first]), data, headers=HTMX)

        assert self.seen() == {str(first): 1, str(second): 1}

    @pytest.mark.parametrize("then", ["", "x", "9" * 30, "0"])
    def test_what_is_no_card_is_not(self, client: Client, visit: Any, many: list[Idea], then: str) -> None:
        first = cards(visit().text)[0]
        data = {"vote": "support", "look": "quick", "then": then}

        response = client.post(reverse("votes:cast", args=[first]), data, headers=HTMX)

        assert response.status_code == 200
        assert self.seen() == {str(first): 1}


class TestWaysIn:
    @pytest.mark.parametrize("page", ["home", "ideas:campaign"])
    def test_pages_lead_to_it_while_the_campaign_listens(
        self, client: Client, bo: User, campaign: Campaign, page: str
    ) -> None:
        client.force_login(bo)
        path = reverse(page, args=[] if page == "home" else [campaign.slug])
        link = f'href="{reverse("votes:quick", args=[campaign.slug])}"'

        assert link in client.get(path).text
        factories.set_step(campaign, "curate")
        assert link not in client.get(path).text

    def test_whoever_shares_an_idea_is_asked_to_weigh_three(self, client: Client, ada: User, idea: Idea) -> None:
        client.force_login(ada)

        html = client.get(reverse("ideas:detail", args=[idea.pk]), {"shared": "1"}).text

        assert f"{reverse('votes:quick', args=[idea.campaign.slug])}?of=3" in html


def test_a_withdrawn_vote_is_said_in_the_words_of_the_page(client: Client, bo: User, idea: Idea) -> None:
    actions.cast(by=bo, idea=idea, choice="support")
    client.force_login(bo)

    data = {"vote": "withdraw", "look": "quick"}
    html = client.post(reverse("votes:cast", args=[idea.pk]), data, headers=HTMX).text

    assert "Your vote is taken back." in html
