"""Counts outside the database: in this process's memory, and in a real Redis."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from core import counters
from tests.services.server import free_port


@pytest.fixture(params=["memory", "redis"])
def kept(request: pytest.FixtureRequest, settings: Any) -> Iterator[str]:
    """Where counts are kept: both keep the same promises."""
    settings.REDIS_URL = request.getfixturevalue("redis_url") if request.param == "redis" else ""
    yield request.param
    counters.forget()
    counters.take("visits")


@pytest.fixture
def without_redis(settings: Any) -> Iterator[Callable[[], None]]:
    """Redis is away; calling it does not bring it back but forgets the connection."""
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    counters._redis.cache_clear()
    yield counters._redis.cache_clear
    counters._redis.cache_clear()
    counters.forget()


def test_counts_add_up(kept: str) -> None:
    counters.add("visits", {"a": 1, "b": 2})
    counters.add("visits", {"a": 3})

    assert counters.read("visits") == {"a": 4, "b": 2}


def test_names_are_kept_apart(kept: str) -> None:
    counters.add("visits", {"a": 1})

    assert counters.read("others") == {}


def test_what_was_taken_is_taken_once(kept: str) -> None:
    counters.add("visits", {"a": 1})

    assert counters.take("visits") == {"a": 1}
    assert counters.take("visits") == counters.read("visits") == {}


def test_counts_are_forgotten_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(counters.time, "monotonic", lambda: now)
    counters.add("visits", {"a": 1}, seconds=60)

    now += 59
    assert counters.read("visits") == {"a": 1}
    now += 2
    assert counters.read("visits") == {}


def test_redis_forgets_them_as_well(redis_url: str, settings: Any) -> None:
    settings.REDIS_URL = redis_url
    counters.add("visits", {"a": 1}, seconds=60)
    counters.hand_over()

    assert 0 < counters._redis().ttl(f"{counters.PREFIX}visits") <= 60
    counters.take("visits")


def test_while_redis_is_away_nothing_fails_and_nothing_is_lost(
    without_redis: Callable[[], None], redis_url: str, settings: Any
) -> None:
    counters.add("visits", {"a": 1})
    counters.hand_over()
    assert counters.read("visits") == {}

    settings.REDIS_URL = redis_url
    without_redis()

    assert counters.take("visits") == {"a": 1}


def test_who_would_hand_over_without_redis_throws_nothing_away() -> None:
    """As a timer does that was set while there was one."""
    counters.add("visits", {"a": 1})

    counters.hand_over()

    assert counters.read("visits") == {"a": 1}


def test_memory_does_not_grow_for_ever_while_redis_is_away(
    without_redis: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counters, "MOST", 10)

    for number in range(25):
        counters.add("visits", {str(number): 1})

    assert sum(len(found) for found in counters._here.counts.values()) <= 10
