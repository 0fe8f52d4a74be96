"""What bad input gets: the rows of the table that exist by now, through the forms of the pages.

Nothing is answered with 5xx, nothing is half saved, and what was typed stands in the page that comes back.
"""

from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from curation.models import Theme
from ideas.models import Campaign, Comment, Idea
from people.models import User
from strategy.models import Commitment, Priority, Strategy
from tests import factories
from tests.test_bad_input import HOSTILE
from tests.timing import timed
from votes.models import Vote

pytestmark = pytest.mark.django_db
KEPT = "Typed with care"
TOO_LARGE = ["9" * 19, "9" * 30, "9" * 5000]  # for 64 bits, for SQLite, for Python's int()
NO_ID = [*TOO_LARGE, "-1", "x", "\x00", "²"]
UNSHOWN = ["", "   ", "\u200b", "a" * 5000, "a\x00b", "e" + "\u0301" * 500]
DEEP = [">" * 3000, "[" * 3000, "(" * 3000]
ELSEWHERE = ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "http:evil.example"]


@pytest.fixture
def priority(eve: User, campaign: Campaign) -> Priority:
    return factories.priority(eve, factories.strategy(eve, campaign))


def send(by: User, name: str, *args: Any, data: dict[str, Any], **extra: Any) -> Any:
    """What `by` gets for posting `data` to the route."""
    client = Client()
    client.force_login(by)
    return client.post(reverse(name, args=args), data, **extra)


def is_refused(response: Any, *, kept: str = KEPT) -> bool:
    """Whether the form came back with 400 and with what was typed."""
    return response.status_code == 400 and kept in unescape(response.text)


@pytest.mark.parametrize("title", UNSHOWN)
def test_a_title_that_does_not_fit_loses_nothing(ada: User, campaign: Campaign, title: str) -> None:
    response = send(ada, "ideas:submit", campaign.slug, data={"title": title, "today": KEPT})

    assert is_refused(response)
    assert not Idea.objects.exists()


def test_bytes_that_are_not_utf8_are_refused_and_not_stored_as_something_else(ada: User, campaign: Campaign) -> None:
    client = Client()
    client.force_login(ada)
    path = reverse("ideas:submit", args=[campaign.slug])

    response = client.post(
        path, b"title=caf%E9&today=Typed+with+care", content_type="application/x-www-form-urlencoded"
    )

    assert is_refused(response)
    assert not Idea.objects.exists()


@pytest.mark.parametrize("text", DEEP)
def test_deep_nesting_is_refused_at_once(ada: User, campaign: Campaign, text: str) -> None:
    data = {"title": KEPT, "better": text}

    response, seconds = timed(lambda: send(ada, "ideas:submit", campaign.slug, data=data))

    assert is_refused(response)
    assert seconds < 1


@pytest.mark.parametrize("field", [{"stage": "x"}, {"stage": TOO_LARGE[1]}, {"barrier": "moon"}, {"shown": "both"}])
def test_an_unknown_choice_loses_nothing(ada: User, campaign: Campaign, field: dict[str, str]) -> None:
    assert is_refused(send(ada, "ideas:submit", campaign.slug, data={"title": KEPT, **field}))
    assert not Idea.objects.exists()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_text(ada: User, campaign: Campaign, text: str) -> None:
    response = send(ada, "ideas:submit", campaign.slug, data={"title": text, "better": text}, follow=True)

    assert response.status_code == 200
    assert Idea.objects.get().better == text
    assert not [
        mark for mark in ("<script>alert", "<img src=x", "<svg onload", 'href="javascript') if mark in response.text
    ]


@pytest.mark.parametrize("text", UNSHOWN)
def test_a_comment_that_does_not_fit_is_not_saved(bo: User, idea: Idea, text: str) -> None:
    data = {"text": text * 2}

    assert send(bo, "ideas:comment", idea.pk, data=data).status_code == 400
    assert not Comment.objects.exists()


