"""Whatever is merged, voted, taken back and taken apart in which order: every tally is what a recount says."""

from collections.abc import Callable
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import Refusal
from curation import actions as curation
from ideas.models import Idea
from people.models import User
from tests import factories
from tests.factories import fresh
from votes import queries
from votes.actions import cast, cast_now, recount, withdraw
from votes.families import Family
from votes.models import Tally, UnitTally, Vote

pytestmark = pytest.mark.django_db
CHOICES = ("support", "object", "pass")
COLUMNS = dict(zip(CHOICES, ("support", "object", "passed"), strict=True))
IDEAS = 5
VOTERS = 6
idea_at, voter_at = st.integers(0, IDEAS - 1), st.integers(0, VOTERS - 1)
deeds = st.one_of(
    st.tuples(st.just("merge"), idea_at, idea_at),
    st.tuples(st.just("merge"), idea_at, idea_at),
    st.tuples(st.just("unmerge"), idea_at),
    st.tuples(st.just("cast"), voter_at, idea_at, st.sampled_from(CHOICES)),
    st.tuples(st.just("cast_now"), voter_at, idea_at, st.sampled_from(CHOICES)),
    st.tuples(st.just("cast_now"), voter_at, idea_at, st.sampled_from(CHOICES)),
    st.tuples(st.just("withdraw"), voter_at, idea_at),
)


class RolledBack(Exception):
    """Ends an example, so that the next one finds what there was."""


@pytest.fixture
def here(ada: User, mod: User, company: SimpleNamespace, crowd: Callable[..., list[User]]) -> SimpleNamespace:
    campaign = factories.campaign()
    voters = crowd(VOTERS, company.mill_lane, company.station)
    crowd(10, company.mill_lane, company.station)  # both are large enough to be kept
    ideas = [factories.idea(ada, campaign) for _idea in range(IDEAS)]
    cast(by=fresh(voters[0]), idea=ideas[0], choice="support")
    return SimpleNamespace(mod=mod, voters=[fresh(voter) for voter in voters], ideas=ideas)


def do(here: SimpleNamespace, verb: str, *what: Any) -> None:
    match verb, what:
        case "merge", (one, other):
            curation.merge(by=here.mod, idea=fresh(here.ideas[one]), into=fresh(here.ideas[other]))
        case "unmerge", (one,):
            curation.unmerge(by=here.mod, idea=fresh(here.ideas[one]))
        case "cast", (voter, one, choice):
            cast(by=here.voters[voter], idea=here.ideas[one], choice=choice)  # as it was: long before any merge
        case "cast_now", (voter, one, choice):
            cast_now(by=here.voters[voter], idea_id=here.ideas[one].pk, choice=choice)
        case "withdraw", (voter, one):
            withdraw(by=here.voters[voter], idea=here.ideas[one])


def expected() -> dict[tuple[int, int | None], tuple[int, int, int]]:
    """By walking from each vote up to the ideas that count it: (idea, unit) → counts. No set, no window, no tree."""
    merged = Idea.objects.filter(status="merged")
    above = {pk: into for pk, into in merged.values_list("pk", "merged_into") if into is not None}
    standing: dict[tuple[int, bytes], Vote] = {}
    for vote in Vote.objects.order_by("-idea_id"):  # the lowest id comes last and stays
        idea = vote.idea_id
        while idea in above:
            idea = above[idea]
            standing[idea, bytes(vote.voter)] = vote
    for vote in Vote.objects.all():
        standing[vote.idea_id, bytes(vote.voter)] = vote
    counts: dict[tuple[int, int | None], list[int]] = {}
    for (idea, _voter), vote in standing.items():
        counts.setdefault((idea, vote.unit_id), [0, 0, 0])[CHOICES.index(vote.choice)] += 1
    return {key: (row[0], row[1], row[2]) for key, row in counts.items()}


def stored() -> dict[tuple[int, int | None], tuple[int, int, int]]:
    rows = UnitTally.objects.values_list("idea_id", "unit_id", *COLUMNS.values())
    return {(idea, unit): (a, b, c) for idea, unit, a, b, c in rows if a or b or c}


def whole(counts: dict[tuple[int, int | None], tuple[int, int, int]]) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for (idea, _unit), row in counts.items():
        found[idea] = tuple(a + b for a, b in zip(found.get(idea, (0, 0, 0)), row, strict=True))
    return found


def check(here: SimpleNamespace) -> None:
    now = expected()
    assert stored() == now
    tallies = {tally.pk: tally.counts for tally in Tally.objects.all() if tally.voters}
    assert tallies == whole(now)
    assert queries.drift() == []
    for tally in Tally.objects.all():
        family = queries.families([tally.pk])[tally.pk]
        assert tally.voters == Vote.objects.filter(idea__in=family.members).values("voter").distinct().count()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(todo=st.lists(deeds, max_size=14))
def test_any_sequence_leaves_every_tally_equal_to_a_recount(here: SimpleNamespace, todo: list[tuple[Any, ...]]) -> None:
    with suppress(RolledBack), transaction.atomic():
        for verb, *what in todo:
            with suppress(Refusal):
                do(here, verb, *what)
            check(here)
        before = dict(Tally.objects.values_list("pk", "support"))
        recount(idea_ids=before)
        check(here)
        raise RolledBack


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    votes=st.lists(st.tuples(voter_at, idea_at, st.sampled_from(CHOICES)), max_size=12),
    merges=st.lists(st.tuples(idea_at, idea_at), min_size=1, max_size=6),
    order=st.permutations(range(IDEAS)),
)
def test_taking_everything_apart_restores_each_count_exactly(
    here: SimpleNamespace, votes: list[tuple[int, int, str]], merges: list[tuple[int, int]], order: list[int]
) -> None:
    with suppress(RolledBack), transaction.atomic():
        for voter, idea, choice in votes:
            do(here, "cast", voter, idea, choice)
        before, statuses = stored(), list(Idea.objects.order_by("pk").values_list("status", "has_merged"))
        for one, other in merges:
            with suppress(Refusal):
                do(here, "merge", one, other)
        for one in order:
            with suppress(Refusal):
                do(here, "unmerge", one)

        assert stored() == before == expected()
        assert list(Idea.objects.order_by("pk").values_list("status", "has_merged")) == statuses
        raise RolledBack


def test_of_a_family_the_vote_on_the_root_counts_then_the_lowest_id() -> None:
    family = Family(5, {2: 5, 9: 2, 1: 5})

    assert family.below(5) == [5, 1, 2, 9]
    assert family.below(2) == [2, 9]
    assert family.above(9) == [9, 2, 5]
    assert family.counting(5, {9: "a", 2: "b"}) == "b"
    assert family.counting(5, {9: "a", 5: "c"}) == "c"
    assert family.counting(1, {9: "a"}) is None
