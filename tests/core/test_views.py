"""What pages say to browsers and caches, whatever they show."""

import pytest
from django.test import Client
from django.urls import reverse

from people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client: Client, bo: User) -> Client:
    client.force_login(bo)
    return client


@pytest.mark.parametrize("path", ["/", "/campaigns/", "/notices/", "/participation/", "/nothing/", "/api/v1/me/"])
def test_what_is_shown_to_a_person_is_kept_by_no_shared_cache(browser: Client, path: str) -> None:
    assert browser.get(path).headers["Cache-Control"] == "private, no-cache"


def test_what_only_oneself_may_see_is_not_stored_at_all(browser: Client) -> None:
    assert "no-store" in browser.get(reverse("strategy:impact")).headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/nothing/", "/livez", "/api/v1/me/"])
def test_every_answer_says_what_a_browser_must_not_do(client: Client, path: str) -> None:
    headers = client.get(path).headers

    assert (headers["X-Frame-Options"], headers["X-Content-Type-Options"]) == ("DENY", "nosniff")
    assert headers["Referrer-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(client: Client, bo: User) -> None:
    bo.set_password("a long enough one")
    bo.save()

    client.post(reverse("account_login"), {"login": bo.email, "password": "a long enough one"})

    cookies = {name: (cookie["httponly"], cookie["samesite"]) for name, cookie in client.cookies.items()}
    assert cookies["cocreate-session"] == cookies["cocreate-csrf"] == (True, "Lax")


def test_sign_in_makes_a_session_of_its_own(client: Client, bo: User) -> None:
    bo.set_password("a long enough one")
    bo.save()
    client.cookies["cocreate-session"] = "chosenbysomebodyelse000000000000"

    client.post(reverse("account_login"), {"login": bo.email, "password": "a long enough one"})

    assert client.cookies["cocreate-session"].value != "chosenbysomebodyelse000000000000"
    assert client.get("/").status_code == 200


def test_pages_are_compressed_for_whoever_can_unpack_them(browser: Client) -> None:
    plain, packed = browser.get("/"), browser.get("/", headers={"Accept-Encoding": "gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert len(packed.content) < len(plain.content) / 3
    assert "Content-Encoding" not in plain.headers


def test_the_length_of_a_compressed_page_gives_nothing_away(browser: Client) -> None:
    """Whoever makes a person ask for a page again and again sees lengths that differ by chance (BREACH)."""
    lengths = {len(browser.get("/notices/", headers={"Accept-Encoding": "gzip"}).content) for _ in range(8)}

    assert len(lengths) > 3
