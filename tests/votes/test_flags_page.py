"""The curators' page of ideas whose support came too fast."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.errors import Invalid
from ideas.actions import withdraw
from ideas.models import Campaign, Idea
from people.models import User
from tests import factories
from tests.api import Api
from votes import actions
from votes.models import Burst

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (15, "12 new voters supported this within 15 minutes; about 1 would be usual."),
        (60, "12 new voters supported this within an hour; about 1 would be usual."),
        (1440, "12 new voters supported this within a day; about 1 would be usual."),
    ],
)
def test_the_page_says_what_was_found(client: Client, idea: Idea, mod: User, minutes: int, words: str) -> None:
    Burst.objects.create(idea=idea, found_on="2026-01-01", minutes=minutes, support=12, expected=1)
    client.force_login(mod)

    board = client.get(reverse("curation:board", args=["next-visit"])).content.decode()
    page = client.get(reverse("votes:bursts", args=["next-visit"])).content.decode()

    assert reverse("votes:bursts", args=["next-visit"]) in board
    assert words in page


@pytest.mark.parametrize(("verdict", "harmless"), [("harmless", True), ("suspicious", False)])
def test_a_curator_settles_it_on_the_page(client: Client, idea: Idea, mod: User, verdict: str, harmless: bool) -> None:
    burst = Burst.objects.create(idea=idea, found_on="2026-01-01", minutes=15, support=12, expected=1)
    client.force_login(mod)

    answer = client.post(reverse("votes:settle", args=[burst.pk]), {"verdict": verdict}, follow=True)

    assert answer.redirect_chain == [(reverse("votes:bursts", args=["next-visit"]), 302)]
    assert Burst.objects.get().is_harmless is harmless
    assert "came faster" not in client.get(reverse("curation:board", args=["next-visit"])).content.decode()


def flags(ada: User, campaign: Campaign, number: int) -> None:
    ideas = factories.many_ideas(ada, campaign, number)
    words = {"found_on": "2026-01-01", "minutes": 15, "support": 12, "expected": 1}
    Burst.objects.bulk_create(Burst(idea=idea, **words) for idea in ideas)


def test_of_very_many_none_is_left_out(client: Client, ada: User, campaign: Campaign, mod: User) -> None:
    flags(ada, campaign, 45)
    done = Burst.objects.latest("pk")
    actions.settle(by=mod, burst=done, harmless=True)
    client.force_login(mod)
    page, after = reverse("votes:bursts", args=["next-visit"]), ""
    seen: list[Burst] = []

    while not seen or after:
        answer = client.get(page, {"after": after} if after else {}, HTTP_HX_REQUEST="true" if after else "")
        rows = answer.context["page"]
        seen, after = [*seen, *rows.rows], rows.next

    assert len({flag.pk for flag in seen}) == len(seen) == 45
    assert seen[-1] == done


def test_what_its_author_took_back_is_not_on_the_page(client: Client, ada: User, idea: Idea, mod: User) -> None:
    Burst.objects.create(idea=idea, found_on="2026-01-01", minutes=15, support=12, expected=1)
    withdraw(by=ada, idea=idea)
    client.force_login(mod)

    assert idea.title not in client.get(reverse("votes:bursts", args=["next-visit"])).content.decode()


def test_programs_read_and_settle_them_as_well(ada: User, idea: Idea, mod: User) -> None:
    burst = Burst.objects.create(idea=idea, found_on="2026-01-01", minutes=15, support=12, expected=1)
    api = Api(mod)

    listed = api.get("campaigns/next-visit/bursts/").json()["results"]
    settled = api.post(f"bursts/{burst.pk}/settle/", {"harmless": False}).json()

    assert [(row["id"], row["idea"], row["settled_at"]) for row in listed] == [(burst.pk, idea.pk, None)]
    assert settled["is_harmless"] is False
    assert Burst.objects.get().settled_by == mod


def test_another_verdict_is_refused(client: Client, idea: Idea, mod: User) -> None:
    burst = Burst.objects.create(idea=idea, found_on="2026-01-01", minutes=15, support=12, expected=1)
    client.force_login(mod)

    answer = client.post(reverse("votes:settle", args=[burst.pk]), {"verdict": "delete"})

    assert answer.status_code == Invalid.status
    assert Burst.objects.get().settled_at is None


def test_the_page_costs_the_same_for_one_flag_and_for_ten(
    client: Client, ada: User, campaign: Campaign, mod: User, django_assert_num_queries: Any
) -> None:
    def flag(number: int) -> None:
        for _ in range(number):
            idea = factories.idea(ada, campaign)
            Burst.objects.create(idea=idea, found_on="2026-01-01", minutes=15, support=12, expected=1)

    client.force_login(mod)
    page = reverse("votes:bursts", args=["next-visit"])
    flag(1)
    client.get(page)
    with CaptureQueriesContext(connection) as once:
        client.get(page)
    flag(9)

    with django_assert_num_queries(len(once)):
        client.get(page)
