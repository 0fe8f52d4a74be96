"""Killing what runs, spread over the votes."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from threading import Thread

import psycopg

from tests.faults.product import Product

ROUND = ("web worker", "database sessions", "Celery worker", "web worker", "database sessions", "Redis")
SESSIONS = 3
AWAY = 1.0  # seconds for which Redis stays away
# Those that work first; never the saboteur's own.
TERMINATE = """
SELECT pg_terminate_backend(pid) FROM (
  SELECT pid FROM pg_stat_activity
  WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
  ORDER BY state = 'active' DESC, random() LIMIT %s
) AS chosen
"""


class Saboteur(Thread):
    """Makes `kills` kills, each when its share of the work is done. `progress` is what is done now, from 0 to 1."""

    def __init__(self, product: Product, database: str, kills: int, progress: Callable[[], float]) -> None:
        super().__init__(daemon=True)
        self.product, self.database, self.progress = product, database, progress
        self.plan: Iterator[tuple[float, str]] = zip(
            ((number + 0.5) / kills for number in range(kills)), islice(cycle(ROUND), kills), strict=True
        )
        self.done: Counter[str] = Counter()
        self.sessions = 0
        self.failed: list[str] = []

    def run(self) -> None:
        for due, kind in self.plan:
            while self.progress() < due:
                time.sleep(0.02)
            try:
                if self.strike(kind):
                    self.done[kind] += 1
            except Exception as error:
                self.failed.append(f"{kind}: {error!r}")

    def strike(self, kind: str) -> bool:
        """Whether there was anything to kill, and work for it to be killed at."""
        if self.progress() >= 1:
            return False
        strikes = {
            "web worker": self.product.kill_web_worker,
            "database sessions": self.terminate_sessions,
            "Celery worker": self.kill_worker,
            "Redis": self.kill_redis,
        }
        return strikes[kind]()

    def terminate_sessions(self) -> bool:
        with psycopg.connect(self.database, autocommit=True) as connection:
            ended = len(connection.execute(TERMINATE, [SESSIONS]).fetchall())
        self.sessions += ended
        return ended > 0

    def kill_worker(self) -> bool:
        self.product.worker.kill()
        self.product.worker.start()
        return True

    def kill_redis(self) -> bool:
        self.product.redis.kill()
        time.sleep(random.uniform(0, AWAY))
        self.product.start_redis()
        return True
