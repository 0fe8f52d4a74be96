from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from curation import actions, queries
from curation.models import Placement, Theme
from ideas.models import Campaign, Idea
from people.models import User
from tests import factories
from tests.curation.browsing import HTMX, url

pytestmark = pytest.mark.django_db
Crowd = Callable[..., list[User]]


def place(client: Client, idea: Idea, theme: Theme | str, **more: Any) -> Any:
    to = theme.pk if isinstance(theme, Theme) else theme
    return client.post(url("place", idea.campaign.slug), {"idea": idea.pk, "theme": to, **more.pop("also", {})}, **more)


def where(idea: Idea) -> Theme | None:
    placement = Placement.objects.filter(idea=idea).select_related("theme").first()
    return placement.theme if placement else None


@pytest.mark.parametrize(
    ("who", "boards", "board"),
    [("ada", 403, 403), ("mod", 200, 200), ("eve", 200, 200), ("root", 200, 200)],
)
def test_who_may_look_at_boards(
    who: str, boards: int, board: int, named: Callable[[str], User], client: Client, campaign: Campaign
) -> None:
    client.force_login(named(who))

    assert client.get(reverse("curation:boards")).status_code == boards
    assert client.get(url("board", campaign.slug)).status_code == board


def test_a_curator_out_of_scope_sees_neither_the_board_nor_its_name_in_the_list(
    client: Client, campaign: Campaign, company: SimpleNamespace
) -> None:
    client.force_login(factories.person("Nora", company.north, "curator", over=company.north))

    assert client.get(url("board", campaign.slug)).status_code == 403
    assert campaign.title not in client.get(reverse("curation:boards")).content.decode()


@pytest.mark.parametrize("name", ["board", "log", "suggestions", "edit", "split"])
def test_the_navigation_says_where_a_curator_is(curator: Client, campaign: Campaign, theme: Theme, name: str) -> None:
    at = theme.pk if name in {"edit", "split"} else campaign.slug

    page = curator.get(url(name, at)).content.decode()

    assert f'href="{reverse("curation:boards")}" aria-current="page"' in page


def test_strangers_are_sent_to_sign_in(client: Client, campaign: Campaign, theme: Theme) -> None:
    urls = [reverse("curation:boards"), url("board", campaign.slug), url("theme", theme.pk), url("edit", theme.pk)]

    assert [client.get(address).status_code for address in urls] == [302] * 4


def test_executives_look_on_without_forms(
    client: Client, eve: User, campaign: Campaign, theme: Theme, idea: Idea
) -> None:
    client.force_login(eve)

    html = client.get(url("board", campaign.slug)).content.decode()

    assert idea.title in html
    assert url("place", campaign.slug) not in html
    assert "New theme" not in html


def test_the_list_says_how_many_ideas_wait(curator: Client, ada: User, campaign: Campaign, theme: Theme) -> None:
    first, *_ = [factories.idea(ada, campaign) for _ in range(3)]
    place(curator, first, theme)

    html = " ".join(curator.get(reverse("curation:boards")).content.decode().split())

    assert "<b>2</b> ideas to read" in html
    assert "1 placed" in html


def test_the_inbox_shows_the_oldest_first_and_goes_on_page_by_page(
    curator: Client, ada: User, campaign: Campaign
) -> None:
    made = [factories.idea(ada, campaign) for _ in range(queries.INBOX + 4)]

    first = curator.get(url("board", campaign.slug)).context["board"]
    rest = curator.get(url("board", campaign.slug), {"after": first.after}, **HTMX)

    assert [tile.idea for tile in first.inbox] == made[: queries.INBOX]
    assert [tile.idea for tile in rest.context["tiles"]] == made[queries.INBOX :]
    assert rest.context["after"] == ""
    assert "<html" not in rest.content.decode()


def test_an_idea_goes_into_a_theme_and_back_into_the_inbox(curator: Client, theme: Theme, idea: Idea) -> None:
    into = place(curator, idea, theme)
    then = where(idea)
    place(curator, idea, "")

    assert into.url == url("board", idea.campaign.slug)
    assert then == theme
    assert where(idea) is None


