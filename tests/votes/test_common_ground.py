"""Common ground tells units apart only as a group of new voters allows; and what a burst puts behind comes back."""

import random
from collections.abc import Callable
from itertools import pairwise
from types import SimpleNamespace

import pytest
from django.utils import timezone

from ideas.models import Campaign, Idea
from people.models import User
from tests import factories
from tests.factories import fresh
from tests.votes.saying import open_burst, places, say, twelve
from votes import queries, ranking
from votes.actions import cast, place_released
from votes.models import Prior, Tally
from votes.queries import ballot

pytestmark = pytest.mark.django_db
Crowd = Callable[..., list[User]]


def test_units_of_five_voters_make_common_ground(idea: Idea, company: SimpleNamespace) -> None:
    say(idea, "ssssoo", company.mill_lane)
    say(idea, "sssssp", company.station)

    assert fresh(idea).rank_common_ground == 0.68  # the root of 5/8 times 6/8


def test_three_units_that_agree_are_named_so(idea: Idea, bo: User, company: SimpleNamespace) -> None:
    for unit in (company.mill_lane, company.quayside, company.station):
        say(idea, "ssssso", unit)
    say(idea, "sssss", company.north)

    cast(by=bo, idea=idea, choice="pass")

    assert queries.units_agree(fresh(idea).rank_common_ground, ballot(bo, fresh(idea)))


def test_that_they_agree_is_a_part_of_the_result(idea: Idea, bo: User, company: SimpleNamespace) -> None:
    for unit in (company.mill_lane, company.quayside, company.station, company.north):
        say(idea, "ssssso", unit)

    assert ranking.tells_agreement(fresh(idea).rank_common_ground)
    assert not queries.units_agree(fresh(idea).rank_common_ground, ballot(bo, fresh(idea)))


def test_a_campaign_that_asks_for_larger_groups_counts_larger_units(ada: User, company: SimpleNamespace) -> None:
    idea = factories.idea(ada, factories.campaign(smallest_group=8))

    say(idea, "s" * 7, company.mill_lane)
    say(idea, "s" * 9, company.station)

    assert fresh(idea).rank_common_ground == 0


def test_one_more_voter_never_shows_in_common_ground(idea: Idea, company: SimpleNamespace, crowd: Crowd) -> None:
    """A job that ran between releases has read votes beyond the last one. The next release must not tell the rest."""
    voters = list(map(fresh, crowd(26, company.mill_lane, company.station)))
    for number, voter in enumerate(voters[:14]):
        cast(by=voter, idea=idea, choice="object" if number < 7 else "support")
    place_released(idea.campaign)
    then = fresh(idea).rank_common_ground

    cast(by=voters[14], idea=idea, choice="support")
    place_released(idea.campaign)

    assert Tally.objects.get().release == Tally.objects.get().placed == 3
    assert (then > 0, fresh(idea).rank_common_ground) == (True, then)


@pytest.mark.parametrize("seed", range(4))
def test_two_places_in_common_ground_are_a_smallest_group_of_voters_apart(
    seed: int, idea: Idea, company: SimpleNamespace, crowd: Crowd
) -> None:
    chance = random.Random(seed)
    voters = list(map(fresh, crowd(60, company.mill_lane, company.station)))
    told = [(0, fresh(idea).rank_common_ground)]

    for number, voter in enumerate(voters, start=1):
        cast(by=voter, idea=idea, choice=chance.choice(["support", "object"]))
        if chance.random() < 0.6:
            place_released(idea.campaign)
            if fresh(idea).rank_common_ground != told[-1][1]:
                told.append((number, fresh(idea).rank_common_ground))

    steps = [later - earlier for (earlier, _), (later, _) in pairwise(told)]
    assert len(steps) > 2
    assert min(steps) >= 5


def test_what_is_usual_changes_common_ground_of_nothing(
    ada: User, campaign: Campaign, company: SimpleNamespace
) -> None:
    first = twelve(ada, campaign)[0]
    say(first, "ssssso", company.mill_lane)
    say(first, "ssssso", company.station)
    before = fresh(first).rank_common_ground
    closed = factories.set_step(campaign, "curate")
    Prior.objects.update(alpha=1, beta=50)
    Idea.objects.update(rank_top=0)

    assert place_released(closed) == 12

    assert fresh(first).rank_common_ground == before


def test_an_idea_with_a_burst_stands_behind_until_it_is_found_harmless(idea: Idea, company: SimpleNamespace) -> None:
    for unit in (company.mill_lane, company.quayside, company.station):
        say(idea, "sssssoo", unit)
    say(idea, "s" * 5)
    before = places(idea)
    burst = open_burst(idea)

    place_released(idea.campaign)
    behind = places(idea)
    burst.settled_at, burst.is_harmless = timezone.now(), False
    burst.save()
    place_released(idea.campaign)
    still_behind = places(idea)
    burst.is_harmless = True
    burst.save()
    place_released(idea.campaign)

    assert behind == still_behind == (pytest.approx(before[0] - 1), pytest.approx(before[1] - 2), 0)
    assert places(idea) == before
    assert before[1] > 0
    assert before[2] > 0
