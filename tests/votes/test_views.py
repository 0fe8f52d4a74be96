"""The vote control: a plain form, and its answer to htmx."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from ideas import actions as ideas
from ideas.models import Campaign, Idea
from people.models import User
from tests import factories
from votes import actions
from votes.models import Vote

HTMX = {"HX-Request": "true"}


@pytest.fixture
def vote(client: Client, idea: Idea) -> Callable[..., Any]:
    """`vote(bo, "support")`: what the browser gets; more arguments are further fields of the form."""

    def cast(user: User, choice: str, idea: Idea = idea, *, htmx: bool = False, **fields: str) -> Any:
        client.force_login(user)
        data = {"vote": choice, **fields}
        return client.post(reverse("votes:cast", args=[idea.pk]), data, headers=HTMX if htmx else {})

    return cast


def detail(idea: Idea) -> str:
    return reverse("ideas:detail", args=[idea.pk])


def cast_by(people: list[User], idea: Idea, *choices: str) -> None:
    for turn, person in enumerate(people):
        actions.cast(by=person, idea=idea, choice=choices[turn % len(choices)])


class TestCasting:
    @pytest.mark.parametrize("choice", ["support", "object", "pass"])
    def test_htmx_gets_the_control_with_the_choice_pressed(self, vote: Any, bo: User, choice: str) -> None:
        html = vote(bo, choice, htmx=True).text

        assert html.count('aria-pressed="true"') == 1
        assert f'value="{choice}"\n            aria-pressed="true"' in html
        assert 'aria-live="polite"' in html

    def test_the_other_choice_replaces_the_first(self, vote: Any, bo: User) -> None:
        vote(bo, "support")
        vote(bo, "object")

        assert [each.choice for each in Vote.objects.all()] == ["object"]

    def test_the_same_choice_again_changes_nothing(self, vote: Any, bo: User) -> None:
        vote(bo, "support")

        assert vote(bo, "support", htmx=True).status_code == 200
        assert Vote.objects.count() == 1

    def test_a_vote_can_be_taken_back(self, vote: Any, bo: User) -> None:
        assert "Take my vote back" in vote(bo, "support", htmx=True).text

        html = vote(bo, "withdraw", htmx=True).text

        assert "Take my vote back" not in html
        assert "autofocus" in html  # the button that was pressed is gone
        assert not Vote.objects.exists()

    def test_a_vote_on_a_merged_idea_goes_to_its_survivor(
        self, vote: Any, bo: User, ada: User, campaign: Campaign, idea: Idea
    ) -> None:
        merged = factories.idea(ada, campaign)
        Idea.objects.filter(pk=merged.pk).update(status="merged", merged_into=idea)

        vote(bo, "support", merged)

        assert Vote.objects.get().idea == idea

    def test_without_javascript_one_returns_to_where_one_was(self, vote: Any, bo: User, idea: Idea) -> None:
        assert vote(bo, "support", next="/campaigns/next-visit/?order=top").url == "/campaigns/next-visit/?order=top"
        assert vote(bo, "support").url == detail(idea)

    @pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example/", "javascript:alert(1)"])
    def test_nobody_is_sent_elsewhere(self, vote: Any, bo: User, wanted: str) -> None:
        assert vote(bo, "support", next=wanted).url == "/"


class TestRefusals:
    def test_ones_own_idea_is_409(self, vote: Any, ada: User) -> None:
        assert vote(ada, "support").status_code == 409

    def test_htmx_gets_the_reason_as_a_toast(self, vote: Any, ada: User) -> None:
        response = vote(ada, "support", htmx=True)

        assert response.status_code == 409
        assert response["HX-Retarget"] == "#toasts"
        assert "This is your own idea" in response.text

    def test_an_unknown_choice_is_400(self, vote: Any, bo: User) -> None:
        assert vote(bo, "love").status_code == 400

    def test_a_closed_campaign_is_409_with_the_date(self, vote: Any, bo: User, campaign: Campaign, idea: Idea) -> None:
        factories.set_step(campaign, "curate")

        response = vote(bo, "support")

        assert response.status_code == 409
        assert "stopped listening on" in response.text

    def test_an_idea_that_one_may_not_see_is_404(self, vote: Any, bo: User, ada: User, idea: Idea) -> None:
        ideas.withdraw(by=ada, idea=idea)

        assert vote(bo, "support").status_code == 404

    @pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
    def test_only_post_votes(self, client: Client, bo: User, idea: Idea, method: str) -> None:
        client.force_login(bo)

        assert getattr(client, method)(reverse("votes:cast", args=[idea.pk])).status_code == 405
        assert not Vote.objects.exists()

    def test_a_stranger_signs_in_and_comes_to_the_idea(self, client: Client, idea: Idea) -> None:
        response = client.post(reverse("votes:cast", args=[idea.pk]), {"vote": "support"})

        assert response.url == f"{reverse('account_login')}?next={detail(idea)}"


class TestResult:
    def test_nobody_sees_a_result_before_voting(
        self, client: Client, bo: User, crowd: Callable[..., list[User]], idea: Idea
    ) -> None:
        cast_by(crowd(20), idea, "support", "object")
        client.force_login(bo)

        html = client.get(detail(idea)).text

        assert "Vote to see how others voted" in html
        assert "cc-bar" not in html
        assert "20" not in strip_tags("<div " + html[html.index('id="result"') : html.index('id="talk"')])

    def test_a_voter_sees_how_many_voted_and_how(
        self, vote: Any, bo: User, crowd: Callable[..., list[User]], idea: Idea
    ) -> None:
        cast_by(crowd(20), idea, "support", "object")

        html = vote(bo, "support", htmx=True, look="card").text

        assert "How 20 colleagues voted" in html
        assert "50% support, 0% pass, 50% object" in html

    def test_fewer_than_five_votes_are_hidden(
        self, vote: Any, bo: User, crowd: Callable[..., list[User]], idea: Idea
    ) -> None:
        cast_by(crowd(3), idea, "support")

        html = vote(bo, "support", htmx=True).text

        assert "Hidden until 5 people have voted" in html
        assert "%" not in html

    def test_a_small_group_that_agrees_is_only_bounded(
        self, vote: Any, bo: User, crowd: Callable[..., list[User]], idea: Idea
    ) -> None:
        cast_by(crowd(4), idea, "support")

        html = vote(bo, "support", htmx=True).text

        assert "80% or more" in html
        assert "20% or less" in html
        assert "100%" not in html

    def test_everyone_sees_the_result_once_voting_is_closed(
        self, client: Client, bo: User, crowd: Callable[..., list[User]], campaign: Campaign, idea: Idea
    ) -> None:
        cast_by(crowd(20), idea, "support", "object")
        factories.set_step(campaign, "curate")
        client.force_login(bo)

        html = client.get(detail(idea)).text

        assert "How 20 colleagues voted" in html
        assert "Voting closed" in html
        assert "Take my vote back" not in html

    def test_authors_are_told_why_they_have_no_buttons(self, client: Client, ada: User, idea: Idea) -> None:
        client.force_login(ada)

        html = client.get(detail(idea)).text

        assert "Your own idea" in html
        assert 'name="vote"' not in html


@pytest.mark.parametrize(
    ("order", "sentence"),
    [
        ("for-you", "two go to the ideas seen least, under 15 times"),
        ("top", "The larger the share of voters who support an idea"),
        ("common-ground", "only if every unit supports it"),
        ("new", "The newest come first"),
        ("discussed", "the most comments come first"),
        ("divisive", "The more evenly support and objection split the voters"),
    ],
)
def test_every_order_says_how_it_is_made(
    client: Client, bo: User, campaign: Campaign, order: str, sentence: str
) -> None:
    client.force_login(bo)

    html = client.get(reverse("ideas:campaign", args=[campaign.slug]), {"order": order}).text

    assert sentence in html
