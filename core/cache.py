"""A Redis cache whose failures are swallowed: without Redis the product is slower, never broken."""

import functools
import logging
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from django.utils import timezone
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
REST = 5.0  # seconds for which a server that failed is left alone: nobody waits for it again and again
FRESH = 15.0  # seconds for which it is still believed to be there


class _Server:
    """What this process knows of a Redis server: whether it answered when it was last asked."""

    def __init__(self) -> None:
        self.asked = float("-inf")
        self.away_since: datetime | None = None

    def note(self, *, answered: bool) -> None:
        self.asked = time.monotonic()
        self.away_since = None if answered else (self.away_since or timezone.now())

    def rests(self) -> bool:
        return self.away_since is not None and time.monotonic() < self.asked + REST

    def is_known(self) -> bool:
        """Whether what is known is recent enough to tell somebody."""
        return self.rests() or (self.away_since is None and time.monotonic() < self.asked + FRESH)


@functools.cache
def _server(location: str) -> _Server:
    return _Server()


def _forgiving(name: str) -> Callable[..., Any]:
    method, nearby = getattr(RedisCache, name), getattr(LocMemCache, name)

    @functools.wraps(method)
    def call(self: "ForgivingRedisCache", *args: Any, **kwargs: Any) -> Any:
        if not self.server.rests():
            try:
                found = method(self, *args, **kwargs)
            except (RedisError, OSError) as error:
                log.warning("The cache could not %s: %s", name, error)
                self.server.note(answered=False)
            else:
                self.server.note(answered=True)
                return found
        return nearby(self.near, *args, **kwargs)

    return call


class ForgivingRedisCache(RedisCache):
    """As Django's, but without its server each process remembers by itself: wrong passwords are still counted."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self.near = LocMemCache("without redis", params)
        self.server = _server(str(server))

    def answers(self) -> bool:
        """Whether the server is there. Asks it."""
        try:
            there = bool(self._cache.get_client(write=True).ping())
        except (RedisError, OSError):
            there = False
        self.server.note(answered=there)
        return there

    add = _forgiving("add")
    get = _forgiving("get")
    set = _forgiving("set")
    touch = _forgiving("touch")
    delete = _forgiving("delete")
    get_many = _forgiving("get_many")
    has_key = _forgiving("has_key")
    incr = _forgiving("incr")
    set_many = _forgiving("set_many")
    delete_many = _forgiving("delete_many")
    clear = _forgiving("clear")


def away_since() -> datetime | None:
    """Since when Redis has been away, as far as this process knows; `None` while it is there or there is none.

    It is asked only when the process has not used it for a quarter of a minute.
    """
    cache = caches["default"]
    if not isinstance(cache, ForgivingRedisCache):
        return None
    if not cache.server.is_known():
        cache.answers()
    return cache.server.away_since
