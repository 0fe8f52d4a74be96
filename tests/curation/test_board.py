"""The board as several curators have it open, and with very many ideas."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from curation import actions, queries
from curation.models import Placement, Theme
from ideas.models import Campaign, Idea
from ideas.models.moderation import Case
from people.models import User
from tests import factories
from tests.curation.browsing import HTMX, url
from tests.timing import timed

pytestmark = pytest.mark.django_db
MANY = 5000


def looked(client: Client, campaign: Campaign, since: int) -> Any:
    return client.get(url("changes", campaign.slug), {"since": since}, **HTMX)


def plain(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_a_screen_on_which_nothing_happened_is_told_nothing(curator: Client, campaign: Campaign, theme: Theme) -> None:
    assert looked(curator, campaign, queries.newest_move(campaign)).status_code == 204


def test_looking_costs_one_query_beside_who_looks(
    curator: Client, campaign: Campaign, theme: Theme, idea: Idea, kim: User
) -> None:
    newest = queries.newest_move(campaign)
    with CaptureQueriesContext(connection) as made:
        looked(curator, campaign, newest)

    about_moves = [query for query in made if "curation_" in query["sql"]]
    assert len(about_moves) == 1


def test_what_another_curator_moves_is_shown(
    curator: Client, kim: User, campaign: Campaign, theme: Theme, idea: Idea
) -> None:
    since = queries.newest_move(campaign)
    actions.place(by=kim, theme=theme, ideas=[idea])

    html = plain(looked(curator, campaign, since))

    assert f'hx-swap-oob="delete:#tile-{idea.pk}"' in html
    assert f'id="tiles-{theme.pk}"' not in html  # the others of the column stay as they are
    assert f'<ol hx-swap-oob="afterbegin:#tiles-{theme.pk}">' in html
    assert f"Another curator: “{idea.title}” is in “{theme.title}”" in html
    assert "Kim" not in html


def test_a_new_theme_of_another_curator_redraws_the_columns(curator: Client, kim: User, campaign: Campaign) -> None:
    since = queries.newest_move(campaign)
    theme = factories.theme(kim, campaign)

    html = plain(looked(curator, campaign, since))

    assert 'id="lanes" hx-swap-oob="true"' in html
    assert theme.title in html


def test_after_very_many_moves_the_board_is_drawn_anew_and_no_longer_than_its_first_pages(
    curator: Client, mod: User, ada: User, campaign: Campaign, theme: Theme
) -> None:
    since = queries.newest_move(campaign)
    actions.place(by=mod, theme=theme, ideas=factories.many_ideas(ada, campaign, 60))

    html = looked(curator, campaign, since).content.decode()

    assert html.count("data-tile\n") + html.count("data-tile ") <= queries.INBOX + queries.TILES


def test_whoever_moves_what_is_elsewhere_is_told_and_shown_where_it_is(
    curator: Client, kim: User, mod: User, campaign: Campaign, theme: Theme, idea: Idea
) -> None:
    second = factories.theme(mod, campaign)
    since = queries.newest_move(campaign)
    actions.place(by=kim, theme=second, ideas=[idea])

    sent = {"idea": idea.pk, "theme": theme.pk, "from": "", "since": since}
    response = curator.post(url("place", campaign.slug), sent, **HTMX)

    assert response.status_code == 409
    assert f"Somebody has just put it into “{second.title}”." in plain(response)
    assert f'<ol hx-swap-oob="afterbegin:#tiles-{second.pk}">' in plain(response)
    assert Placement.objects.get(idea=idea).theme == second


def test_without_javascript_the_refusal_is_a_page(
    curator: Client, kim: User, campaign: Campaign, theme: Theme, idea: Idea
) -> None:
    second = factories.theme(kim, campaign, idea)

    response = curator.post(url("place", campaign.slug), {"idea": idea.pk, "theme": theme.pk, "from": ""})

    assert response.status_code == 409
    assert f"Somebody has just put it into “{second.title}”." in response.content.decode()


def test_the_last_move_is_undone_from_the_page(curator: Client, mod: User, theme: Theme, idea: Idea) -> None:
    actions.place(by=mod, theme=theme, ideas=[idea])

    response = curator.post(url("undo", idea.campaign.slug))

    assert response.url == url("board", idea.campaign.slug)
    assert not Placement.objects.filter(idea=idea).exists()


def test_under_htmx_undo_brings_the_tile_back(curator: Client, mod: User, theme: Theme, idea: Idea) -> None:
    actions.place(by=mod, theme=theme, ideas=[idea])
    since = queries.newest_move(idea.campaign)

    html = plain(curator.post(url("undo", idea.campaign.slug), {"since": since}, **HTMX))

    assert '<ol hx-swap-oob="afterbegin:#tiles-0">' in html
    assert "Taken back:" in html


def test_nothing_to_undo_is_said(curator: Client, campaign: Campaign) -> None:
    assert curator.post(url("undo", campaign.slug)).status_code == 409


def test_held_ideas_lead_to_moderation_and_cannot_be_placed(curator: Client, campaign: Campaign, idea: Idea) -> None:
    Idea.objects.filter(pk=idea.pk).update(hidden_at="2026-05-04T00:00Z")
    Case.objects.create(idea=idea)

    html = curator.get(url("board", campaign.slug)).content.decode()

    assert "May name a person" in html
    assert idea.title not in html
    assert f"move-{idea.pk}" not in html


def test_what_was_merged_withdrawn_or_hidden_leaves_the_board(
    curator: Client, mod: User, ada: User, bo: User, campaign: Campaign, theme: Theme
) -> None:
    stays, merged, withdrawn, hidden = (factories.idea(ada, campaign, f"Idea {at}") for at in range(4))
    actions.place(by=mod, theme=theme, ideas=[stays, merged, withdrawn, hidden])
    Idea.objects.filter(pk=merged.pk).update(status="merged", merged_into=stays)
    Idea.objects.filter(pk=withdrawn.pk).update(withdrawn_at="2026-05-04T00:00Z")
    Idea.objects.filter(pk=hidden.pk).update(hidden_at="2026-05-04T00:00Z")

    lane = curator.get(url("board", campaign.slug)).context["board"].lanes[0]

    assert [tile.idea for tile in lane.tiles] == [stays]
    assert (lane.theme.idea_count, lane.more) == (1, 0)


@pytest.mark.parametrize(("order", "first"), [("oldest", 0), ("supported", 1), ("newest", 2)])
def test_the_inbox_is_read_in_the_order_that_one_wants(
    order: str, first: int, curator: Client, ada: User, campaign: Campaign
) -> None:
    ideas = [factories.idea(ada, campaign) for _ in range(3)]
    Idea.objects.filter(pk=ideas[1].pk).update(rank_top=1)

    board = curator.get(url("board", campaign.slug), {"order": order}).context["board"]

    assert board.inbox[0].idea == ideas[first]


def test_a_column_goes_on_page_by_page(curator: Client, mod: User, ada: User, campaign: Campaign, theme: Theme) -> None:
    ideas = factories.many_ideas(ada, campaign, 30)
    actions.place(by=mod, theme=theme, ideas=ideas)
    lane = curator.get(url("board", campaign.slug)).context["board"].lanes[0]
    shown, after = [tile.idea.pk for tile in lane.tiles], lane.after

    while after:
        response = curator.get(url("tiles", theme.pk), {"after": after}, **HTMX)
        shown += [tile.idea.pk for tile in response.context["tiles"]]
        after = response.context["after"]

    assert sorted(shown) == sorted(idea.pk for idea in ideas)


def test_the_log_struck_out_what_was_taken_back(curator: Client, mod: User, theme: Theme, idea: Idea) -> None:
    actions.place(by=mod, theme=theme, ideas=[idea])
    actions.undo(by=mod, campaign=idea.campaign)

    html = plain(curator.get(url("log", idea.campaign.slug)))

    assert "<s>" in html
    assert "taken back" in html
    assert "You" in html


def test_the_log_costs_the_same_however_many_moves(
    curator: Client, mod: User, kim: User, campaign: Campaign, theme: Theme, idea: Idea
) -> None:
    def cost(more: int) -> int:
        for _ in range(more):
            actions.place(by=mod, theme=theme, ideas=[idea])
            actions.take_out(by=kim, idea=idea)
        curator.get(url("log", campaign.slug))  # what is new to somebody is looked up once and kept for a while
        with CaptureQueriesContext(connection) as made:
            curator.get(url("log", campaign.slug))
        return len(made)

    assert cost(2) == cost(5)


def test_a_theme_is_split_on_its_page(curator: Client, mod: User, theme: Theme, idea: Idea) -> None:
    actions.place(by=mod, theme=theme, ideas=[idea])

    page = curator.get(url("split", theme.pk), {"idea": idea.pk}).content.decode()
    response = curator.post(url("split", theme.pk), {"title": "Something else", "ideas": [idea.pk]})

    assert "checked" in page
    assert response.url == url("board", idea.campaign.slug)
    assert Placement.objects.get(idea=idea).theme.title == "Something else"


@pytest.mark.parametrize(
    ("wrong", "kept"),
    [
        ({"title": ""}, " checked>"),
        ({"ideas": []}, 'value="Something else"'),
        ({"ideas": ["x"]}, 'value="Something else"'),
        ({"ideas": ["99999999999999999999"]}, 'value="Something else"'),
    ],
)
def test_a_split_that_does_not_fit_is_refused_and_nothing_typed_is_lost(
    wrong: dict[str, Any], kept: str, curator: Client, mod: User, theme: Theme, idea: Idea
) -> None:
    actions.place(by=mod, theme=theme, ideas=[idea])

    response = curator.post(url("split", theme.pk), {"title": "Something else", "ideas": [idea.pk], **wrong})

    assert response.status_code == 400
    assert kept in response.content.decode()
    assert Theme.objects.count() == 1


def many(mod: User, ada: User, campaign: Campaign, number: int) -> None:
    """`number` ideas, all but twenty of them in four themes."""
    ideas = factories.many_ideas(ada, campaign, number)
    themes = [factories.theme(mod, campaign) for _ in range(4)]
    rows = [Placement(theme=themes[at % 4], idea=idea) for at, idea in enumerate(ideas[:-20])]
    Placement.objects.bulk_create(rows)


def costs(client: Client, campaign: Campaign, ask: Callable[[], Any]) -> tuple[int, int, float]:
    """Queries, bytes and seconds of an answer."""
    ask()
    with CaptureQueriesContext(connection) as made:
        response = ask()
    assert response.status_code == 200
    return len(made), len(response.content), timed(ask)[1]


def test_five_thousand_ideas_are_as_smooth_as_sixty(curator: Client, mod: User, ada: User) -> None:
    """Sixty fill the first pages as well; what is beyond costs less than as much again."""
    found = []
    for number in (60, MANY):
        campaign = factories.campaign("curate")
        factories.set_step(campaign, "listen")
        many(mod, ada, campaign, number)
        factories.set_step(campaign, "curate")
        idea = queries.unplaced(mod, campaign)[0]
        themes = queries.order_of(campaign)
        turn = iter(range(1000))

        def board(campaign: Campaign = campaign) -> Any:
            return curator.get(url("board", campaign.slug))

        def move(campaign: Campaign = campaign, idea: Idea = idea, themes: Any = themes, turn: Any = turn) -> Any:
            sent = {"idea": idea.pk, "theme": themes[next(turn) % 4], "since": queries.newest_move(campaign)}
            return curator.post(url("place", campaign.slug), sent, **HTMX)

        found.append([costs(curator, campaign, ask) for ask in (board, move)])

    few, very_many = found
    for (queries_few, bytes_few, seconds_few), (queries_many, bytes_many, seconds_many) in zip(
        few, very_many, strict=True
    ):
        assert queries_many == queries_few
        assert bytes_many < 1.3 * bytes_few
        assert seconds_many < 2 * seconds_few + 0.01
