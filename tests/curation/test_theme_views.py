from collections.abc import Callable
from types import SimpleNamespace

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
