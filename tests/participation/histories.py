"""A campaign in which anything may happen, in any order; and what must be true of its counts at any time."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from core import counters
from core.errors import Refusal
from curation import actions as curation
from ideas import actions as ideas
from ideas.models import Campaign, Comment, Idea, TakenPart
from participation import actions
from participation.models import Snapshot
from people import actions as people
from people.models import Unit, User
from tests import factories
from tests.factories import fresh
from votes import actions as votes
from votes import queries as votes_queries
from votes.models import Vote

COUNTS = ("unit_id", "day", "invited", "heard", "active", "ideas", "comments")
Row = tuple[Any, ...]
Deed = tuple[str, int, int]  # what happens, and who or what it happens to


class World:
    """`do` lets something happen. Word of who took part comes at once, late, or never; `clock` goes on by days."""

    def __init__(self, company: SimpleNamespace, campaign: Campaign, crowd: list[User], mod: User, clock: Any) -> None:
        self.company, self.campaign, self.crowd, self.mod, self.clock = company, campaign, crowd, mod, clock
        self.late: list[Callable[[], object]] = []
        self.past: dict[date, set[Row]] = {}
        self.stores = [company.mill_lane, company.quayside, company.station]

    def do(self, deed: Deed) -> None:
        verb, one, other = deed
        with suppress(Refusal), self.word(verb):
            getattr(self, verb.removesuffix("_late").removesuffix("_lost"))(one, other)

    @contextmanager
    def word(self, verb: str) -> Iterator[None]:
        """Nothing is committed in a test: what waits for that is done here, kept for later, or lost."""
        connection.run_on_commit, before = [], connection.run_on_commit
        try:
            yield
        finally:
            said = [call for _ids, call, _robust in connection.run_on_commit]
            connection.run_on_commit = before
            if verb.endswith("_late"):
                self.late += said
            elif not verb.endswith("_lost"):
                for call in said:
                    call()

    def person(self, number: int) -> User:
        return fresh(self.crowd[number % len(self.crowd)])

    def idea(self, number: int) -> Idea:
        found = list(Idea.objects.filter(campaign=self.campaign).order_by("pk"))
        return found[number % len(found)]

    def unit(self, number: int) -> Unit:
        return Unit.objects.get(pk=self.stores[number % len(self.stores)].pk)

    def vote(self, one: int, other: int) -> None:
        choice = ("support", "object", "pass")[other % 3]
        votes.cast_now(by=self.person(one), idea_id=self.idea(other).pk, choice=choice)

    def take_back(self, one: int, other: int) -> None:
        votes.withdraw(by=self.person(one), idea=self.idea(other))

    def share(self, one: int, other: int) -> None:
        factories.idea(self.person(one), fresh(self.campaign), anonymous=other % 2 == 0)

    def comment(self, one: int, other: int) -> None:
        ideas.comment(by=self.person(one), idea=self.idea(other), text="So do we")

    def delete_comment(self, one: int, other: int) -> None:
        found = list(Comment.objects.order_by("pk"))
        if found:
            comment = found[other % len(found)]
            ideas.withdraw_comment(by=fresh(comment.author), comment=comment)

    def withdraw_idea(self, one: int, other: int) -> None:
        idea = self.idea(other)
        if idea.author is not None:
            ideas.withdraw(by=fresh(idea.author), idea=idea)

    def merge(self, one: int, other: int) -> None:
        curation.merge(by=self.mod, idea=self.idea(one), into=self.idea(other))

    def unmerge(self, one: int, other: int) -> None:
        curation.unmerge(by=self.mod, idea=self.idea(other))

    def move(self, one: int, other: int) -> None:
        people.move_person(by=None, user=self.person(one), unit=self.unit(other))

    def reorganise(self, one: int, other: int) -> None:
        """A store comes to another region, or closes."""
        unit, region = self.unit(one), (self.company.north, self.company.south)[other % 2]
        if other % 3 == 0:
            Unit.objects.filter(pk=unit.pk).update(closed_on=timezone.localdate())
        else:
            Unit.objects.move(unit, Unit.objects.get(pk=region.pk), "last-child")

    def leave(self, one: int, other: int) -> None:
        User.objects.filter(pk=self.person(one).pk).update(is_active=False)

    def mix(self, one: int, other: int) -> None:
        votes.mix()

    def hear_late_word(self, one: int, other: int) -> None:
        for call in self.late:
            call()
        self.late = []

    def pass_days(self, one: int, other: int) -> None:
        """Up to five days: so long word of who took part is kept, and the counting goes on from where it was."""
        self.past.update({day: self.rows(day) for day in days() if day not in self.past})
        self.clock.shift(timedelta(days=1 + one % 5))

    def count(self, one: int, other: int) -> None:
        actions.summarise(campaign=fresh(self.campaign))

    def search(self, one: int, other: int) -> None:
        actions.note_lost(campaign=fresh(self.campaign))

    def rows(self, day: date) -> set[Row]:
        return set(Snapshot.objects.filter(campaign=self.campaign, day=day).values_list(*COUNTS))

    def today(self) -> set[Row]:
        return self.rows(timezone.localdate())


def days() -> set[date]:
    return set(Snapshot.objects.values_list("day", flat=True))


def counted_by_hand(world: World) -> dict[int, tuple[int, int, int]]:
    """Unit id → heard, ideas and comments, of the open units that are asked, from each row by itself."""
    first: dict[int, int | None] = {}
    for row in TakenPart.objects.filter(campaign=world.campaign):
        if row.is_first:
            assert row.user_id not in first
            first[row.user_id] = row.unit_id
    assert first.keys() == {row.user_id for row in TakenPart.objects.filter(campaign=world.campaign)}
    heard = Counter(first.values())
    said = Counter(row.unit_id for row in Idea.objects.filter(campaign=world.campaign) if row.withdrawn_at is None)
    talk = Counter(row.unit_id for row in Comment.objects.all() if row.withdrawn_at is None and row.hidden_at is None)
    asked = [unit.path for unit in world.campaign.audience.all()]
    units = [unit for unit in Unit.objects.all() if unit.closed_on is None]
    return {
        unit.pk: (heard[unit.pk], said[unit.pk], talk[unit.pk])
        for unit in units
        if not asked or any(unit.path.startswith(path) for path in asked)
    }


def agrees(world: World) -> None:
    """The counts are what their rows add up to, whatever has happened."""
    found = {unit: (heard, said, talk) for unit, _day, _asked, heard, _active, said, talk in world.today()}
    assert found == counted_by_hand(world)
    cast = {unit: votes for unit, votes in votes_queries.cast_by_unit(world.campaign).items() if votes}
    assert cast == Counter(row.unit_id for row in Vote.objects.all())
    assert votes_queries.cast_drift() == []
    assert votes_queries.spread(world.campaign) == spread_by_hand()


def spread_by_hand() -> dict[int, int]:
    return dict(Counter(Counter(bytes(row.voter) for row in Vote.objects.all()).values()))


@contextmanager
def undone() -> Iterator[None]:
    """What happens in the block never happened."""
    counters.forget()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    counters.forget()
