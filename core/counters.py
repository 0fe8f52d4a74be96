"""Counts kept outside the database, for what may be lost: how often a thing was seen, how fast votes come in.

With Redis all processes share them: each collects for a second and then hands over, so a page waits for nothing.
Without Redis, web and jobs are one process, and its memory is enough. What matters is found again by a sweep over rows.
"""

import logging
import time
from collections import Counter
from collections.abc import Mapping
from functools import cache
from threading import Lock, Timer

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
DAY = 86_400
PATIENCE = 1.0  # seconds for which a process collects before it hands over
MOST = 100_000  # entries that a process keeps while Redis is away; then it starts afresh
PREFIX = "cocreate:counts:"


class _Memory:
    """Counts by name, each name with the moment at which it is forgotten."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.counts: dict[str, Counter[str]] = {}
        self.until: dict[str, float] = {}

    def add(self, name: str, counts: Mapping[str, int], seconds: int) -> int:
        """Add `counts`, and return how many entries there are now under all names."""
        now = time.monotonic()
        with self.lock:
            for old in [old for old, until in self.until.items() if until < now]:
                del self.counts[old], self.until[old]
            self.counts.setdefault(name, Counter()).update(counts)
            self.until[name] = now + seconds
            return sum(map(len, self.counts.values()))

    def read(self, name: str) -> dict[str, int]:
        with self.lock:
            return dict(self.counts.get(name, {})) if self.until.get(name, 0) >= time.monotonic() else {}

    def take(self, name: str) -> dict[str, int]:
        with self.lock:
            is_kept = self.until.pop(name, 0) >= time.monotonic()
            found = self.counts.pop(name, Counter())
        return dict(found) if is_kept else {}

    def empty(self) -> list[tuple[str, dict[str, int], int]]:
        """Everything, as name, counts and the seconds left; nothing stays."""
        now = time.monotonic()
        with self.lock:
            found = [(name, dict(counts), int(self.until[name] - now)) for name, counts in self.counts.items()]
            self.counts, self.until = {}, {}
        return found


_here = _Memory()
_timer: Timer | None = None


def add(name: str, counts: Mapping[str, int], *, seconds: int = DAY) -> None:
    """Add `counts` (entry → number) under `name`, forgotten `seconds` after the last addition. It never waits."""
    entries = _here.add(name, counts, seconds)
    if settings.REDIS_URL:
        if entries > MOST:
            _here.empty()
            log.warning("Counts were given up, because Redis has been away for too long.")
        _hand_over_soon()


def read(name: str) -> dict[str, int]:
    """What was counted under `name`. Empty while Redis is away."""
    return _from_redis(name, remove=False) if settings.REDIS_URL else _here.read(name)


def take(name: str) -> dict[str, int]:
    """The same, and nothing stays: two that take at once share what there is."""
    return _from_redis(name, remove=True) if settings.REDIS_URL else _here.take(name)


def forget() -> None:
    """Give up what this process has collected."""
    _here.empty()


def hand_over() -> None:
    """Give Redis what this process has collected. What Redis does not take is kept for the next time."""
    global _timer
    _timer = None
    collected = _here.empty() if settings.REDIS_URL else []
    if not collected:
        return
    try:
        pipeline = _redis().pipeline()
        for name, counts, seconds in collected:
            for entry, number in counts.items():
                pipeline.hincrby(PREFIX + name, entry, number)
            pipeline.expire(PREFIX + name, max(seconds, 1))
        pipeline.execute()
    except (RedisError, OSError) as error:
        log.warning("Counts could not be handed over: %s", error)
        for name, counts, seconds in collected:
            _here.add(name, counts, seconds)


def _hand_over_soon() -> None:
    global _timer
    if _timer is None:
        _timer = Timer(PATIENCE, hand_over)
        _timer.daemon = True
        _timer.start()


def _from_redis(name: str, *, remove: bool) -> dict[str, int]:
    hand_over()
    try:
        pipeline = _redis().pipeline(transaction=True)
        pipeline.hgetall(PREFIX + name)
        if remove:
            pipeline.delete(PREFIX + name)
        found = pipeline.execute()[0]
    except (RedisError, OSError) as error:
        log.warning("Counts could not be read: %s", error)
        return {}
    return {entry.decode(): int(number) for entry, number in found.items()}


@cache
def _redis() -> "Redis":
    return Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)
