"""A Redis cache whose failures are swallowed: without Redis the product is slower, never broken."""

import functools
import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


def _forgiving(name: str, fallback: Any) -> Callable[..., Any]:
    method = getattr(RedisCache, name)

    @functools.wraps(method)
    def call(self: RedisCache, *args: Any, **kwargs: Any) -> Any:
        try:
            return method(self, *args, **kwargs)
        except (RedisError, OSError) as error:
            log.warning("The cache could not %s: %s", name, error)
            return kwargs.get("default", args[1] if name == "get" and len(args) > 1 else fallback)

    return call


class ForgivingRedisCache(RedisCache):
    """As Django's, but a missing server reads as an empty cache."""

    add = _forgiving("add", fallback=True)
    get = _forgiving("get", fallback=None)
    set = _forgiving("set", fallback=None)
    touch = _forgiving("touch", fallback=False)
    delete = _forgiving("delete", fallback=False)
    get_many = _forgiving("get_many", fallback={})
    has_key = _forgiving("has_key", fallback=False)
    incr = _forgiving("incr", fallback=1)
    set_many = _forgiving("set_many", fallback=[])
    delete_many = _forgiving("delete_many", fallback=None)
    clear = _forgiving("clear", fallback=False)
