"""How often ideas were shown is counted beside the pages, never by them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ideas.actions import add_seen, count_seen, hold, note_seen, note_seen_in
from ideas.models import Campaign, Idea
from people.models import User
from tests import factories
from tests.factories import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_seen_yet() -> None:
    count_seen()


def test_what_was_shown_is_counted_by_the_job(idea: Idea, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        note_seen([idea])
        note_seen_in(idea.campaign, [idea.pk])
    before = fresh(idea).seen_count

    assert count_seen() == 1

    assert (before, fresh(idea).seen_count) == (0, 2)


def test_it_is_counted_once(idea: Idea) -> None:
    note_seen([idea])
    count_seen()

    assert count_seen() == 0
    assert fresh(idea).seen_count == 1


@pytest.mark.parametrize("step", ["planned", "curate", "follow-through"])
def test_a_campaign_that_does_not_listen_counts_nothing(step: str, idea: Idea) -> None:
    idea.campaign = factories.set_step(idea.campaign, step)

    note_seen([idea])
    note_seen_in(idea.campaign, [idea.pk])

    assert count_seen() == 0


def test_a_held_campaign_counts_nothing(root: User, idea: Idea) -> None:
    idea.campaign = hold(by=root, campaign=idea.campaign)

    note_seen([idea])

    assert count_seen() == 0


def test_an_idea_that_is_gone_stops_nothing(idea: Idea) -> None:
    add_seen({idea.pk: 2, idea.pk + 1000: 5})

    assert fresh(idea).seen_count == 2


def test_counting_costs_the_same_for_many(ada: User, campaign: Campaign, django_assert_max_num_queries: Any) -> None:
    note_seen([factories.idea(ada, campaign) for _ in range(30)])

    with django_assert_max_num_queries(4):
        assert count_seen() == 30


@pytest.mark.parametrize(
    ("name", "by"),
    [("ideas:campaign", "slug"), ("ideas:detail", "pk"), ("curation-api:ideas", "slug"), ("curation-api:idea", "pk")],
)
def test_lists_and_ideas_count_as_seen_by_page_and_api(
    client: Client, bo: User, idea: Idea, name: str, by: str
) -> None:
    client.force_login(bo)
    address = reverse(name, args=[idea.campaign.slug if by == "slug" else idea.pk])

    assert client.get(address).status_code == 200

    count_seen()
    assert fresh(idea).seen_count == 1


def test_a_filtered_list_of_the_api_counts_as_well(client: Client, bo: User, idea: Idea) -> None:
    client.force_login(bo)

    client.get(reverse("curation-api:ideas", args=[idea.campaign.slug]), {"q": "call"})

    count_seen()
    assert fresh(idea).seen_count == 1


def test_more_talk_is_no_second_look(client: Client, bo: User, idea: Idea) -> None:
    client.force_login(bo)

    client.get(reverse("ideas:detail", args=[idea.pk]), headers={"HX-Request": "true"})

    assert count_seen() == 0
