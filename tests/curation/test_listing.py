"""The list that programs read most is one query, and says what the slower way says."""

import base64
from collections.abc import Callable
from typing import Any

import pytest

from core import prepared
from curation import queries
from curation.api.ideas import IdeaEndpoint
from curation.serializers import IdeaDocument, listed_document
from ideas.models import Campaign, Idea
from ideas.queries import Order, listed
from people.models import User
from tests import factories
from tests.api import Api
from votes.actions import cast, place_released

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(campaign: Campaign, ada: User, bo: User, mod: User, crowd: Callable[..., list[User]]) -> list[Idea]:
    """Ideas named and anonymous, voted on by few and by many, by the reader and by others, in a theme and in none."""
    made = [factories.idea(ada, campaign) for _ in range(3)]
    made += [factories.idea(bo, campaign, anonymous=True), factories.idea(bo, campaign)]
    made += [factories.idea(ada, campaign, anonymous=True)]
    people = crowd(12)
    for place, idea in enumerate(made):
        for turn, voter in enumerate(people[: 3 * place]):
            cast(by=voter, idea=idea, choice=("support", "object", "support", "pass")[turn % 4])
    cast(by=bo, idea=made[2], choice="object")
    factories.theme(mod, campaign, made[1], made[4])
    place_released(campaign=campaign)
    return made


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize("step", ["listen", "curate"])
def test_every_document_is_the_one_that_the_serializer_makes(
    talk: list[Idea], campaign: Campaign, bo: User, order: Order, step: str
) -> None:
    factories.set_step(campaign, step)

    page = queries.listed_page(bo, campaign, order=order, cursor="", size=20)

    slow = list(listed(bo, campaign, order=order))
    beside: dict[str, Any] = IdeaEndpoint(request=type("Asked", (), {"user": bo})).beside(slow)
    expected = [dict(IdeaDocument(idea, context={"viewer": bo, **beside}).data) for idea in slow]
    assert [listed_document(row, campaign) for row in page.rows] == expected
    assert len(expected) == 6


def test_pages_go_on_and_back(talk: list[Idea], campaign: Campaign, bo: User) -> None:
    first = queries.listed_page(bo, campaign, order=Order.NEW, cursor="", size=4)
    second = queries.listed_page(bo, campaign, order=Order.NEW, cursor=first.next, size=4)
    again = queries.listed_page(bo, campaign, order=Order.NEW, cursor=second.previous, size=4)

    expected = [idea.pk for idea in listed(bo, campaign, order=Order.NEW)]
    assert [row.row.id for row in [*first.rows, *second.rows]] == expected
    assert [row.row.id for row in again.rows] == [row.row.id for row in first.rows]
    assert (first.previous, second.next) == ("", "")


def test_the_list_costs_three_questions_however_long(
    talk: list[Idea], campaign: Campaign, bo: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    ask = prepared._Compiled._ask
    monkeypatch.setattr(prepared._Compiled, "_ask", lambda self, sent: asked.append(self.text) or ask(self, sent))

    response = Api(bo).get(f"campaigns/{campaign.slug}/ideas/?order=new")

    assert len(response.json()["results"]) == 6
    assert len(asked) == 3  # whose token it is, the campaign, and its ideas


def test_a_cursor_tells_nobody_how_an_idea_is_ranked(talk: list[Idea], campaign: Campaign, bo: User) -> None:
    page = queries.listed_page(bo, campaign, order=Order.TOP, cursor="", size=1)
    rank = Idea.objects.get(pk=page.rows[0].row.id).rank_top

    read = base64.urlsafe_b64decode(page.next + "===")

    assert str(rank).encode() not in read
    assert b"rank_top" not in read
    assert queries.listed_page(bo, campaign, order=Order.TOP, cursor=page.next, size=1).rows