@pytest.mark.parametrize("title", UNSHOWN)
def test_an_edit_that_does_not_fit_changes_nothing(ada: User, idea: Idea, title: str) -> None:
    before = idea.title

    assert is_refused(send(ada, "ideas:edit", idea.pk, data={"title": title, "today": KEPT}))
    assert factories.fresh(idea).title == before


@pytest.mark.parametrize("title", UNSHOWN)
def test_a_theme_that_does_not_fit_is_not_made(mod: User, campaign: Campaign, title: str) -> None:
    assert send(mod, "curation:create", campaign.slug, data={"title": title, "summary": KEPT}).status_code == 400
    assert not Theme.objects.exists()


@pytest.mark.parametrize("title", UNSHOWN)
def test_strategy_and_priority_keep_what_was_typed(eve: User, priority: Priority, title: str) -> None:
    slug = priority.strategy.slug

    assert is_refused(send(eve, "strategy:studio", slug, data={"title": title, "intent": KEPT}))
    assert is_refused(send(eve, "strategy:priority", slug, priority.pk, data={"title": title, "statement": KEPT}))
    assert factories.fresh(priority).title == priority.title


@pytest.mark.parametrize(
    "field",
    [
        {"promise": ""},
        {"promise": "\u200b"},
        {"promise": "a" * 5000},
        {"due_on": "tomorrow"},
        {"due_on": "2020-01-01"},
        {"due_on": "2030-02-31"},
        {"priority": TOO_LARGE[1]},
    ],
)
def test_a_promise_that_does_not_fit_is_not_made(eve: User, priority: Priority, field: dict[str, str]) -> None:
    data = {"promise": KEPT, "due_on": "2099-01-01", **field}

    response = send(eve, "strategy:promise", priority.strategy.slug, data=data)

    assert is_refused(response, kept=data["promise"].strip("\u200b"))
    assert not Commitment.objects.exists()


@pytest.mark.parametrize("number", NO_ID)
def test_a_strategy_rests_on_campaigns_that_exist(eve: User, priority: Priority, number: str) -> None:
    data = {"title": KEPT, "intent": "Time", "campaigns": number}

    assert is_refused(send(eve, "strategy:studio", priority.strategy.slug, data=data))
    assert is_refused(send(eve, "strategy:studios", data=data))
    assert Strategy.objects.count() == 1


@pytest.mark.parametrize("number", NO_ID)
@pytest.mark.parametrize("field", ["themes", "ideas"])
def test_a_priority_rests_on_rows_that_exist(eve: User, priority: Priority, field: str, number: str) -> None:
    response = send(eve, "strategy:ground", priority.strategy.slug, priority.pk, data={field: number})

    assert response.status_code == 400


@pytest.mark.parametrize("number", NO_ID)
@pytest.mark.parametrize("field", ["idea", "theme", "stay"])
def test_an_idea_is_placed_where_there_is_a_place(mod: User, idea: Idea, field: str, number: str) -> None:
    data = {"idea": idea.pk, "theme": "", field: number}

    assert send(mod, "curation:place", idea.campaign.slug, data=data).status_code == 400


@pytest.mark.parametrize("text", ["abcd\x00efgh", "a" * 60_000, "%", "\\", "' OR 1=1 --"])
def test_a_search_for_anything_is_answered(
    ada: User, eve: User, priority: Priority, campaign: Campaign, text: str
) -> None:
    reader, drafter = Client(), Client()
    reader.force_login(ada)
    drafter.force_login(eve)

    similar = reader.post(reverse("ideas:similar", args=[campaign.slug]), {"title": text})
    ground = drafter.get(reverse("strategy:ground", args=[priority.strategy.slug, priority.pk]), {"q": text})
    listed = reader.get(reverse("ideas:campaign", args=[campaign.slug]), {"q": text})

    assert (similar.status_code, ground.status_code) == (200, 200)
    assert listed.status_code in (200, 400)


