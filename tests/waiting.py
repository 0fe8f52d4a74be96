"""Waiting for what other threads and processes do."""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")
PAUSES = 0.05, 0.5  # seconds: the first between two looks, and the longest
PATIENCE = 60.0


def wait_until(look: Callable[[], Found], otherwise: str | Callable[[], str], seconds: float = PATIENCE) -> Found:
    """What `look` returns as soon as that is true. After `seconds`, `RuntimeError` with the words of `otherwise`."""
    deadline = time.monotonic() + seconds
    pause, longest = PAUSES
    while not (found := look()):
        if time.monotonic() > deadline:
            raise RuntimeError(otherwise if isinstance(otherwise, str) else otherwise())
        time.sleep(pause)
        pause = min(1.5 * pause, longest)
    return found
