"""Which campaigns the job places, and when."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from celery import current_app
from django.conf import settings
from django.utils import timezone

from ideas.actions import hold
from ideas.models import Campaign, Idea
from people.models import User
from tests import factories
from tests.factories import fresh
from tests.votes.saying import open_burst, twelve
from votes import queries, ranking
from votes.actions import cast, place_released
from votes.models import Prior, Tally
from votes.ranking import Counts

pytestmark = pytest.mark.django_db
Crowd = Callable[..., list[User]]
Worker = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def many(ada: User, campaign: Campaign) -> list[Idea]:
    """Twelve ideas with twenty votes each, from 1 to 12 of them in support, placed."""
    return twelve(ada, campaign)


def test_campaigns_that_listen_are_looked_after(campaign: Campaign) -> None:
    factories.campaign("planned")

    assert list(queries.to_place()) == [campaign]


@pytest.mark.parametrize("step", ["curate", "publish", "follow-through"])
def test_a_campaign_is_looked_after_once_more_after_it_closed(step: str, many: list[Idea]) -> None:
    campaign = factories.set_step(many[0].campaign, step)
    Prior.objects.update(fitted_at=campaign.curates_at - timedelta(minutes=1))
    before = list(queries.to_place())

    place_released(campaign)

    assert (before, list(queries.to_place())) == ([campaign], [])


def test_a_campaign_that_nobody_ever_looked_after_is(many: list[Idea]) -> None:
    campaign = factories.set_step(many[0].campaign, "shape")
    Prior.objects.all().delete()

    assert list(queries.to_place()) == [campaign]


def test_a_held_campaign_is_looked_after_once_more(many: list[Idea], root: User) -> None:
    campaign = hold(by=root, campaign=many[0].campaign)
    before = list(queries.to_place())

    place_released(campaign)

    assert (before, list(queries.to_place())) == ([campaign], [])


def test_a_burst_settled_after_the_close_is_heeded(many: list[Idea]) -> None:
    campaign = factories.set_step(many[0].campaign, "curate")
    burst = open_burst(many[0])
    place_released(campaign)
    before = list(queries.to_place())

    burst.settled_at = timezone.now()
    burst.save()

    assert (before, list(queries.to_place())) == ([], [campaign])


def test_a_release_that_was_missed_is_found_after_the_close(many: list[Idea]) -> None:
    campaign = factories.set_step(many[0].campaign, "curate")
    place_released(campaign)
    Tally.objects.filter(idea=many[0]).update(placed=0)

    assert list(queries.to_place()) == [campaign]


def test_the_job_places_what_was_released(crowd: Crowd, idea: Idea, worker: Worker) -> None:
    for voter in crowd(5):
        cast(by=voter, idea=idea, choice="support")

    with worker():
        current_app.tasks["votes.place_all"].apply(throw=True)

    assert fresh(idea).rank_top == ranking.top(Counts(5, 0, 0))
    assert "votes.place_all" in settings.CELERY_BEAT_SCHEDULE
