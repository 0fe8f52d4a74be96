"""Who one is, and how programs sign in."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from people.models import User
from tests.api import Api, problem

pytestmark = pytest.mark.django_db


def test_people_see_who_they_are(mod: User) -> None:
    body = Api(mod).get("me/").json()

    assert body["email"] == "mod@example.com"
    assert body["unit"]["name"] == "Harbour"
    assert body["roles"] == ["curator"]


def test_a_stranger_is_asked_to_sign_in() -> None:
    response = Api().get("me/")

    assert problem(response) == (401, "not_authenticated")
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("header", ["Bearer wrong", "Bearer", "bearer  ", "Bearer \xff\xfe", "Bearer a b"])
def test_an_unknown_token_is_refused(header: str) -> None:
    assert problem(Api().get("me/", HTTP_AUTHORIZATION=header))[0] == 401


def test_an_expired_token_is_refused(ada: User) -> None:
    api = Api(ada)

    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert problem(api.get("me/")) == (401, "authentication_failed")


def test_the_token_of_a_leaver_is_refused(ada: User) -> None:
    api = Api(ada)
    User.objects.filter(pk=ada.pk).update(is_active=False)

    assert problem(api.get("me/")) == (401, "authentication_failed")


def test_a_token_that_may_read_cannot_write(ada: User) -> None:
    assert Api(ada, scope="read").get("me/").status_code == 200
    assert problem(Api(ada, scope="read").post("campaigns/", {})) == (403, "forbidden")


def test_a_session_reads_and_needs_a_form_token_to_write(ada: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(ada)

    assert browser.get("/api/v1/me/").status_code == 200
    assert problem(browser.post("/api/v1/campaigns/", {}, "application/json")) == (403, "forbidden")


def test_times_are_in_utc_whatever_zone_the_reader_is_in(ada: User, campaign: object) -> None:
    User.objects.filter(pk=ada.pk).update(time_zone="Asia/Tokyo")
    browser = Client()
    browser.force_login(ada)

    row = browser.get("/api/v1/campaigns/").json()["results"][0]

    assert row["listens_at"].endswith("Z")
