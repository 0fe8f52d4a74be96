"""A card that was drawn once is shown again only as long as it says the same."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ideas import actions
from ideas.models import Campaign, Idea, JourneyStage
from people.models import User
from tests import factories
from tests.factories import fresh
from votes import dealing
from votes.queries import ballot
from votes.templatetags.cards import Looks

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("field", ["title", "today", "better", "stage"])
def test_an_anonymous_idea_changed_twice_in_a_day_is_shown_as_it_is(
    field: str, ada: User, bo: User, campaign: Campaign, client: Client
) -> None:
    words = [JourneyStage.objects.create(name=name) for name in "AB"] if field == "stage" else ["Said", "Meant"]
    idea = factories.idea(ada, campaign, anonymous=True)
    client.force_login(bo)
    page, shown = reverse("ideas:campaign", args=[campaign.slug]), []

    for word in words:
        actions.edit(by=ada, idea=fresh(idea), **{field: word})
        shown.append(client.get(page).text)

    assert [str(word) + "<" in html or f"</svg>{word}" in html for word, html in zip(words, shown, strict=True)] == [
        True,
        True,
    ]
    assert shown[0] != shown[1]


def looks(idea: Idea, viewer: User) -> Looks:
    return Looks(idea, ballot(viewer, idea), "en", 0)


def test_two_cards_are_one_unless_few_saw_one_of_them(idea: Idea, bo: User) -> None:
    keys: dict[int, Any] = {}
    for seen in (0, dealing.FEW_VIEWS - 1, dealing.FEW_VIEWS, 10 * dealing.FEW_VIEWS):
        Idea.objects.update(seen_count=seen)
        keys[seen] = looks(fresh(idea), bo)

    assert keys[dealing.FEW_VIEWS - 1] != keys[dealing.FEW_VIEWS]
    assert keys[dealing.FEW_VIEWS] == keys[10 * dealing.FEW_VIEWS]
