"""Casting a vote as the faces do, and seeing which way it went."""

from typing import Any

from django.utils import timezone

from ideas.models import Idea
from people.models import Membership, User
from tests.factories import fresh
from votes import counting, queries
from votes.actions import cast_now
from votes.models import Tally, UnitTally

FAST = "fast"
LONG = "long"


class Ways:
    """Which way each vote took."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    @property
    def last(self) -> str:
        return self.taken[-1] if self.taken else LONG


def fastest() -> str:
    return FAST if counting.is_possible() else LONG


def vote(person: User, idea: Idea, choice: str = "support") -> Any:
    """What the person is answered; it must be what a reader of the page would then see."""
    ballot = cast_now(by=fresh(person), idea_id=idea.pk, choice=choice)
    if ballot is not None:
        assert ballot == queries.ballot(fresh(person), queries.survivor(fresh(idea)))
    assert queries.drift() == []
    return ballot


def units(idea: Idea) -> dict[str | None, tuple[int, int, int]]:
    rows = UnitTally.objects.filter(idea=idea).values_list("unit__name", "support", "object", "passed")
    return {name: (support, against, passed) for name, support, against, passed in rows}


def live(idea: Idea) -> tuple[int, int, int]:
    tally = Tally.objects.get(idea=idea)
    return tally.support, tally.object, tally.passed


def end_membership(person: User) -> None:
    Membership.objects.filter(user=person, until=None).update(until=timezone.localdate())
