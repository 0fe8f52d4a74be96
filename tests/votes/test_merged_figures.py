"""What is shown of merged ideas gives nobody away: not by what was shown before, nor of the parts."""

from collections.abc import Callable
from contextlib import suppress
from itertools import combinations
from types import SimpleNamespace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import Refusal
from core.privacy import SMALLEST_GROUP, may_stand_beside
from curation import actions as curation
from ideas.models import Idea
from people.models import User
from tests import factories
from tests.factories import fresh
from tests.votes.ways import live, vote
from votes import queries
from votes.actions import cast, place_released, withdraw
from votes.models import Tally

pytestmark = pytest.mark.django_db
Crowd = Callable[..., list[User]]


@pytest.fixture
def other(ada: User, idea: Idea) -> Idea:
    return factories.idea(ada, idea.campaign, "Ring back today")


def support(idea: Idea, voters: list[User]) -> None:
    for voter in voters:
        cast(by=voter, idea=idea, choice="support")


def merge(mod: User, idea: Idea, into: Idea) -> None:
    curation.merge(by=mod, idea=fresh(idea), into=fresh(into))


def shown(idea: Idea) -> int:
    return Tally.objects.get(idea=idea).shown_voters


@pytest.mark.parametrize(
    ("figure", "earlier", "may"),
    [
        ((5, 0, 0), [], True),
        ((5, 0, 0), [(0, 0, 0)], True),
        ((6, 1, 0), [(1, 1, 0)], True),
        ((6, 0, 0), [(1, 1, 0)], False),
        ((5, 2, 0), [(5, 2, 0)], True),
        ((5, 2, 0), [(5, 1, 1)], False),
        ((2, 0, 0), [(6, 1, 0)], True),
        ((12, 0, 0), [(5, 0, 0), (20, 0, 0), (10, 0, 0)], False),
    ],
)
def test_figures_stand_beside_each_other(figure: tuple[int, ...], earlier: list[tuple[int, ...]], may: bool) -> None:
    assert may_stand_beside(figure, earlier) is may


def test_many_new_people_are_shown_at_once(mod: User, idea: Idea, other: Idea, crowd: Crowd) -> None:
    voters = crowd(15)
    support(idea, voters[:5])
    support(other, voters[5:])

    merge(mod, other, idea)

    assert (shown(idea), live(idea)) == (15, (15, 0, 0))


def test_the_few_who_voted_on_one_only_are_not_singled_out(mod: User, idea: Idea, other: Idea, crowd: Crowd) -> None:
    voters = crowd(13)
    support(idea, voters[:3])
    support(other, voters[3:])  # ten are shown there: thirteen here would tell how three voted

    merge(mod, other, idea)

    assert (live(idea), shown(idea), shown(other)) == ((13, 0, 0), 0, 10)


def test_the_few_who_voted_on_both_are_not_singled_out(mod: User, idea: Idea, other: Idea, crowd: Crowd) -> None:
    voters = crowd(18)
    support(idea, voters[:10])
    support(other, voters[8:])  # ten and ten are shown: eighteen together would tell how two voted twice

    merge(mod, other, idea)

    assert (live(idea), shown(idea)) == ((18, 0, 0), 10)


def test_later_votes_show_the_figure_once_they_are_enough(mod: User, idea: Idea, other: Idea, crowd: Crowd) -> None:
    voters = crowd(20)
    support(idea, voters[:3])
    support(other, voters[3:13])
    merge(mod, other, idea)
    seen = []

    for voter in voters[13:16]:
        vote(voter, fresh(idea))
        seen.append(shown(idea))

    assert seen == [0, 15, 15]


def test_apart_again_what_was_shown_before_is_shown(mod: User, idea: Idea, other: Idea, crowd: Crowd) -> None:
    voters = crowd(21)
    support(idea, voters[:10])
    support(other, voters[10:20])
    merge(mod, other, idea)
    together = shown(idea)
    support(idea, voters[20:])

    curation.unmerge(by=mod, idea=fresh(other))

    assert together == 20
    assert (live(idea), shown(idea), shown(other)) == ((11, 0, 0), 10, 10)


