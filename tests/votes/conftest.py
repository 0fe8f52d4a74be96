"""For tests of how a vote is cast."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.votes.ways import FAST, LONG, Ways
from votes import counting
from votes.actions import casting


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> Ways:
    """`ways.last`: `fast` when the last statement cast the vote, `long` when it left that to the long way."""
    watched, first_vote = Ways(), counting.first_vote

    def watch(**values: Any) -> Any:
        shown = first_vote(**values)
        watched.taken.append(LONG if shown is None else FAST)
        return shown

    monkeypatch.setattr(counting, "first_vote", watch)
    return watched


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """Rolled back between tests, ids come again for other ideas."""
    yield
    casting._remembered_campaign_of.cache_clear()
