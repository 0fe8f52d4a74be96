from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from curation import actions
from curation.models import Placement, Theme
from ideas.models import Idea
from people.models import User
from people.queries import history
from tests import factories
from tests.curation.browsing import url
from tests.factories import fresh, set_step
from votes import actions as votes

pytestmark = pytest.mark.django_db
Crowd = Callable[..., list[User]]


def where(idea: Idea) -> Theme | None:
    placement = Placement.objects.filter(idea=idea).select_related("theme").first()
    return placement.theme if placement else None


def test_a_theme_is_public_to_everyone_who_is_asked(
    client: Client, bo: User, mod: User, theme: Theme, idea: Idea
) -> None:
    actions.change_theme(by=mod, theme=theme, summary="People mind **not knowing**.")
    actions.place(by=mod, theme=theme, ideas=[idea])
    client.force_login(bo)

    html = client.get(url("theme", theme.pk)).content.decode()

    assert "<strong>not knowing</strong>" in html
    assert idea.title in html
    assert url("edit", theme.pk) not in html
    assert url("place", theme.campaign.slug) not in html


def test_a_theme_of_a_campaign_that_does_not_ask_me_is_not_to_be_found(
    client: Client, bo: User, mod: User, company: SimpleNamespace
) -> None:
    theme = factories.theme(mod, factories.campaign(audience=(company.south,)))
    client.force_login(bo)

    assert client.get(url("theme", theme.pk)).status_code == 404
    assert client.get(url("edit", theme.pk)).status_code == 404
    assert client.post(url("delete", theme.pk)).status_code == 404


def test_while_the_campaign_listens_a_theme_shows_no_result(
    client: Client, bo: User, mod: User, crowd: Crowd, theme: Theme, idea: Idea
) -> None:
    actions.place(by=mod, theme=theme, ideas=[idea])
    for person in crowd(12):
        votes.cast(by=person, idea=idea, choice="object")
    client.force_login(bo)

    listening = client.get(url("theme", theme.pk)).content.decode()
    set_step(theme.campaign, "curate")
    curating = client.get(url("theme", theme.pk)).content.decode()

    assert "100%</b> object" not in listening
    assert "100%</b> object" in " ".join(curating.split())


def test_units_are_named_only_for_ideas_that_name_theirs(
    client: Client, bo: User, mod: User, crowd: Crowd, company: SimpleNamespace, theme: Theme, idea: Idea
) -> None:
    author, *_ = crowd(12, company.station)
    hidden = factories.idea(author, theme.campaign, anonymous=True)
    actions.place(by=mod, theme=theme, ideas=[idea, hidden])
    client.force_login(bo)

    page = client.get(url("theme", theme.pk)).context["page"]

    assert fresh(hidden).unit_id == company.station.pk
    assert page.units == [("Mill Lane", 1)]


def test_a_theme_is_reworded(curator: Client, theme: Theme) -> None:
    response = curator.post(url("edit", theme.pk), {"title": "Waiting", "summary": ""})

    assert response.url == url("theme", theme.pk)
    assert fresh(theme).title == "Waiting"


def test_a_reworded_theme_cannot_take_the_title_of_another(curator: Client, mod: User, theme: Theme) -> None:
    other = factories.theme(mod, theme.campaign)

    response = curator.post(url("edit", theme.pk), {"title": other.title, "summary": "Kept."})

    assert response.status_code == 400
    assert "Kept." in response.content.decode()
    assert fresh(theme).title == theme.title


@pytest.mark.parametrize("who", ["ada", "eve", "root"])
def test_nobody_but_a_curator_edits_a_theme(
    who: str, named: Callable[[str], User], client: Client, theme: Theme
) -> None:
    client.force_login(named(who))

    assert client.get(url("edit", theme.pk)).status_code == 403
    assert client.post(url("edit", theme.pk), {"title": "Mine"}).status_code == 403
    assert client.post(url("delete", theme.pk)).status_code == 403


def test_a_dissolved_theme_gives_its_ideas_back(curator: Client, mod: User, theme: Theme, idea: Idea) -> None:
    actions.place(by=mod, theme=theme, ideas=[idea])

    response = curator.post(url("delete", theme.pk))

    assert response.url == url("board", theme.campaign.slug)
    assert where(idea) is None
    assert history(f"curation.theme:{theme.pk}").last().verb == "curation.delete_theme"


def test_a_theme_on_which_a_strategy_rests_is_not_dissolved(
    curator: Client, eve: User, mod: User, theme: Theme, idea: Idea
) -> None:
    actions.place(by=mod, theme=theme, ideas=[idea])
    factories.priority(eve, factories.strategy(eve, theme.campaign), theme)

    response = curator.post(url("delete", theme.pk))

    assert response.status_code == 409
    assert "A strategy rests on this theme." in response.content.decode()
    assert Theme.objects.filter(pk=theme.pk).exists()


def test_dissent_stands_as_large_as_support_and_names_what_divides(
    client: Client, bo: User, ada: User, mod: User, crowd: Crowd, theme: Theme, idea: Idea
) -> None:
    calm = factories.idea(ada, theme.campaign, "Nobody minds")
    actions.place(by=mod, theme=theme, ideas=[idea, calm])
    for number, person in enumerate(crowd(20)):
        votes.cast(by=person, idea=idea, choice="object" if number % 2 else "support")
        votes.cast(by=person, idea=calm, choice="support")
    votes.place_released(set_step(theme.campaign, "curate"))
    client.force_login(bo)

    response = client.get(url("theme", theme.pk))

    html = " ".join(response.text.split())
    assert "<dt>Support</dt><dd>75%</dd>" in html
    assert "<dt>Object</dt><dd>25%</dd>" in html
    assert [tile.idea for tile in response.context["page"].contested] == [idea]
    assert "<b>50%</b> object" in html.split("Where colleagues disagree")[1]


def test_votes_on_merged_ideas_count_once_in_a_theme(
    client: Client, bo: User, ada: User, mod: User, crowd: Crowd, theme: Theme, idea: Idea
) -> None:
    twin = factories.idea(ada, theme.campaign, "The same in other words")
    actions.place(by=mod, theme=theme, ideas=[idea, twin])
    for person in crowd(20):
        votes.cast(by=person, idea=idea, choice="support")
        votes.cast(by=person, idea=twin, choice="support")
    actions.merge(by=mod, idea=fresh(twin), into=fresh(idea))
    set_step(theme.campaign, "curate")
    client.force_login(bo)

    page = client.get(url("theme", theme.pk)).context["page"]

    assert page.result.votes == 20
    assert [tile.idea for tile in page.tiles] == [idea]


def test_a_longer_theme_costs_no_more_queries(
    client: Client, bo: User, ada: User, mod: User, theme: Theme, django_assert_max_num_queries: Any
) -> None:
    actions.place(by=mod, theme=theme, ideas=factories.many_ideas(ada, theme.campaign, 30))
    set_step(theme.campaign, "curate")
    client.force_login(bo)
    client.get(url("theme", theme.pk))

    with django_assert_max_num_queries(26):
        assert len(client.get(url("theme", theme.pk)).context["page"].tiles) == 20


def test_whoever_may_write_the_summary_is_asked_for_it(curator: Client, theme: Theme) -> None:
    assert "Write the summary" in curator.get(url("theme", theme.pk)).text
