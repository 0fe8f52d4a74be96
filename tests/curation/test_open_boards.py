"""What authors and moderators do shows on boards that are open, as what other curators do."""

from typing import Any

import pytest
from django.test import Client

from curation import actions
from curation.models import Theme
from curation.queries.moves import LOOKED
from ideas import actions as ideas
from ideas.models import Campaign, Event, Idea
from people.models import User
from tests import factories
from tests.curation.browsing import HTMX, url

pytestmark = pytest.mark.django_db


def looked(client: Client, campaign: Campaign, since: object) -> Any:
    return client.get(url("changes", campaign.slug), {"since": since}, **HTMX)


def plain(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("where", ["inbox", "theme"])
def test_what_its_author_takes_back_leaves_the_screens_that_are_open(
    where: str, curator: Client, ada: User, mod: User, campaign: Campaign, theme: Theme, idea: Idea
) -> None:
    if where == "theme":
        actions.place(by=mod, theme=theme, ideas=[idea])
    board = curator.get(url("board", campaign.slug)).context["board"]
    ideas.withdraw(by=ada, idea=factories.fresh(idea))

    html = plain(looked(curator, campaign, board.newest))

    assert f'hx-swap-oob="delete:#tile-{idea.pk}"' in html
    assert idea.title not in html
    assert ('data-count="0"' in html) == (where == "theme")


def test_what_a_moderator_hides_or_shows_goes_and_comes(
    curator: Client, bo: User, mod: User, campaign: Campaign, idea: Idea
) -> None:
    case = ideas.flag(by=bo, idea=idea, why="hurtful")
    first = curator.get(url("board", campaign.slug)).context["board"].newest
    ideas.decide(by=mod, case=case, outcome="hidden", reason="It hurts.")

    gone = looked(curator, campaign, first)
    ideas.show_again(by=mod, case=case)
    back = looked(curator, campaign, gone.context["changed"].newest)

    assert f'hx-swap-oob="delete:#tile-{idea.pk}"' in plain(gone)
    assert idea.title not in plain(gone)
    assert '<ol hx-swap-oob="afterbegin:#tiles-0">' in plain(back)
    assert looked(curator, campaign, back.context["changed"].newest).status_code == 204


def test_what_happens_in_other_campaigns_is_told_on_no_board_and_looked_at_once(
    curator: Client, ada: User, campaign: Campaign, idea: Idea
) -> None:
    stranger = factories.idea(ada, factories.campaign())
    seen = curator.get(url("board", campaign.slug)).context["board"].newest
    Event.objects.bulk_create(Event(idea=stranger, kind="withdrawn") for _ in range(LOOKED + 1))

    first = looked(curator, campaign, seen)
    then = looked(curator, campaign, first.context["changed"].newest)

    assert "delete:#tile" not in plain(first)
    assert then.status_code == 204
