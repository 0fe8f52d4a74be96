"""What bad input gets: the rows of the table that exist by now, over the API."""

import json
from typing import Any

import pytest
from django.test import RequestFactory

from core.views import failed
from ideas.actions import decide, flag, hold, open_case
from ideas.models import Campaign, Case, Comment, Flag, Idea, Pause
from people.models import User
from tests import factories
from tests.api import Api, problem
from tests.timing import timed

pytestmark = pytest.mark.django_db
LIMIT = 140

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "<svg onload=alert(1)>",
    "data:text/html,hello",
    "=1+1",
    "+1",
    "@SUM(A1)",
    "-1",
    "{{7*7}}",
    "${7*7}",
    "%s%n",
    "\u202eright to left",
    "日本語 emoji 👩‍👩‍👧",
    "' OR 1=1 --",
]


@pytest.fixture(autouse=True, scope="module")
def warm(django_db_setup: None, django_db_blocker: Any) -> None:
    """The first request loads the whole API; answers are timed after it."""
    with django_db_blocker.unblock():
        Api().get("me/")


def submit(user: User, campaign: Campaign, body: Any) -> Any:
    return Api(user).post(f"campaigns/{campaign.slug}/ideas/", body)


def raw(user: User, campaign: Campaign, body: bytes, content_type: str = "application/json", **extra: Any) -> Any:
    return Api(user).send("POST", f"campaigns/{campaign.slug}/ideas/", body, content_type, **extra)


@pytest.mark.parametrize("title", ["", "   ", "\n\t", "\u200b\u200d", "\ufeff", "\u3164"])
def test_a_title_that_shows_nothing_is_required(ada: User, campaign: Campaign, title: str) -> None:
    response = submit(ada, campaign, {"title": title})

    assert problem(response) == (400, "required")
    assert response.json()["codes"] == {"title": ["required"]}
    assert not Idea.objects.exists()


def test_a_missing_title_is_required(ada: User, campaign: Campaign) -> None:
    assert problem(submit(ada, campaign, {"today": "Slow"})) == (400, "required")


@pytest.mark.parametrize("text", ["a" * (LIMIT + 1), "é" * (LIMIT + 1), "👍" * (LIMIT + 1)])
def test_text_over_its_limit_is_told_limit_and_count(ada: User, campaign: Campaign, text: str) -> None:
    response = submit(ada, campaign, {"title": text})

    assert problem(response) == (400, "max_length")
    assert "140" in response.json()["errors"]["title"][0]
    assert "141" in response.json()["errors"]["title"][0]
    assert submit(ada, campaign, {"title": text[:LIMIT]}).status_code == 201


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("null \x00 byte", "null_characters"),
        ("e" + "\u0301" * 400, "too_many_marks"),
        (">" * 10_000, "max_length"),
        (">" * 3000, "too_complex"),
        ("[" * 3000, "too_complex"),
    ],
)
def test_text_that_breaks_pages_is_refused(ada: User, campaign: Campaign, text: str, code: str) -> None:
    response, seconds = timed(lambda: submit(ada, campaign, {"title": "Fine", "better": text}))

    assert problem(response) == (400, code)
    assert list(response.json()["errors"]) == ["better"]
    assert seconds < 0.2


@pytest.mark.parametrize("body", [b'{"title": "\\ud800"}', b'{"\\ud800": 1}', b'{"title": "a", "barrier": "\\udfff"}'])
def test_half_a_character_is_told_without_failing(ada: User, campaign: Campaign, body: bytes) -> None:
    status, code = problem(raw(ada, campaign, body))

    assert (status, code) in {(400, "invalid_unicode"), (400, "unknown_field"), (400, "invalid_choice")}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_kept_as_it_is(ada: User, bo: User, campaign: Campaign, text: str) -> None:
    made = submit(ada, campaign, {"title": text, "better": text})

    assert made.status_code == 201
    assert Api(bo).get(f"ideas/{made.json()['id']}/").json()["better"] == text


@pytest.mark.parametrize(
    "name", ["is_admin", "status", "author", "author_id", "hidden_at", "campaign", "id", "tittle", "", "n" * 500]
)
def test_an_unknown_field_is_refused(ada: User, campaign: Campaign, name: str) -> None:
    response = submit(ada, campaign, {"title": "Fine", name: "x"})

    assert problem(response) == (400, "unknown_field")
    assert not Idea.objects.exists()


