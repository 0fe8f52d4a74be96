"""Who asks, by the short way: the same people as by Django's own, and nobody else."""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from ideas.models import Campaign, Idea
from people import queries
from people.actions import create_token
from people.models import ApiToken, User
from people.short_way import ENDS, signed_in, token_owner
from tests.api import Api

pytestmark = pytest.mark.django_db
Engine = import_module(settings.SESSION_ENGINE)


def request_of(key: str | None) -> HttpRequest:
    request = HttpRequest()
    request.session = Engine.SessionStore(key)
    return request


@pytest.fixture
def key(bo: User) -> str:
    """The session in which Bo is signed in."""
    client = Client()
    client.force_login(bo)
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


def changed(key: str, **values: Any) -> None:
    store = Engine.SessionStore(key)
    store.update(values)
    store.save()


def new_password(key: str, bo: User) -> None:
    bo.set_password("another one, long enough")
    bo.save()


def dismissed(key: str, bo: User) -> None:
    User.objects.filter(pk=bo.pk).update(is_active=False)


def gone(key: str, bo: User) -> None:
    changed(key, **{SESSION_KEY: str(bo.pk + 1000)})


def expired(key: str, bo: User) -> None:
    Session.objects.filter(pk=key).update(expire_date=timezone.now() - timedelta(seconds=1))


def signed_out(key: str, bo: User) -> None:
    Session.objects.filter(pk=key).delete()


def by_a_way_that_is_closed(key: str, bo: User) -> None:
    changed(key, **{BACKEND_SESSION_KEY: "django.contrib.auth.backends.RemoteUserBackend"})


def without_a_hash(key: str, bo: User) -> None:
    changed(key, **{HASH_SESSION_KEY: ""})


def tampered_with(key: str, bo: User) -> None:
    Session.objects.filter(pk=key).update(session_data="e30:1xxxxx:forged")


def test_whoever_is_signed_in_is_known_at_once(key: str, bo: User) -> None:
    person = signed_in(request_of(key))

    assert person == get_user(request_of(key)) == bo
    assert person is not None
    for field in User._meta.concrete_fields:
        assert getattr(person, field.attname) == getattr(get_user(request_of(key)), field.attname)


@pytest.mark.parametrize(
    "change",
    [
        new_password, dismissed, gone, expired, signed_out, by_a_way_that_is_closed, without_a_hash, tampered_with,
    ],
)  # fmt: skip
def test_whoever_django_does_not_know_is_nobody(change: Callable[[str, User], None], key: str, bo: User) -> None:
    change(key, bo)

    assert signed_in(request_of(key)) is None
    assert not get_user(request_of(key)).is_authenticated


@pytest.mark.parametrize("key", [None, "", "short", "no-such-session-but-long-enough", "a" * 32, "\x00" * 32, "ä" * 32])
def test_a_key_that_was_never_given_out_is_nobody_s(key: str | None) -> None:
    assert signed_in(request_of(key)) is None


def test_a_session_of_before_a_change_of_password_casts_no_vote(key: str, bo: User, idea: Idea) -> None:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    new_password(key, bo)

    answer = client.post(reverse("votes:cast", args=[idea.pk]), {"vote": "support"})

    assert answer.status_code == 302
    assert "/accounts/login/" in answer.headers["Location"]


def test_votes_and_the_api_s_list_and_nothing_else_have_the_ending() -> None:
    paths = {str(pattern) for pattern in _patterns(get_resolver())}

    assert {path for path in paths if path.endswith(ENDS)} == {
        "ideas/<int:pk>/vote/", "api/v1/ideas/<int:pk>/vote/", "api/v1/campaigns/<slug:slug>/ideas/",
        "api/v1/themes/<int:pk>/ideas/", "api/v1/ideas/",
    }  # fmt: skip


def _patterns(resolver: Any, before: str = "") -> list[str]:
    found = []
    for each in resolver.url_patterns:
        path = before + str(each.pattern)
        found += _patterns(each, path) if hasattr(each, "url_patterns") else [path]
    return found


# --- Tokens ----------------------------------------------------------------------------------------------------------
def expired_token(bo: User) -> None:
    ApiToken.objects.update(expires_at=timezone.now())


def revoked_token(bo: User) -> None:
    ApiToken.objects.all().delete()


def dismissed_owner(bo: User) -> None:
    User.objects.filter(pk=bo.pk).update(is_active=False)


def test_a_token_is_its_owner_s(bo: User) -> None:
    token = create_token(user=bo, scope="write")

    found = token_owner(token)

    assert found is not None
    assert (found, found.user, found.scope) == (queries.token_owner(token), bo, "write")


@pytest.mark.parametrize("change", [expired_token, revoked_token, dismissed_owner])
def test_a_token_that_may_not_be_used_is_nobody_s(change: Callable[[User], None], bo: User) -> None:
    token = create_token(user=bo)
    change(bo)

    assert token_owner(token) is queries.token_owner(token) is None


@pytest.mark.parametrize("text", ["", "cc_unknown", "ä\x00", "\ud800"])
def test_what_is_no_token_is_nobody_s(text: str) -> None:
    assert token_owner(text) is None


def test_a_token_for_reading_casts_no_vote(bo: User, idea: Idea) -> None:
    assert Api(bo, scope="read").put(f"ideas/{idea.pk}/vote/", {"choice": "support"}).status_code == 403


def test_the_list_asks_for_a_token_as_everything_does(campaign: Campaign) -> None:
    assert Api().get(f"campaigns/{campaign.slug}/ideas/").status_code == 401
