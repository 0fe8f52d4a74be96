"""How far a long count is, where people see it; and that a page costs no look at the votes."""

from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import prepared
from ideas.models import Campaign, Idea
from participation import actions
from participation.models import Summary
from people.models import User
from tests import factories
from votes.actions import cast

pytestmark = pytest.mark.django_db
Crowd = Callable[..., list[User]]


def test_the_page_shows_how_far_it_is_while_everything_is_counted(
    client: Client, mod: User, campaign: Campaign
) -> None:
    Summary.objects.create(campaign=campaign, progress=40)
    client.force_login(mod)
    url = reverse("participation:campaign", args=[campaign.slug])

    page = client.get(url).text
    part = client.get(url, headers={"HX-Request": "true"}).text

    assert all('value="40"' in html and "Everything is being counted anew: 40" in html for html in (page, part))
    api = reverse("participation-api:participation", args=[campaign.slug])
    assert client.get(api).json()["progress"] == 40
    Summary.objects.update(progress=None)
    assert "<progress" not in client.get(url).text
    assert client.get(api).json()["progress"] is None


def test_the_page_asks_no_table_of_votes(
    client: Client, mod: User, campaign: Campaign, idea: Idea, crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    for person in crowd(12):
        cast(by=person, idea=idea, choice="support")
    for _ in range(10):  # who have not voted
        factories.person(unit=mod.unit)
    assert actions.summarise(campaign=campaign).figures["heard"]
    client.force_login(mod)
    asked: list[str] = []
    run = prepared.run
    monkeypatch.setattr(prepared, "run", lambda text, values: (asked.append(text), run(text, values))[1])

    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("participation:campaign", args=[campaign.slug]))

    asked += [query["sql"] for query in captured.captured_queries]
    assert any("participation_summary" in each for each in asked)
    assert not [each for each in asked if "votes_" in each]


def test_a_command_that_somebody_else_forestalls_says_so(campaign: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "rebuild", lambda campaign: Summary(campaign=campaign, progress=7))

    with pytest.raises(CommandError, match="by somebody else"):
        call_command("summarise", campaign.slug, rebuild=True)
