"""The pages and the API by which one chooses when the digest comes, and ends it."""

from typing import Any

import pytest
from django.core.signing import Signer
from django.test import Client
from django.urls import reverse

from ideas.models import Campaign
from notices import actions, queries
from notices.models import Subscription
from people.models import User
from tests import factories
from tests.factories import fresh

pytestmark = pytest.mark.django_db
FORM = {"rhythm": "daily", "hour": "6", "weekday": "2", "quiet_from": "22", "quiet_until": "5"}
URL = "/settings/digest/"
ME = "/api/v1/me/digest/"


@pytest.fixture
def member(client: Client, bo: User) -> Client:
    client.force_login(bo)
    return client


def chosen_by(user: User) -> dict[str, Any]:
    return {name: getattr(fresh(user).subscription, name) for name in FORM}


def test_the_settings_show_what_is_chosen(member: Client, bo: User) -> None:
    actions.choose(by=bo, rhythm="daily", hour=9)

    html = member.get(reverse("people:settings")).text

    assert f'action="{URL}"' in html
    assert '<option value="9" selected>09:00</option>' in html


def test_what_is_chosen_on_the_page_is_kept(member: Client, bo: User) -> None:
    response = member.post(URL, FORM)

    assert response.url == reverse("people:settings")
    assert chosen_by(bo) == {"rhythm": "daily", "hour": 6, "weekday": 2, "quiet_from": 22, "quiet_until": 5}


@pytest.mark.parametrize("change", [{"hour": "4"}, {"hour": "24"}, {"rhythm": "x"}, {"weekday": ""}])
def test_what_is_wrong_is_said_and_nothing_is_kept(member: Client, bo: User, change: dict[str, str]) -> None:
    response = member.post(URL, {**FORM, **change})

    assert response.status_code == 400
    assert "invalid-feedback" in response.text
    assert not Subscription.objects.filter(user=bo).exists()


def test_programs_read_and_change_it_too(member: Client, bo: User) -> None:
    before = member.get(ME).json()
    changed = member.patch(ME, {"rhythm": "daily", "hour": 10}, content_type="application/json")

    assert before["rhythm"] == "weekly"
    assert changed.status_code == 200
    assert changed.json() | {"next_at": ""} == {
        "rhythm": "daily",
        "hour": 10,
        "weekday": 0,
        "quiet_from": 20,
        "quiet_until": 7,
        "next_at": "",
    }


@pytest.mark.parametrize("body", [{"hour": 24}, {"hour": "8"}, {"weekday": 7}, {"told": {}}, {"rhythm": "no"}])
def test_programs_are_refused_what_is_wrong(member: Client, body: dict[str, Any]) -> None:
    assert member.patch(ME, body, content_type="application/json").status_code == 400


def end(bo: User) -> str:
    actions.choose(by=bo)
    return queries.unsubscribe_path(bo.subscription)


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_at_the_page_ends_nothing(client: Client, bo: User, method: str) -> None:
    response = getattr(client, method)(end(bo))

    assert response.status_code == 200
    assert fresh(bo).subscription.rhythm == "weekly"
    assert response.headers["Referrer-Policy"] == "no-referrer"


def test_the_page_has_a_button_and_names_nobody(client: Client, bo: User) -> None:
    html = client.get(end(bo)).text

    assert '<form method="post">' in html
    assert not [word for word in (bo.email, f">{bo.display_name}<", str(bo.subscription.code)) if word in html]


def test_the_button_ends_it_for_one_person_alone(client: Client, bo: User, ada: User) -> None:
    actions.choose(by=ada)

    response = Client(enforce_csrf_checks=True).post(end(bo))

    assert "You get no more digests" in response.text
    assert [fresh(person).subscription.rhythm for person in (bo, ada)] == ["off", "weekly"]


def test_a_second_click_changes_nothing(client: Client, bo: User) -> None:
    address = end(bo)

    assert [client.post(address).status_code for _time in range(2)] == [200, 200]


def test_a_token_opens_nothing_else(client: Client, bo: User) -> None:
    client.get(end(bo))

    assert client.get(reverse("people:settings")).status_code == 302


def test_a_token_that_was_made_up_is_not_found(client: Client, bo: User) -> None:
    actions.choose(by=bo)
    code = bo.subscription.code.hex
    made_up = [code, f"{code}:x", Signer(salt="else").sign(code), Signer(salt=queries.SALT).sign("1")]

    answers = {client.post(reverse("notices:unsubscribe", args=[token])).status_code for token in made_up}

    assert answers == {404}
    assert fresh(bo).subscription.rhythm == "weekly"


def test_the_notices_say_what_is_asked_in_bounded_queries(
    member: Client, bo: User, django_assert_max_num_queries: Any
) -> None:
    for _number in range(12):
        factories.campaign()

    with django_assert_max_num_queries(30):
        html = member.get(reverse("notices:list")).text

    assert "You are asked" in html
    assert html.count("What would make a customer&#x27;s next visit better?") == Campaign.objects.count()
