"""Merging on pages and over the API."""

import pytest
from django.test import Client
from django.urls import reverse

from ideas import actions as ideas
from ideas.models import Campaign, Idea
from people.models import User
from tests import factories
from tests.factories import fresh
from votes.actions import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(bo: User, campaign: Campaign) -> Idea:
    return factories.idea(bo, campaign, "Call people back on the same day")


def page_of(idea: Idea) -> str:
    return reverse("ideas:detail", args=[idea.pk])


def test_a_curator_chooses_among_similar_ideas(mod: User, idea: Idea, other: Idea, client: Client) -> None:
    client.force_login(mod)

    page = client.get(reverse("curation:merge", args=[idea.pk])).text

    assert other.title in page
    assert f'name="into" value="{idea.pk}"' not in page


def test_or_searches_for_another(mod: User, ada: User, idea: Idea, client: Client) -> None:
    client.force_login(mod)
    far = factories.idea(ada, idea.campaign, "Umbrellas at the exit")

    page = client.get(reverse("curation:merge", args=[idea.pk]), {"q": "umbrellas"}).text

    assert f'name="into" value="{far.pk}"' in page


def test_merging_leads_to_the_survivor_which_shows_what_was_merged(
    mod: User, idea: Idea, other: Idea, client: Client
) -> None:
    client.force_login(mod)
    ideas.comment(by=mod, idea=other, text="We do this in Riverside.")

    answer = client.post(reverse("curation:merge", args=[other.pk]), {"into": idea.pk})

    assert answer.headers["Location"] == page_of(idea)
    page = client.get(page_of(idea)).text
    assert ("Merged into this" in page, "1 comment in all" in page, page_of(other) in page) == (True, True, True)
    assert "It was merged into:" in client.get(page_of(other)).text


def test_nothing_chosen_is_said(mod: User, idea: Idea, client: Client) -> None:
    client.force_login(mod)

    answer = client.post(reverse("curation:merge", args=[idea.pk]), {})

    assert answer.status_code == 400
    assert "Choose the idea that says the same." in answer.text


def test_what_is_merged_already_is_said(mod: User, idea: Idea, other: Idea, client: Client) -> None:
    client.force_login(mod)
    merge = reverse("curation:merge", args=[other.pk])
    client.post(merge, {"into": idea.pk})

    answer = client.post(merge, {"into": idea.pk})

    assert answer.status_code == 409
    assert "Somebody has already merged this idea." in answer.text


def test_taking_apart_leaves_two_ideas(mod: User, idea: Idea, other: Idea, client: Client) -> None:
    client.force_login(mod)
    client.post(reverse("curation:merge", args=[other.pk]), {"into": idea.pk})

    client.post(reverse("curation:unmerge", args=[other.pk]), {"next": page_of(idea)})

    assert "Merged into this" not in client.get(page_of(idea)).text
    assert fresh(other).status == "open"


def test_who_supported_the_merged_one_sees_their_support_and_takes_it_back(
    mod: User, eve: User, idea: Idea, other: Idea, client: Client
) -> None:
    cast(by=eve, idea=other, choice="support")
    client.force_login(mod)
    client.post(reverse("curation:merge", args=[other.pk]), {"into": idea.pk})
    factories.set_step(idea.campaign, "curate")
    client.force_login(eve)
    before = client.get(page_of(idea)).text

    client.post(reverse("votes:cast", args=[idea.pk]), {"vote": "withdraw"})

    after = client.get(page_of(idea)).text
    words = ("You voted on an idea that was merged into this one.", "Take my vote back")
    assert [word in before for word in words] == [True, True]
    assert [word in after for word in words] == [False, False]


class TestTheApi:
    """The same for programs."""

    def send(self, client: Client, idea: Idea, verb: str, body: dict[str, int]) -> tuple[int, dict[str, object]]:
        answer = client.post(f"/api/v1/ideas/{idea.pk}/{verb}/", body, content_type="application/json")
        return answer.status_code, answer.json()

    def test_merging_answers_with_the_survivor(self, mod: User, idea: Idea, other: Idea, client: Client) -> None:
        client.force_login(mod)

        status, body = self.send(client, other, "merge", {"into": idea.pk})

        assert (status, body["id"]) == (200, idea.pk)
        assert client.get(f"/api/v1/ideas/{other.pk}/").json()["merged_into"] == idea.pk

    def test_unmerging_answers_with_the_idea(self, mod: User, idea: Idea, other: Idea, client: Client) -> None:
        client.force_login(mod)
        self.send(client, other, "merge", {"into": idea.pk})

        status, body = self.send(client, other, "unmerge", {})

        assert (status, body["id"], body["status"], body["merged_into"]) == (200, other.pk, "open", None)

    def test_what_cannot_be_is_refused_in_words(self, mod: User, idea: Idea, other: Idea, client: Client) -> None:
        client.force_login(mod)

        itself = self.send(client, idea, "merge", {"into": idea.pk})
        nothing = self.send(client, idea, "merge", {"into": 10**6})
        alone = self.send(client, idea, "unmerge", {})

        assert [status for status, _body in (itself, nothing, alone)] == [400, 400, 409]
        assert alone[1]["code"] == "not_merged"

    def test_a_supporter_of_a_merged_idea_finds_their_vote_in_the_list(
        self, mod: User, eve: User, idea: Idea, other: Idea, client: Client
    ) -> None:
        cast(by=eve, idea=other, choice="support")
        client.force_login(mod)
        self.send(client, other, "merge", {"into": idea.pk})
        client.force_login(eve)

        (row,) = client.get(f"/api/v1/campaigns/{idea.campaign.slug}/ideas/").json()["results"]

        assert (row["id"], row["vote"]["choice"]) == (idea.pk, "support")
