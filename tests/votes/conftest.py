"""For tests of how a vote is cast."""

from collections.abc import Callable
from typing import Any

import pytest

from ideas.models import Idea
from people.models import User
from tests.factories import fresh
from tests.votes.ways import FAST, LONG, Ways
from votes import counting
from votes.actions import casting
from votes.models import Tally


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
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rolled back between tests, ids come again for other ideas."""
    monkeypatch.setattr(casting, "_campaigns", casting._Campaigns())


@pytest.fixture
def open_idea(idea: Idea, bo: User, crowd: Callable[..., list[User]]) -> Idea:
    """Ada's idea once nothing stands against the short way: somebody has voted on it, and Bo's unit has ten people."""
    crowd(10, bo.unit)
    Idea.objects.filter(pk=idea.pk).update(voted_on=True)
    Tally.objects.create(idea=idea)
    return fresh(idea)
