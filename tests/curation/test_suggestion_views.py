"""Pages of suggestions: the column on the board, all of them, and one to adjust."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from curation import actions
from curation.labels import named
from curation.models import Placement, Run, Suggestion, Theme
from ideas.models import Campaign, Idea
from people.models import User
from tests import factories
from tests.curation.browsing import HTMX, url
from tests.curation.suggesting import PARKING, QUEUES, say, searched, suggested, title_of

pytestmark = pytest.mark.django_db


def shown(client: Client, campaign: Campaign) -> str:
    return client.get(url("suggestions", campaign.slug)).content.decode()


def test_the_board_shows_groups_with_why(curator: Client, campaign: Campaign, group: Suggestion) -> None:
    page = curator.get(url("board", campaign.slug)).content.decode()

    assert title_of(group) in page
    assert "Shared words:" in page
    assert "and 1 more" in page
    assert page.count("data-accept") == 1
    assert "without a theme" in page


def test_executives_look_and_do_not_settle(client: Client, eve: User, campaign: Campaign, group: Suggestion) -> None:
    client.force_login(eve)

    page = shown(client, campaign)

    assert title_of(group) in page
    assert "Look again" not in page
    assert "Dismiss" not in page


def test_a_group_is_accepted_without_scripts(curator: Client, campaign: Campaign, group: Suggestion) -> None:
    response = curator.post(url("accept", group.pk))

    assert response["Location"] == url("board", campaign.slug)
    assert Placement.objects.count() == 4


def test_under_htmx_the_column_comes_back_without_it(curator: Client, group: Suggestion) -> None:
    response = curator.post(url("accept", group.pk), **HTMX)

    page = response.content.decode()
    assert response.status_code == 200
    assert 'id="suggestions"' in page
    assert f"suggestion-{group.pk}" not in page


def test_who_comes_second_is_told_and_sees_the_column_as_it_is(curator: Client, mod: User, group: Suggestion) -> None:
    actions.accept(by=mod, suggestion=group)

    response = curator.post(url("accept", group.pk), **HTMX)

    assert response.status_code == 409
    assert "already settled" in response.content.decode()
    assert 'id="suggestions"' in response.content.decode()
    assert curator.get(url("adjust", group.pk)).status_code == 409


def test_a_group_is_dismissed(curator: Client, campaign: Campaign, group: Suggestion) -> None:
    assert f"suggestion-{group.pk}" in shown(curator, campaign)

    curator.post(url("dismiss", group.pk))

    assert f"suggestion-{group.pk}" not in shown(curator, campaign)


def test_a_group_is_adjusted(curator: Client, campaign: Campaign, group: Suggestion, parking: list[Idea]) -> None:
    page = curator.get(url("adjust", group.pk)).content.decode()
    data = {"title": "Room for bicycles", "ideas": [idea.pk for idea in parking[:2]]}
    response = curator.post(url("adjust", group.pk), data)

    assert all(title in page for title in PARKING)
    assert response.status_code == 302
    assert Theme.objects.get().title == "Room for bicycles"
    assert Placement.objects.count() == 2


@pytest.mark.parametrize(
    ("data", "status", "words"),
    [
        ({"title": "", "ideas": "one"}, 400, "Give the theme a title"),
        ({"title": "Bikes"}, 400, "Choose at least one idea"),
        ({"title": "Taken", "ideas": "one"}, 400, "already a theme with this title"),
        ({"title": "Bikes", "ideas": "9" * 30}, 400, "not a valid value"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_lost(
    curator: Client, mod: User, group: Suggestion, data: dict[str, Any], status: int, words: str
) -> None:
    factories.theme(mod, group.campaign, title="Taken")
    sent = {name: group.ideas[0] if value == "one" else value for name, value in data.items()}

    response = curator.post(url("adjust", group.pk), sent)

    assert response.status_code == status
    assert words in response.content.decode()
    assert not Placement.objects.exists()


def test_a_group_is_split_and_joined_again(curator: Client, campaign: Campaign, group: Suggestion) -> None:
    other = next(row for row in suggested(campaign) if row != group)
    joined = curator.post(url("join", group.pk), {"other": other.pk})
    one = Suggestion.objects.get(pk=int(joined["Location"].strip("/").split("/")[-1]))
    halved = curator.post(url("halve", one.pk))

    assert len(one.ideas) == 8
    assert halved.status_code == 302
    assert sorted(len(row.ideas) for row in suggested(campaign)) == [4, 4]


def test_a_duplicate_shows_both_and_no_support_that_one_may_not_see(
    curator: Client, campaign: Campaign, pair: Suggestion
) -> None:
    page = shown(curator, campaign)

    assert "Call back the same day!" in page
    assert "Merging keeps both authors" in page
    assert "support" not in page.split("Possible duplicate")[1].split("Merging")[0]


def test_merging_leaves_one(curator: Client, pair: Suggestion) -> None:
    curator.post(url("accept", pair.pk))

    assert Idea.objects.filter(status="merged").count() == 1


def test_looking_again_shows_how_far_it_is(
    curator: Client, campaign: Campaign, group: Suggestion, worker: Callable[..., Any]
) -> None:
    begun = curator.post(url("suggestions", campaign.slug), {"groups": "3"}, **HTMX).content.decode()
    run = Run.objects.get(groups=3)
    address = f"{url('suggestions', campaign.slug)}{run.pk}/"
    still = curator.get(address, **HTMX)
    actions.search(run_id=run.pk)
    done = curator.get(address, **HTMX)

    assert 'hx-trigger="load delay' in begun
    assert "0 %" in still.content.decode()
    assert "HX-Retarget" not in still.headers
    assert done.headers["HX-Retarget"] == "#suggestions"
    assert 'hx-trigger="load delay' not in done.content.decode()


def test_where_no_worker_is_the_page_says_so(
    curator: Client, mod: User, campaign: Campaign, parking: list[Idea]
) -> None:
    actions.start_run(by=mod, campaign=campaign)

    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        page = shown(curator, campaign)

    assert "background worker seems to be away" in page


@pytest.mark.parametrize("groups", ["0", "-1", "101", "many", "9" * 30])
def test_a_number_of_groups_that_cannot_be_is_refused(curator: Client, campaign: Campaign, groups: str) -> None:
    assert curator.post(url("suggestions", campaign.slug), {"groups": groups}).status_code == 400


def test_the_column_costs_the_same_however_much_is_suggested(
    curator: Client, mod: User, campaign: Campaign, group: Suggestion
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            curator.get(url("suggestions", campaign.slug))
        return len(asked)

    few = cost()
    for one in list(suggested(campaign)):
        for number in range(10):
            one.pk, one.digest = None, f"{number}"
            one.save(force_insert=True)

    assert cost() == few


def test_many_suggestions_come_in_pages(curator: Client, campaign: Campaign, group: Suggestion) -> None:
    for number in range(30):
        group.pk, group.digest = None, f"Group {number:02}"
        group.save(force_insert=True)
    board = curator.get(url("board", campaign.slug)).content.decode()
    first = shown(curator, campaign)
    second = curator.get(url("suggestions", campaign.slug), {"start": "20"}).content.decode()

    assert board.count('id="suggestion-') == 6  # five groups, one duplicate
    assert "Show 27 more" in board
    assert first.count('id="suggestion-') == 20
    assert second.count('id="suggestion-') == 13


def test_a_page_that_has_become_empty_shows_the_last_one(
    curator: Client, campaign: Campaign, group: Suggestion
) -> None:
    page = curator.get(url("suggestions", campaign.slug), {"start": "40"}).content.decode()

    assert f"suggestion-{group.pk}" in page


@pytest.mark.parametrize("verb", ["accept", "dismiss"])
def test_without_scripts_one_stays_on_the_page_of_suggestions(
    curator: Client, campaign: Campaign, group: Suggestion, verb: str
) -> None:
    response = curator.post(url(verb, group.pk), {"start": "20"})

    assert response["Location"] == f"{url('suggestions', campaign.slug)}?start=20"


def test_undoing_brings_the_suggestion_back_to_the_open_board(
    curator: Client, mod: User, campaign: Campaign, group: Suggestion
) -> None:
    actions.dismiss(by=mod, suggestion=group)

    page = curator.post(url("undo", campaign.slug), {"since": "0"}, **HTMX).content.decode()

    assert f"suggestion-{group.pk}" in page
    assert f"The suggestion “{named(group.words)}” was dismissed" in page


def test_ideas_in_another_language_say_so(
    curator: Client, mod: User, campaign: Campaign, group: Suggestion, queues: list[Idea]
) -> None:
    theme = factories.theme(mod, campaign, queues[0])
    Idea.objects.update(language="de", today="Heute ist es voll.")
    marked = {
        url("board", campaign.slug): ["h4", "p"],
        url("suggestions", campaign.slug): ["h3", "li"],
        url("adjust", group.pk): ["span"],
        url("split", theme.pk): ["bdi"],
    }

    pages = {address: curator.get(address).content.decode() for address in marked}

    found = {
        address: [tag for tag in tags if re.search(f'<{tag}[^>]* lang="de"', pages[address])]
        for address, tags in marked.items()
    }
    assert found == marked


def test_the_board_says_how_many_ideas_fit_each_theme(
    curator: Client, mod: User, bo: User, campaign: Campaign, parking: list[Idea]
) -> None:
    factories.theme(mod, campaign, *parking)
    factories.theme(mod, campaign, *say(bo, campaign, *QUEUES))
    say(bo, campaign, "More parking for bicycles behind the store", "A bicycle parking behind the store")
    searched(mod, campaign, 1)

    assert "2 ideas to read seem to fit here" in curator.get(url("board", campaign.slug)).content.decode()
