"""How long something takes, whatever else the machine and the test process are doing."""

from collections.abc import Callable
from time import thread_time
from typing import TypeVar

Answer = TypeVar("Answer")


def timed(ask: Callable[[], Answer]) -> tuple[Answer, float]:
    """The last answer and the seconds of the best of three: a sweep of the garbage collector is nobody's doing."""
    seconds = []
    for _ in range(3):
        began = thread_time()
        answer = ask()
        seconds.append(thread_time() - began)
    return answer, min(seconds)
