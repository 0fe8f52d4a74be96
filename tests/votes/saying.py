"""Many votes at once, and what comes of them."""

from itertools import count

from django.utils import timezone

from ideas.models import Campaign, Idea
from people.models import Unit, User
from tests import factories
from tests.factories import fresh
from votes.actions import take_over
from votes.models import Burst

CHOICES = {"s": "support", "o": "object", "p": "pass"}
people = count(1)


def say(idea: Idea, words: str, unit: Unit | None = None) -> None:
    """Votes of as many new people, in one go: `say(idea, "ssop")` is two in support, an objection and a pass."""
    ballots = [(idea, next(people).to_bytes(16, "big"), CHOICES[word], unit) for word in words]
    take_over(campaign=idea.campaign, ballots=ballots)


def twelve(author: User, campaign: Campaign) -> list[Idea]:
    """Ideas with twenty votes each, from 1 to 12 of them in support, placed."""
    ideas = [factories.idea(author, campaign) for _ in range(12)]
    for number, idea in enumerate(ideas, start=1):
        say(idea, "s" * number + "o" * (20 - number))
    return ideas


def places(idea: Idea) -> tuple[float, float, float]:
    """Where the idea stands in Top, Common ground and Divisive."""
    now = fresh(idea)
    return now.rank_top, now.rank_common_ground, now.rank_divisive


def open_burst(idea: Idea) -> Burst:
    return Burst.objects.create(idea=idea, found_on=timezone.localdate(), minutes=10, support=9, expected=0.5)