@pytest.mark.parametrize("value", [1, 1.5, True, False, [], ["a"], {}, {"a": 1}])
@pytest.mark.parametrize("field", ["title", "today", "barrier"])
def test_only_text_is_text(ada: User, campaign: Campaign, field: str, value: Any) -> None:
    response = submit(ada, campaign, {"title": "Fine", field: value})

    assert problem(response) == (400, "type")
    assert list(response.json()["errors"]) == [field]


@pytest.mark.parametrize("value", [1, 0, "true", "yes", [], None])
def test_only_true_and_false_are_true_and_false(ada: User, campaign: Campaign, value: Any) -> None:
    assert problem(submit(ada, campaign, {"title": "Fine", "anonymous": value}))[1] in {"type", "required"}


@pytest.mark.parametrize(
    ("value", "code"),
    [("1", "type"), (True, "type"), (1.5, "type"), (-1, "min_value"), (10**30, "max_value"), (10**9, "does_not_exist")],
)
def test_a_stage_is_the_id_of_one(ada: User, campaign: Campaign, value: Any, code: str) -> None:
    assert problem(submit(ada, campaign, {"title": "Fine", "stage": value})) == (400, code)


def test_every_wrong_field_is_named_at_once(ada: User, campaign: Campaign) -> None:
    response = submit(ada, campaign, {"title": "", "today": 5, "barrier": "moon"})

    assert response.json()["codes"] == {"title": ["required"], "today": ["type"], "barrier": ["invalid_choice"]}


@pytest.mark.parametrize(
    "body",
    [
        b'{"title": "a", "title": "b"}',
        b'{"title": "a", "extra": {"b": 1, "b": 2}}',
        b'{"title": ' + b"[" * 1000 + b"]" * 1000 + b"}",
        b'{"title": ' + b"[" * 200_000 + b"]" * 200_000 + b"}",
        b'{"a":' * 1000 + b"1" + b"}" * 1000,
        b"[" * 1000,
        b'{"title": "\xff\xfe"}',
        b'\xef\xbb\xbf{"title": "a"}',
        b'{"title": NaN}',
        b'{"title": Infinity}',
        b'{"stage": ' + b"1" * 5000 + b"}",
        b'{"title": "a"',
        b"{title: 'a'}",
        b"hello",
        b"\x00",
    ],
)
def test_a_body_that_is_not_strict_json_is_malformed(ada: User, campaign: Campaign, body: bytes) -> None:
    response, seconds = timed(lambda: raw(ada, campaign, body))

    assert problem(response) == (400, "malformed")
    assert seconds < 0.1
    assert not Idea.objects.exists()


@pytest.mark.parametrize("body", [b"[]", b"null", b"5", b'"title"', b"true", b'[{"title": "a"}]'])
def test_a_body_is_an_object(ada: User, campaign: Campaign, body: bytes) -> None:
    assert problem(raw(ada, campaign, body)) == (400, "type")


@pytest.mark.parametrize("content_type", ["application/json", "application/x-www-form-urlencoded"])
def test_eleven_megabytes_are_refused_at_once(ada: User, campaign: Campaign, content_type: str) -> None:
    api, body = Api(ada), b'{"title": "' + b"a" * 11 * 1024 * 1024 + b'"}'
    response, seconds = timed(lambda: api.send("POST", f"campaigns/{campaign.slug}/ideas/", body, content_type))

    assert problem(response)[0] in (413, 415)
    assert seconds < 0.1


def test_nine_megabytes_of_title_are_only_too_long(ada: User, campaign: Campaign) -> None:
    assert problem(submit(ada, campaign, {"title": "a" * 9_000_000})) == (400, "max_length")


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_only_json_is_read(ada: User, campaign: Campaign, content_type: str) -> None:
    assert problem(raw(ada, campaign, b'{"title": "a"}', content_type)) == (415, "unsupported_media_type")


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "image/png"])
def test_only_json_is_served(ada: User, campaign: Campaign, accept: str) -> None:
    assert problem(Api(ada).get("campaigns/", HTTP_ACCEPT=accept)) == (406, "not_acceptable")


