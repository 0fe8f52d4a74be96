"""One's own settings."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from people.models import User
from tests.factories import fresh

URL = "/settings/"
BERLIN = {"locale": "de", "time_zone": "Europe/Berlin"}


@pytest.fixture
def browser(client: Client, bo: User) -> Client:
    """Bo's browser."""
    client.force_login(bo)
    return client


def chosen(user: User) -> tuple[str, str]:
    user = fresh(user)
    return user.locale, user.time_zone


def test_every_page_leads_to_the_settings(browser: Client) -> None:
    assert f'href="{URL}"' in browser.get(reverse("ideas:campaigns")).text


def test_the_form_shows_what_is_chosen_now(browser: Client, bo: User) -> None:
    User.objects.filter(pk=bo.pk).update(locale="de", time_zone="America/Argentina/Buenos_Aires")

    html = browser.get(URL).text

    assert '<option value="America/Argentina/Buenos_Aires" selected>Argentina, Buenos Aires</option>' in html
    assert "Deine Einstellungen" in html


def test_a_language_is_offered_by_its_own_name(browser: Client) -> None:
    html = browser.get(URL).text

    assert "<span>English</span>" in html
    assert "<span>Deutsch</span>" in html


def test_what_is_chosen_is_kept_and_said_in_the_new_language(browser: Client, bo: User) -> None:
    response = browser.post(URL, BERLIN, follow=True)

    assert response.redirect_chain == [(URL, 302)]
    assert chosen(bo) == ("de", "Europe/Berlin")
    assert "Gespeichert." in response.text
    assert "Saved." not in response.text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"locale": "tlh"}, "Choose one of the languages."),
        ({"locale": ""}, "Choose one of the languages."),
        ({"time_zone": "Mars/Olympus"}, "Choose one of the time zones."),
        ({"time_zone": "../../etc/passwd"}, "Choose one of the time zones."),
    ],
)
def test_what_there_is_not_cannot_be_chosen(sent: dict[str, str], said: str, browser: Client, bo: User) -> None:
    response = browser.post(URL, BERLIN | sent)

    assert response.status_code == 400
    assert said in response.text
    assert chosen(bo) == ("en", "UTC")


@pytest.mark.parametrize("kept", ["US/Eastern", "UTC"])
def test_a_zone_that_a_directory_named_otherwise_is_kept(kept: str, browser: Client, bo: User) -> None:
    User.objects.filter(pk=bo.pk).update(time_zone=kept)

    browser.post(URL, {"locale": "de", "time_zone": kept})

    assert chosen(bo) == ("de", kept)


def test_a_zone_that_does_not_exist_shows_as_the_default(browser: Client, bo: User) -> None:
    User.objects.filter(pk=bo.pk).update(time_zone="Mars/Olympus")

    assert '<option value="UTC" selected>UTC</option>' in browser.get(URL).text


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_signs_in_first(method: str, client: Client, db: Any) -> None:
    response = getattr(client, method)(URL)

    assert response.url == f"{reverse('account_login')}?next={URL}"