def test_apart_again_an_idea_that_few_voted_on_shows_nothing(mod: User, idea: Idea, other: Idea, crowd: Crowd) -> None:
    voters = crowd(19)
    support(idea, voters[:4])
    support(other, voters[4:])
    Tally.objects.filter(idea=other).update(shown_support=5)
    merge(mod, other, idea)
    together = shown(idea)

    curation.unmerge(by=mod, idea=fresh(other))

    ballot = queries.ballot(voters[0], fresh(idea))
    assert (together, shown(idea), ballot.hidden) == (19, 0, "too_few")
    assert queries.results([fresh(idea)]) == {}


def test_apart_again_the_idea_takes_the_place_that_it_had(mod: User, idea: Idea, other: Idea, crowd: Crowd) -> None:
    voters = crowd(25)
    support(idea, voters[:10])
    for voter in voters[10:]:
        cast(by=voter, idea=other, choice="object")
    place_released(idea.campaign)
    alone = fresh(idea).rank_top
    merge(mod, other, idea)
    place_released(idea.campaign)
    together = fresh(idea).rank_top

    curation.unmerge(by=mod, idea=fresh(other))
    place_released(idea.campaign)

    assert together < alone
    assert fresh(idea).rank_top == pytest.approx(alone, abs=0.02)


steps = st.lists(
    st.one_of(
        st.tuples(st.just("vote"), st.integers(0, 39), st.integers(0, 2)),
        st.tuples(st.just("many"), st.integers(0, 34), st.integers(0, 2)),
        st.tuples(st.just("withdraw"), st.integers(0, 39), st.integers(0, 2)),
        st.tuples(st.just("merge"), st.integers(0, 2), st.integers(0, 2)),
        st.tuples(st.just("unmerge"), st.integers(0, 2), st.just(0)),
    ),
    min_size=6,
    max_size=16,
)


@pytest.fixture
def here(ada: User, mod: User, idea: Idea, other: Idea, crowd: Crowd) -> SimpleNamespace:
    ideas = [idea, other, factories.idea(ada, idea.campaign, "Return calls")]
    voters = crowd(40)
    cast(by=voters[0], idea=idea, choice="support")
    return SimpleNamespace(mod=mod, ideas=ideas, voters=[fresh(voter) for voter in voters])


def do(here: SimpleNamespace, verb: str, one: int, other: int) -> None:
    match verb:
        case "vote":
            cast(by=here.voters[one], idea=here.ideas[other], choice="support")
        case "many":
            for voter in here.voters[one : one + 6]:
                cast(by=voter, idea=here.ideas[other], choice="object")
        case "withdraw":
            withdraw(by=here.voters[one], idea=here.ideas[other])
        case "merge":
            merge(here.mod, here.ideas[one], here.ideas[other])
        case "unmerge":
            curation.unmerge(by=here.mod, idea=fresh(here.ideas[one]))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(todo=steps)
def test_any_two_figures_ever_shown_of_an_idea_are_the_same_or_far_apart(
    here: SimpleNamespace, todo: list[tuple[str, int, int]]
) -> None:
    ever: dict[int, set[tuple[int, int, int]]] = {idea.pk: set() for idea in here.ideas}
    with suppress(RuntimeError), transaction.atomic():
        for step in todo:
            with suppress(Refusal):
                do(here, *step)
            for tally in Tally.objects.filter(idea__in=here.ideas):
                ever[tally.pk] |= {tally.shown} if any(tally.shown) else set()
        raise RuntimeError("roll back")

    for figures in ever.values():
        assert all(abs(sum(a) - sum(b)) >= SMALLEST_GROUP for a, b in combinations(figures, 2)), figures