@pytest.mark.parametrize("path", ["nothing/", "campaigns/none/", "ideas/0/", f"ideas/{10**30}/", "ideas/-1/"])
def test_what_does_not_exist_is_not_found(ada: User, path: str) -> None:
    assert problem(Api(ada).get(path)) == (404, "not_found")


@pytest.mark.parametrize("path", ["/api/", "/api/v2/", "/api/v1/campaigns/%00/", "/api/v1/%ff/"])
def test_an_address_that_nobody_serves_is_a_problem_too(client: Any, path: str) -> None:
    assert problem(client.get(path)) == (404, "not_found")


@pytest.mark.parametrize(
    ("method", "path"),
    [("delete", "campaigns/"), ("put", "me/"), ("post", "me/"), ("options", "me/"), ("patch", "commitments/")],
)
def test_a_wrong_method_is_told_which_are_right(ada: User, method: str, path: str) -> None:
    response = getattr(Api(ada), method)(path)

    assert problem(response) == (405, "method_not_allowed")
    assert "GET" in response.headers["Allow"]


@pytest.mark.parametrize("step", ["planned", "curate", "shape", "publish", "follow-through"])
def test_a_campaign_that_does_not_listen_says_when(ada: User, step: str) -> None:
    response = submit(ada, factories.campaign(step), {"title": "Fine"})

    assert problem(response) == (409, "campaign_closed")
    assert response.json()["date"]


def test_a_held_campaign_takes_nothing(ada: User, root: User, campaign: Campaign) -> None:
    hold(by=root, campaign=campaign)

    assert problem(submit(ada, campaign, {"title": "Fine"})) == (409, "campaign_closed")


@pytest.mark.parametrize(("text", "code"), [("", "required"), ("\u200b", "required"), ("a" * 2001, "max_length")])
def test_a_comment_is_held_to_the_same(bo: User, idea: Idea, text: str, code: str) -> None:
    assert problem(Api(bo).post(f"ideas/{idea.pk}/comments/", {"text": text})) == (400, code)
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("text", "code"), [("a" * 501, "max_length"), ("a\0", "null_characters"), ("e" + "\u0301" * 400, "too_many_marks")]
)
def test_a_report_is_held_to_the_same(bo: User, idea: Idea, text: str, code: str) -> None:
    response = Api(bo).post(f"ideas/{idea.pk}/flags/", {"why": "hurtful", "note": text})

    assert problem(response) == (400, code)
    assert not Flag.objects.exists()


@pytest.mark.parametrize(("text", "code"), [("", "required"), ("a" * 1001, "max_length"), ("a\0", "null_characters")])
def test_an_objection_is_held_to_the_same(ada: User, bo: User, mod: User, idea: Idea, text: str, code: str) -> None:
    case = decide(by=mod, case=flag(by=bo, idea=idea, why="hurtful"), outcome="hidden", reason="No.")

    assert problem(Api(ada).post(f"cases/{case.pk}/object/", {"objection": text})) == (400, code)
    assert not Case.objects.exclude(objection="").exists()


@pytest.mark.parametrize("days", ["7", 7.5, True, [7], -1, 91, None, 10**20])
def test_a_pause_takes_a_whole_number_of_days(ada: User, mod: User, campaign: Campaign, days: object) -> None:
    case = open_case(idea=factories.idea(ada, campaign, anonymous=True), why="names_person")

    assert problem(Api(mod).post(f"cases/{case.pk}/pause/", {"days": days}))[0] == 400
    assert not Pause.objects.exists()


def test_a_role_that_was_taken_back_is_gone_with_the_next_request(mod: User, campaign: Campaign) -> None:
    api, path = Api(mod), f"campaigns/{campaign.slug}/themes/"
    assert api.post(path, {"title": "Waiting"}).status_code == 201

    mod.grants.all().delete()

    assert problem(api.post(path, {"title": "Again"})) == (403, "forbidden")


def test_a_failure_shows_nothing_of_itself() -> None:
    response = failed(RequestFactory().get("/api/v1/me/"))

    assert response.status_code == 500
    assert json.loads(response.content)["code"] == "failed"
