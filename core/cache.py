"""A Redis cache whose failures are swallowed: without Redis the product is slower, never broken."""

import functools
import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


def _forgiving(name: str) -> Callable[..., Any]:
    method, nearby = getattr(RedisCache, name), getattr(LocMemCache, name)

    @functools.wraps(method)
    def call(self: "ForgivingRedisCache", *args: Any, **kwargs: Any) -> Any:
        try:
            return method(self, *args, **kwargs)
        except (RedisError, OSError) as error:
            log.warning("The cache could not %s: %s", name, error)
            return nearby(self.near, *args, **kwargs)

    return call


class ForgivingRedisCache(RedisCache):
    """As Django's, but without its server each process remembers by itself: wrong passwords are still counted."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self.near = LocMemCache("without redis", params)

    def answers(self) -> bool:
        """Whether the server is there."""
        try:
            return bool(self._cache.get_client(write=True).ping())
        except (RedisError, OSError):
            return False

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
