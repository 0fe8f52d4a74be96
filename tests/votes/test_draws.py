"""For you is drawn for all, so that every idea gets a fair share of eyes."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from types import SimpleNamespace
from typing import Any

import pytest
from celery import current_app
from django.utils import timezone

from ideas.models import Campaign, Idea
from ideas.queries import Order, listed
from people.models import Unit, User
from tests import factories
from tests.factories import fresh
from tests.votes.saying import say
from votes import queries
from votes.actions import draw_for_you
from votes.dealing import FEW_VIEWS
from votes.models import Burst

pytestmark = pytest.mark.django_db
Worker = Callable[[], AbstractContextManager[None]]


def ideas_of(author: User, campaign: Campaign, number: int, **fields: Any) -> list[Idea]:
    made = [factories.idea(author, campaign) for _ in range(number)]
    Idea.objects.filter(pk__in=[idea.pk for idea in made]).update(**fields)
    return made


def order(viewer: User, campaign: Campaign) -> list[int]:
    return [idea.pk for idea in listed(viewer, campaign, order=Order.FOR_YOU)]


def draws(viewer: User, campaign: Campaign) -> list[list[int]]:
    """The order after each of eight draws."""
    found = []
    for seed in range(8):
        draw_for_you(campaign, seed=seed)
        found.append(order(viewer, campaign))
    return found


def test_every_listed_idea_gets_a_place_of_its_own(ada: User, mod: User, campaign: Campaign) -> None:
    ideas_of(ada, campaign, 12)

    assert draw_for_you(campaign, seed=1) == 12

    ranks = list(Idea.objects.values_list("rank_for_you", flat=True))
    assert len(set(ranks)) == 12
    assert all(0 < rank < 1 for rank in ranks)


def test_two_of_five_places_go_to_the_least_seen(ada: User, campaign: Campaign) -> None:
    rare = {idea.pk for idea in ideas_of(ada, campaign, 6, seen_count=3)}
    ideas_of(ada, campaign, 14, seen_count=FEW_VIEWS)

    draw_for_you(campaign, seed=1)

    placed = order(ada, campaign)
    assert [len(rare & set(placed[start : start + 5])) >= 2 for start in (0, 5)] == [True, True]


def test_what_colleagues_support_comes_first(ada: User, campaign: Campaign) -> None:
    good, bad = ideas_of(ada, campaign, 2)
    say(good, "s" * 95 + "o" * 5)
    say(bad, "s" * 5 + "o" * 95)

    draw_for_you(campaign)

    assert order(ada, campaign) == [good.pk, bad.pk]


def test_votes_that_are_not_released_count_nothing(ada: User, campaign: Campaign) -> None:
    one, other = ideas_of(ada, campaign, 2, seen_count=99)
    before = draws(ada, campaign)
    say(one, "ssss")
    say(other, "oooo")
    waiting = draws(ada, campaign)
    say(one, "s" * 40)
    say(other, "o" * 40)

    assert waiting == before
    assert draws(ada, campaign) == [[one.pk, other.pk]] * 8 != before


def test_the_same_seed_draws_the_same_order_and_writes_nothing(ada: User, campaign: Campaign) -> None:
    ideas_of(ada, campaign, 9)
    draw_for_you(campaign, seed=7)

    assert draw_for_you(campaign, seed=7) == 0
    assert draw_for_you(campaign, seed=8) > 0


def test_a_new_idea_comes_first_until_the_next_draw(ada: User, campaign: Campaign) -> None:
    ideas_of(ada, campaign, 9)
    draw_for_you(campaign)

    newest = factories.idea(ada, campaign)

    assert order(ada, campaign)[0] == newest.pk


def test_what_is_listed_nowhere_is_not_drawn(ada: User, campaign: Campaign) -> None:
    hidden, withdrawn, merged, survivor = ideas_of(ada, campaign, 4)
    Idea.objects.filter(pk=hidden.pk).update(hidden_at=timezone.now())
    Idea.objects.filter(pk=withdrawn.pk).update(withdrawn_at=timezone.now())
    Idea.objects.filter(pk=merged.pk).update(status="merged", merged_into=survivor)

    assert draw_for_you(campaign) == 1


def test_a_burst_buys_no_eyes(ada: User, campaign: Campaign) -> None:
    pushed, good = ideas_of(ada, campaign, 2)
    say(pushed, "s" * 400)
    say(good, "s" * 350 + "o" * 50)
    Burst.objects.create(idea=pushed, found_on=timezone.localdate(), minutes=10, support=90, expected=0.5)

    firsts = []
    for seed in range(20):
        draw_for_you(campaign, seed=seed)
        firsts.append(order(ada, campaign)[0])

    assert firsts.count(good.pk) > 12


def test_the_ideas_of_a_quiet_unit_rise(ada: User, bo: User, campaign: Campaign, company: SimpleNamespace) -> None:
    Unit.objects.filter(pk__in=[company.mill_lane.pk, company.quayside.pk]).update(headcount=500)
    Unit.objects.filter(pk=company.whole.pk).update(headcount=1000)
    loud = ideas_of(ada, campaign, 30)
    (quiet,) = ideas_of(bo, campaign, 1)
    for idea in [*loud, quiet]:
        say(idea, "s" * 600 + "o" * 400)

    firsts = []
    for seed in range(5):
        draw_for_you(campaign, seed=seed)
        firsts.append(order(ada, campaign)[0])

    assert firsts == [quiet.pk] * 5


def test_units_above_and_below_are_heard_together(
    ada: User, bo: User, campaign: Campaign, company: SimpleNamespace
) -> None:
    """North is not silent when Mill Lane, which is a part of it, has said much."""
    Unit.objects.filter(pk__in=[company.north.pk, company.mill_lane.pk]).update(headcount=500)
    Unit.objects.filter(pk=company.whole.pk).update(headcount=1000)
    ideas_of(ada, campaign, 30)
    above = factories.idea(bo, campaign)
    Idea.objects.filter(pk=above.pk).update(unit=company.north)
    Idea.objects.update(seen_count=99)
    for idea in Idea.objects.select_related("campaign"):
        say(idea, "s" * 600 + "o" * 400)

    places = []
    for seed in range(5):
        draw_for_you(campaign, seed=seed)
        places.append(order(ada, campaign).index(above.pk))

    assert max(places) > 5


def test_it_costs_the_same_for_many_ideas(ada: User, campaign: Campaign, django_assert_max_num_queries: Any) -> None:
    ideas_of(ada, campaign, 60)

    with django_assert_max_num_queries(9):
        assert draw_for_you(campaign) == 60


def test_only_campaigns_that_listen_are_drawn(campaign: Campaign) -> None:
    for step in ("planned", "curate", "follow-through"):
        factories.campaign(step)

    assert list(queries.to_draw()) == [campaign]


def test_the_job_draws(ada: User, campaign: Campaign, worker: Worker) -> None:
    idea = factories.idea(ada, campaign)

    with worker():
        current_app.tasks["votes.draw_all"].apply(throw=True)

    assert fresh(idea).rank_for_you < 1
