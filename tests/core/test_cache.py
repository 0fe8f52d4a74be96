"""Without Redis the cache is small and its own, never broken."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.cache import ForgivingRedisCache
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
