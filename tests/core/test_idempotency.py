"""A POST that is sent again under its key does nothing again. Kills and races are in test_idempotency_races.py."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory, force_authenticate

from core import answers
from core.api.endpoints import Endpoint
from core.models import JobRun, KeptAnswer
from ideas.models import Campaign, Idea
from people.models import User
from tests.api import Api, problem
from tests.permissions import ACTORS, API
from tests.test_permissions import address, routes, sent, world

pytestmark = pytest.mark.django_db
IDEAS = "campaigns/next-visit/ideas/"
NOON = datetime(2026, 5, 4, 12, 20, 33, tzinfo=UTC)
assert world  # the fixture of the permission table, used below


@pytest.fixture
def key() -> dict[str, str]:
    """A header with a key that nobody has used."""
    return {"headers": {"Idempotency-Key": str(uuid4())}}


def test_the_same_again_gets_the_first_answer_and_does_nothing(ada: User, campaign: Campaign, key: Any) -> None:
    first = Api(ada).post(IDEAS, {"title": "Call back"}, **key)
    second = Api(ada).post(IDEAS, {"title": "Call back"}, **key)

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert Idea.objects.count() == 1


def test_without_a_key_the_same_again_is_done_again(ada: User, campaign: Campaign) -> None:
    for _time in range(2):
        Api(ada).post(IDEAS, {"title": "Call back"})

    assert Idea.objects.count() == 2
    assert not KeptAnswer.objects.exists()


def test_the_order_of_fields_makes_no_other_request(ada: User, campaign: Campaign, key: Any) -> None:
    Api(ada).post(IDEAS, {"title": "Call back", "today": "Nobody does"}, **key)
    again = Api(ada).post(IDEAS, {"today": "Nobody does", "title": "Call back"}, **key)

    assert again.headers["Idempotency-Replayed"] == "true"


def test_the_key_with_another_body_is_refused(ada: User, campaign: Campaign, key: Any) -> None:
    Api(ada).post(IDEAS, {"title": "Call back"}, **key)
    other = Api(ada).post(IDEAS, {"title": "Call back soon"}, **key)

    assert problem(other) == (422, "idempotency_mismatch")
    assert Idea.objects.count() == 1


@pytest.mark.parametrize("elsewhere", [IDEAS + "?a=1", "campaigns/next-visit/themes/"])
def test_the_key_at_another_address_is_refused(mod: User, campaign: Campaign, key: Any, elsewhere: str) -> None:
    Api(mod).post(IDEAS, {"title": "Call back"}, **key)
    other = Api(mod).post(elsewhere, {"title": "Call back"}, **key)

    assert problem(other) == (422, "idempotency_mismatch")


def test_a_key_is_the_person_s_own(ada: User, bo: User, campaign: Campaign, key: Any) -> None:
    answered = [Api(person).post(IDEAS, {"title": "Call back"}, **key) for person in (ada, bo)]

    assert [response.status_code for response in answered] == [201, 201]
    assert Idea.objects.count() == 2


def test_a_token_and_a_session_of_one_person_share_the_key(ada: User, campaign: Campaign, key: Any) -> None:
    browser = Api()
    browser.force_login(ada)
    Api(ada).post(IDEAS, {"title": "Call back"}, **key)

    assert browser.post(IDEAS, {"title": "Call back"}, **key).headers["Idempotency-Replayed"] == "true"


def test_what_was_refused_is_tried_afresh(ada: User, campaign: Campaign, key: Any) -> None:
    refused = Api(ada).post(IDEAS, {"title": ""}, **key)
    taken = Api(ada).post(IDEAS, {"title": "Call back"}, **key)

    assert (refused.status_code, taken.status_code) == (400, 201)
    assert "Idempotency-Replayed" not in taken.headers


@pytest.mark.parametrize("wrong", ["", "a b", "a" * 201, "schlüssel", "tab\there"])
def test_what_is_no_key_is_refused(ada: User, campaign: Campaign, wrong: str) -> None:
    response = Api(ada).post(IDEAS, {"title": "Call back"}, HTTP_IDEMPOTENCY_KEY=wrong)

    assert problem(response) == (400, "invalid_idempotency_key")
    assert not Idea.objects.exists()


@pytest.mark.parametrize("right", ["!", "~" * 200, '"8e03978e-40d5-43dd-bc93-6894a57f9324"'])
def test_any_visible_characters_are_a_key(ada: User, campaign: Campaign, right: str) -> None:
    assert Api(ada).post(IDEAS, {"title": "Call back"}, HTTP_IDEMPOTENCY_KEY=right).status_code == 201


def test_a_stranger_s_key_is_not_even_looked_at(campaign: Campaign) -> None:
    assert Api().post(IDEAS, {"title": "Call back"}, HTTP_IDEMPOTENCY_KEY="a b").status_code == 401


def test_other_methods_take_no_key(bo: User, idea: Idea, key: Any) -> None:
    for choice in ("support", "object"):
        assert Api(bo).put(f"ideas/{idea.pk}/vote/", {"choice": choice}, **key).status_code == 200

    assert not KeptAnswer.objects.exists()


def test_what_is_kept_names_nobody_and_no_minute(ada: User, campaign: Campaign) -> None:
    with time_machine.travel(NOON, tick=False):
        set_up = Campaign.objects.filter(pk=campaign.pk)
        set_up.update(listens_at=NOON - timedelta(days=1), curates_at=NOON + timedelta(days=1))
        Api(ada).post(IDEAS, {"title": "Call back", "anonymous": True}, HTTP_IDEMPOTENCY_KEY="1")

    kept = KeptAnswer.objects.get()
    assert {field.name for field in KeptAnswer._meta.fields} == {"id", "fingerprint", "status", "body", "hour"}
    assert kept.hour == NOON.replace(minute=0, second=0)
    assert not {str(ada.pk), ada.email, ada.display_name} & set(kept.body.replace('"', " ").split())


def test_an_answer_is_kept_for_a_day_and_then_forgotten() -> None:
    with time_machine.travel(datetime(2026, 5, 4, 12, 59, tzinfo=UTC), tick=False) as clock:
        answers.keep(b"1", b"2", status=201, body="{}")
        clock.shift(timedelta(hours=24))
        answers.forget()
        after_a_day = KeptAnswer.objects.count()
        clock.shift(timedelta(hours=1, minutes=1))
        answers.forget()

    assert (after_a_day, KeptAnswer.objects.count()) == (1, 0)


class Fragile(Endpoint):
    """Does something, and then cannot say so."""

    def post(self, request: Request, how: str) -> Response:
        JobRun.objects.create(job="tests.fragile", period="1")
        if how == "raises":
            raise ZeroDivisionError
        if how == "cannot be told":
            return Response({"what": object()})
        return Response({}, 409 if how == "refuses" else 201)


@pytest.mark.parametrize("how", ["raises", "cannot be told", "refuses"])
def test_what_fails_between_deed_and_answer_leaves_neither(ada: User, how: str) -> None:
    if how == "refuses":
        assert post_to(Fragile, ada, "1", how=how).status_code == 409
    else:
        with pytest.raises((ZeroDivisionError, TypeError)):
            post_to(Fragile, ada, "1", how=how)

    assert (JobRun.objects.count(), KeptAnswer.objects.count()) == (0, 0)
    assert post_to(Fragile, ada, "1", how="works").status_code == 201


def post_to(endpoint: type[Endpoint], user: User, key: str, **arguments: Any) -> Any:
    request = APIRequestFactory().post("/", {}, format="json", headers={"Idempotency-Key": key})
    force_authenticate(request, user)
    return endpoint.as_view()(request, **arguments)


def test_every_post_of_the_api_goes_through_the_endpoint_that_knows_keys() -> None:
    views = [view for view in api_views(get_resolver().url_patterns, "") if hasattr(view, "post")]

    assert len(views) >= 9
    assert [view for view in views if not issubclass(view, Endpoint)] == []
    assert [
        view for view in views if view.initial is not Endpoint.initial or view.dispatch is not Endpoint.dispatch
    ] == []


def api_views(patterns: list[Any], path: str) -> list[Any]:
    """The classes behind every address under /api/."""
    found: list[Any] = []
    for pattern in patterns:
        whole = path + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += api_views(pattern.url_patterns, whole)
        elif isinstance(pattern, URLPattern) and whole.startswith("api/"):
            found.append(getattr(pattern.callback, "cls", None) or pattern.callback.view_class)  # type: ignore[attr-defined]
    return found


@pytest.mark.parametrize("row", [row for row in API if row.endswith(" POST")])
def test_every_post_of_the_api_is_done_once(world: SimpleNamespace, row: str) -> None:
    name = row.split()[0]
    able = next(who for who, status in zip(ACTORS, API[row].split(), strict=True) if status.startswith("2"))
    client = Api()
    client.force_login(world.people[able])
    where, kind = address(name, routes()[name], world), "multipart" if name == "ideas-api:images" else "json"

    answered = [client.post(where, sent(row, world), kind, HTTP_IDEMPOTENCY_KEY="once") for _time in range(2)]

    assert [response.headers.get("Idempotency-Replayed") for response in answered] == [None, "true"]
    assert answered[0].content == answered[1].content
    assert answered[0].status_code == answered[1].status_code
