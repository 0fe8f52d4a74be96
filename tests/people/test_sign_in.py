"""Signing in, and what nobody changes by themselves: people come from the company's directory."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from people.models import User
from tests.factories import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client: Client, bo: User) -> Client:
    client.force_login(bo)
    return client


@pytest.mark.parametrize("name", ["account_email", "account_signup", "account_confirm_login_code"])
def test_what_the_library_offers_beyond_sign_in_is_closed(browser: Client, client: Client, name: str) -> None:
    assert browser.get(reverse(name)).status_code == 404
    assert client.post(reverse(name)).status_code == 404


@pytest.mark.parametrize("wanted", ["somebody.else@example.com", "ada@example.com"])
def test_nobody_takes_another_address(browser: Client, ada: User, bo: User, wanted: str) -> None:
    for step in ("action_add", "action_primary"):
        browser.post(reverse("account_email"), {"email": wanted, step: ""})

    assert fresh(bo).email == bo.email
    assert not EmailAddress.objects.filter(email=wanted).exists()


def test_a_first_password_comes_by_mail_and_not_by_an_open_session(browser: Client, bo: User) -> None:
    response = browser.post(
        reverse("account_set_password"), {"password1": "a new long one", "password2": "a new long one"}
    )

    assert response.headers["Location"] == reverse("account_reset_password")
    assert not fresh(bo).has_usable_password()


def test_a_wrong_password_and_an_unknown_person_are_told_the_same(client: Client, bo: User) -> None:
    def words(login: str) -> str:
        response = client.post(reverse("account_login"), {"login": login, "password": "not the right one"})
        return re.sub(r'value="[^"]*"', "", response.text).replace(login, "")

    bo.set_password("the right long one")
    bo.save()

    assert words(bo.email) == words("nobody@example.com")


def test_a_reset_is_answered_the_same_for_anybody(client: Client, bo: User) -> None:
    known = client.post(reverse("account_reset_password"), {"email": bo.email})
    unknown = client.post(reverse("account_reset_password"), {"email": "nobody@example.com"})

    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
