"""Without Redis the cache is small and its own, never broken."""

import socket
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.cache import FRESH, REST, ForgivingRedisCache, away_since
from people.models import User

NOWHERE = "redis://127.0.0.1:1/0"


@pytest.fixture
def cache() -> ForgivingRedisCache:
    """A cache whose server is not there."""
    found = ForgivingRedisCache(NOWHERE, {})
    found.near.clear()
    return found


def test_it_knows_that_its_server_is_gone(cache: ForgivingRedisCache) -> None:
    assert cache.answers() is False


def test_what_was_set_without_redis_is_remembered_in_the_process(cache: ForgivingRedisCache) -> None:
    cache.set("a", 1, 60)

    assert (cache.get("a"), cache.get("b", 5), cache.has_key("a")) == (1, 5, True)
    assert (cache.add("a", 2), cache.add("c", 3), cache.incr("a")) == (False, True, 2)
    assert cache.get_many(["a", "c"]) == {"a": 2, "c": 3}


def calls(listener: socket.socket) -> int:
    """How often it has been called since it was last asked."""
    number = 0
    while True:
        try:
            listener.accept()[0].close()
        except TimeoutError:
            return number
        number += 1


def test_a_redis_that_does_not_answer_is_left_alone_for_a_moment(listener: socket.socket) -> None:
    silent = ForgivingRedisCache(
        f"redis://127.0.0.1:{listener.getsockname()[1]}/0",
        {"OPTIONS": {"socket_timeout": 0.1, "socket_connect_timeout": 0.1}},
    )
    silent.get("a")
    first = calls(listener)

    for _time in range(5):
        silent.get("a")
    meanwhile = calls(listener)
    silent.server.asked -= REST
    silent.get("a")

    assert first > 0
    assert meanwhile == 0
    assert calls(listener) > 0


def use(settings: Any, location: str) -> None:
    settings.CACHES = {"default": {"BACKEND": "core.cache.ForgivingRedisCache", "LOCATION": location}}


def test_it_tells_since_when_redis_has_been_away(settings: Any) -> None:
    use(settings, "redis://127.0.0.1:1/3")

    first = away_since()

    assert first is not None
    assert away_since() == first


def test_it_notices_that_redis_is_back(settings: Any, redis_url: str) -> None:
    use(settings, redis_url)
    server = ForgivingRedisCache(redis_url, {}).server
    server.note(answered=False)
    before = away_since()
    server.asked -= REST

    assert before is not None
    assert away_since() is None


def test_redis_is_asked_only_when_it_has_not_been_used_for_a_while(settings: Any, redis_url: str) -> None:
    use(settings, redis_url)
    server = ForgivingRedisCache(redis_url, {}).server
    server.note(answered=True)
    asked = server.asked

    away_since()
    used_just_now = server.asked == asked
    server.asked -= FRESH
    away_since()

    assert used_just_now
    assert server.asked >= asked


def test_without_redis_in_the_settings_there_is_nothing_to_be_away() -> None:
    assert away_since() is None


@pytest.mark.django_db
def test_wrong_passwords_are_counted_without_redis(client: Client, bo: User, settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": "core.cache.ForgivingRedisCache", "LOCATION": NOWHERE}}
    bo.set_password("the right long one")
    bo.save()

    for _attempt in range(12):
        response = client.post(reverse("account_login"), {"login": bo.email, "password": "not the right one"})

    assert response.status_code == 429 or "Too many" in response.text
    client.post(reverse("account_login"), {"login": bo.email, "password": "the right long one"})
    assert "_auth_user_id" not in client.session