def test_under_htmx_a_move_is_answered_by_what_changed(curator: Client, theme: Theme, idea: Idea) -> None:
    since = queries.newest_move(idea.campaign)

    html = place(curator, idea, theme, also={"since": since, "from": ""}, **HTMX).content.decode()

    assert "<html" not in html
    assert f'hx-swap-oob="delete:#tile-{idea.pk}"' in html
    assert f'hx-swap-oob="afterbegin:#tiles-{theme.pk}"' in html
    assert f"“{idea.title}” is in “{theme.title}”" in " ".join(html.split())


def test_a_move_from_a_theme_s_page_leads_back_to_it(curator: Client, mod: User, theme: Theme, idea: Idea) -> None:
    other = factories.theme(mod, idea.campaign, idea)

    response = place(curator, idea, theme, also={"stay": other.pk})

    assert response.url == url("theme", other.pk)


@pytest.mark.parametrize("who", ["ada", "bo", "eve", "root"])
def test_nobody_but_a_curator_moves_an_idea(
    who: str, named: Callable[[str], User], client: Client, theme: Theme, idea: Idea
) -> None:
    client.force_login(named(who))

    assert place(client, idea, theme).status_code == 403
    assert where(idea) is None


@pytest.mark.parametrize("wrong", [{"idea": "x"}, {"theme": "999999"}, {"theme": "x"}, {"idea": "\x00"}, {"stay": "x"}])
def test_a_move_of_what_is_not_there_is_refused(
    wrong: dict[str, str], curator: Client, theme: Theme, idea: Idea
) -> None:
    data = {"idea": str(idea.pk), "theme": str(theme.pk), **wrong}

    assert curator.post(url("place", idea.campaign.slug), data).status_code == 400
    assert where(idea) is None


def test_an_idea_of_another_campaign_cannot_be_moved_here(curator: Client, ada: User, theme: Theme) -> None:
    stranger = factories.idea(ada, factories.campaign())

    response = curator.post(url("place", theme.campaign.slug), {"idea": stranger.pk, "theme": theme.pk})

    assert response.status_code == 400


@pytest.mark.parametrize("query", ["after=x", "after=999999", "order=x", "since=-1", "since=99999999999999999999"])
def test_an_address_that_was_tampered_with_is_refused(query: str, curator: Client, campaign: Campaign) -> None:
    assert curator.get(f"{url('board', campaign.slug)}?{query}").status_code == 400


def test_a_theme_is_started_from_the_board(curator: Client, campaign: Campaign) -> None:
    response = curator.post(url("create", campaign.slug), {"title": "One conversation", "summary": "Not four."})

    assert response.url == url("board", campaign.slug)
    assert Theme.objects.get().summary == "Not four."


def test_a_title_that_is_taken_is_refused_and_nothing_typed_is_lost(
    curator: Client, campaign: Campaign, theme: Theme
) -> None:
    response = curator.post(url("create", campaign.slug), {"title": theme.title, "summary": "Typed with care."})

    assert response.status_code == 400
    assert "There is already a theme with this title." in response.content.decode()
    assert "Typed with care." in response.content.decode()


@pytest.mark.parametrize("title", ["", "   ", "\u200b", "x" * 121])
def test_a_theme_without_a_fitting_title_is_refused(title: str, curator: Client, campaign: Campaign) -> None:
    assert curator.post(url("create", campaign.slug), {"title": title}).status_code == 400
    assert not Theme.objects.exists()


@pytest.mark.parametrize("name", ["create", "place", "delete"])
def test_writes_are_posts(name: str, curator: Client, theme: Theme) -> None:
    at = theme.pk if name == "delete" else theme.campaign.slug

    assert curator.get(url(name, at)).status_code == 405


@pytest.mark.parametrize("page", ["board", "theme"])
def test_a_page_costs_the_same_however_many_ideas(
    page: str, curator: Client, mod: User, ada: User, campaign: Campaign, theme: Theme
) -> None:
    address = url("board", campaign.slug) if page == "board" else url("theme", theme.pk)

    def cost(more: int) -> int:
        ideas = [factories.idea(ada, campaign) for _ in range(2 * more)]
        actions.place(by=mod, theme=theme, ideas=ideas[:more])
        curator.get(address)  # what is new to somebody is looked up once and kept for a while
        with CaptureQueriesContext(connection) as queries_made:
            curator.get(address)
        return len(queries_made)

    assert cost(2) == cost(9)