@pytest.mark.parametrize(
    "asked",
    [{"order": "bogus"}, {"stage": "x"}, {"stage": TOO_LARGE[2]}, {"after": "x"}, {"after": "\x00"}, {"q": "\x00"}],
)
def test_a_list_that_cannot_be_is_400(ada: User, campaign: Campaign, asked: dict[str, str]) -> None:
    client = Client()
    client.force_login(ada)

    assert client.get(reverse("ideas:campaign", args=[campaign.slug]), asked).status_code == 400


@pytest.mark.parametrize("choice", ["", "moon", "support ", "\x00", "a" * 5000])
def test_an_unknown_vote_is_400(bo: User, idea: Idea, choice: str) -> None:
    assert send(bo, "votes:cast", idea.pk, data={"vote": choice}).status_code == 400
    assert not Vote.objects.exists()


@pytest.mark.parametrize("place", ELSEWHERE)
def test_after_a_vote_nobody_is_sent_elsewhere(bo: User, idea: Idea, place: str) -> None:
    assert send(bo, "votes:cast", idea.pk, data={"vote": "pass", "next": place}).headers["Location"] == "/"


@pytest.mark.parametrize("place", ELSEWHERE)
def test_after_sign_in_nobody_is_sent_elsewhere(client: Client, place: str) -> None:
    factories.person("Cy", password="a long enough one")

    response = client.post(
        reverse("account_login"), {"login": "cy@example.com", "password": "a long enough one", "next": place}
    )

    assert (response.status_code, response.headers["Location"]) == (302, "/")


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("name", ["votes:cast", "ideas:comment", "ideas:withdraw"])
def test_what_changes_something_takes_no_get(ada: User, bo: User, idea: Idea, name: str, method: str) -> None:
    client = Client()
    client.force_login(bo)

    response = getattr(client, method)(reverse(name, args=[idea.pk]), {"vote": "support"})

    assert response.status_code == 405
    assert not Vote.objects.exists()


def test_sign_out_by_a_link_only_asks(bo: User) -> None:
    client = Client()
    client.force_login(bo)

    client.get(reverse("account_logout"))

    assert client.get("/").status_code == 200


def test_eleven_megabytes_are_too_large(ada: User, campaign: Campaign) -> None:
    response = send(ada, "ideas:submit", campaign.slug, data={"title": "a" * 11 * 1024 * 1024})

    assert response.status_code == 413


def test_a_form_of_a_thousand_fields_is_refused(ada: User, campaign: Campaign) -> None:
    data = {f"field{number}": "x" for number in range(1500)}

    assert send(ada, "ideas:submit", campaign.slug, data=data).status_code == 400


class TestForgery:
    @pytest.fixture
    def strict(self, bo: User) -> Client:
        client = Client(enforce_csrf_checks=True)
        client.force_login(bo)
        return client

    def test_without_a_token_what_was_typed_stays_on_the_retry_page(self, strict: Client, idea: Idea) -> None:
        response = strict.post(reverse("ideas:comment", args=[idea.pk]), {"text": f"{KEPT} <b>"})

        assert response.status_code == 403
        assert f"{KEPT} &lt;b&gt;</textarea>" in response.text
        assert not Comment.objects.exists()

    @pytest.mark.parametrize(
        "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}]
    )
    def test_another_site_s_words_are_not_offered_for_sending(
        self, strict: Client, idea: Idea, headers: dict[str, str]
    ) -> None:
        response = strict.post(reverse("ideas:comment", args=[idea.pk]), {"text": KEPT}, headers=headers)

        assert response.status_code == 403
        assert KEPT not in response.text

    def test_a_password_is_never_kept(self, strict: Client) -> None:
        response = strict.post(reverse("account_login"), {"login": "bo@example.com", "password": "secret words here"})

        assert response.status_code == 403
        assert "bo@example.com" in response.text
        assert "secret words here" not in response.text
