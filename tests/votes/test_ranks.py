"""Ideas are placed by what was released, and no order tells more than that."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from ideas.models import Campaign, Idea
from people.models import User
from tests import factories
from tests.factories import fresh
from tests.races import failures, race
from tests.votes.saying import places, say, twelve
from votes import ranking, shrinkage
from votes.actions import cast, place_released
from votes.models import Prior, Tally
from votes.queries import ballot
from votes.ranking import LAPLACE, Counts, Shape

pytestmark = pytest.mark.django_db
Crowd = Callable[..., list[User]]


@pytest.fixture
def many(ada: User, campaign: Campaign) -> list[Idea]:
    """Twelve ideas with twenty votes each, from 1 to 12 of them in support, placed."""
    return twelve(ada, campaign)


def test_a_release_places_the_idea_in_every_order(crowd: Crowd, idea: Idea) -> None:
    for turn, voter in enumerate(crowd(10)):
        cast(by=voter, idea=idea, choice="support" if turn % 2 else "object")

    assert place_released(idea.campaign) == 1

    assert places(idea) == (0.5, 0.0, 1.0)


def test_a_vote_alone_places_nothing(crowd: Crowd, idea: Idea) -> None:
    for voter in crowd(10):
        cast(by=voter, idea=idea, choice="support")

    assert places(idea) == (-0.5, 0.0, 0.0)


def test_nothing_is_placed_for_four_voters(crowd: Crowd, idea: Idea) -> None:
    for voter in crowd(4):
        cast(by=voter, idea=idea, choice="support")

    assert place_released(idea.campaign) == 0

    assert places(idea) == (-0.5, 0.0, 0.0)


def test_between_releases_an_idea_stands_still(crowd: Crowd, idea: Idea) -> None:
    seen = []

    for voter in crowd(17):
        cast(by=voter, idea=idea, choice="support")
        place_released(idea.campaign)
        seen.append(fresh(idea).rank_top)

    after = {number: ranking.top(Counts(number, 0, 0)) for number in (5, 10, 15)}
    assert seen == [-0.5] * 4 + [after[5]] * 5 + [after[10]] * 5 + [after[15]] * 3


def test_the_order_in_which_people_vote_changes_nothing(ada: User, campaign: Campaign, crowd: Crowd) -> None:
    words = ["support"] * 6 + ["object"] * 3 + ["pass"]
    ideas = [factories.idea(ada, campaign) for _ in range(2)]
    for idea, order in zip(ideas, (words, words[::-1]), strict=True):
        for voter, choice in zip(crowd(10), order, strict=True):
            cast(by=voter, idea=idea, choice=choice)

    place_released(campaign)

    assert places(ideas[0]) == places(ideas[1]) == (ranking.top(Counts(6, 3, 1)), 0.0, 0.6)


def test_a_changed_vote_counts_as_it_is_now(crowd: Crowd, idea: Idea) -> None:
    voters = crowd(10)
    for voter in voters[:9]:
        cast(by=voter, idea=idea, choice="object")
    for voter in [*voters[:9], voters[9]]:
        cast(by=voter, idea=idea, choice="support")

    place_released(idea.campaign)

    assert fresh(idea).rank_top == ranking.top(Counts(10, 0, 0))


def test_an_import_is_placed_at_once(idea: Idea, company: SimpleNamespace) -> None:
    say(idea, "sssssso", company.north)

    assert places(idea) == (ranking.top(Counts(6, 1, 0)), 0.0, 0.0)
    assert Tally.objects.get().placed == 1


def test_placing_again_writes_nothing(many: list[Idea], django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(6):
        assert place_released(many[0].campaign) == 0


def test_it_costs_the_same_for_many_ideas(ada: User, campaign: Campaign, django_assert_max_num_queries: Any) -> None:
    for idea in [factories.idea(ada, campaign) for _ in range(40)]:
        say(idea, "ssooo")
    Tally.objects.update(placed=0)
    Idea.objects.update(rank_top=0)

    with django_assert_max_num_queries(25):
        assert place_released(campaign) == 40


def test_rates_are_drawn_towards_what_is_usual_in_the_campaign(many: list[Idea]) -> None:
    place_released(many[0].campaign)

    usual = shrinkage.fit(shrinkage.Alike(number, 20) for number in range(1, 13))
    prior = Prior.objects.get()
    assert (prior.alpha, prior.beta, prior.ideas) == (
        pytest.approx(usual[0], rel=0.05),
        pytest.approx(usual[1], rel=0.05),
        12,
    )
    shape = Shape(prior.alpha, prior.beta)
    assert [fresh(idea).rank_top for idea in many] == [
        ranking.top(Counts(number, 20 - number, 0), shape) for number in range(1, 13)
    ]
    assert ranking.moved(LAPLACE, shape), "there is something to see"


def test_nothing_tells_at_which_minute_something_was_released(many: list[Idea]) -> None:
    learned_at = Prior.objects.get().fitted_at

    assert learned_at == learned_at.replace(hour=0, minute=0, second=0, microsecond=0)


def test_a_closed_campaign_is_learned_from_once_more(many: list[Idea]) -> None:
    campaign = factories.set_step(many[0].campaign, "curate")
    Prior.objects.update(fitted_at=campaign.curates_at - timedelta(hours=1), alpha=1, beta=1)

    place_released(campaign)

    assert Prior.objects.get().fitted_at > campaign.curates_at
    assert Prior.objects.get().alpha != 1


def test_a_small_change_of_what_is_usual_moves_no_idea(many: list[Idea]) -> None:
    campaign = factories.set_step(many[0].campaign, "curate")
    place_released(campaign)
    prior = Prior.objects.get()
    Prior.objects.update(alpha=prior.alpha * 1.001)

    assert place_released(campaign) == 0

    assert Prior.objects.get().alpha == prior.alpha * 1.001


def test_the_interval_is_shown_once_it_belongs_to_the_result(crowd: Crowd, idea: Idea) -> None:
    voters = crowd(15)
    for voter in voters[:10]:
        cast(by=voter, idea=idea, choice="support")
    unplaced = ballot(voters[0], idea).result.interval

    place_released(idea.campaign)
    placed = ballot(voters[0], idea).result.interval
    for voter in voters[10:]:
        cast(by=voter, idea=idea, choice="support")

    assert (unplaced, placed) == (None, (72, 100))  # Beta(11, 1)
    assert ballot(voters[0], idea).result.interval is None


def test_too_early_there_is_no_interval(crowd: Crowd, idea: Idea) -> None:
    voters = crowd(5)
    for number, voter in enumerate(voters):
        cast(by=voter, idea=idea, choice="support" if number else "object")

    place_released(idea.campaign)

    result = ballot(voters[0], idea).result
    assert (result.votes, result.is_early, result.interval) == (5, True, None)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_several_that_place_at_once_while_people_vote_end_right(crowd: Crowd, idea: Idea) -> None:
    voters = list(map(fresh, crowd(30)))
    campaign = idea.campaign

    def vote(some: list[User]) -> None:
        for voter in some:
            cast(by=voter, idea=idea, choice="support")

    outcomes = race(
        *[lambda some=voters[start::3]: vote(some) for start in range(3)],  # type: ignore[misc]
        *[lambda: [place_released(campaign) for _ in range(10)] for _ in range(3)],
    )
    place_released(campaign)

    tally = Tally.objects.get()
    assert failures(outcomes) == []
    assert (tally.release, tally.placed, tally.shown_support) == (6, 6, 30)
    assert fresh(idea).rank_top == ranking.top(Counts(30, 0, 0))
