"""The board over the API."""

import pytest

from curation import actions, queries
from curation.models import Placement, Theme
from ideas.models import Campaign, Idea
from people.models import User
from tests import factories
from tests.api import Api, problem

pytestmark = pytest.mark.django_db


def test_ideas_are_placed_and_the_move_is_answered(mod: User, theme: Theme, idea: Idea) -> None:
    path = f"campaigns/{idea.campaign.slug}/placements/"

    response = Api(mod).post(path, {"ideas": [idea.pk], "theme": theme.pk, "from": None})

    shown = response.json()
    assert response.status_code == 200
    assert (shown["verb"], shown["idea"], shown["mine"]) == ("place", idea.pk, True)
    assert (shown["before"], shown["after"]["places"]) == ({"places": {str(idea.pk): None}}, {str(idea.pk): theme.pk})
    assert Placement.objects.get(idea=idea).theme == theme


def test_what_is_elsewhere_is_not_placed(mod: User, theme: Theme, idea: Idea) -> None:
    second = factories.theme(mod, idea.campaign, idea)
    path = f"campaigns/{idea.campaign.slug}/placements/"

    response = Api(mod).post(path, {"ideas": [idea.pk], "theme": theme.pk, "from": None})

    assert problem(response) == (409, "elsewhere")
    assert Placement.objects.get(idea=idea).theme == second


def test_what_is_there_already_is_no_move(mod: User, theme: Theme, idea: Idea) -> None:
    actions.place(by=mod, theme=theme, ideas=[idea])

    response = Api(mod).post(f"campaigns/{idea.campaign.slug}/placements/", {"ideas": [idea.pk], "theme": theme.pk})

    assert response.status_code == 204


@pytest.mark.parametrize(
    "wrong", [{"ideas": []}, {"ideas": [999999]}, {"ideas": "1"}, {"theme": 999999}, {"theme": "x"}, {"from": "x"}]
)
def test_what_does_not_fit_is_refused(wrong: dict[str, object], mod: User, theme: Theme, idea: Idea) -> None:
    body = {"ideas": [idea.pk], "theme": theme.pk, **wrong}

    assert Api(mod).post(f"campaigns/{idea.campaign.slug}/placements/", body).status_code == 400
    assert not Placement.objects.exists()


def test_moves_are_listed_and_undone(mod: User, theme: Theme, idea: Idea) -> None:
    actions.place(by=mod, theme=theme, ideas=[idea])
    path = f"campaigns/{idea.campaign.slug}/moves/"

    undone = Api(mod).post(f"{path}undo/")
    listed = Api(mod).get(path).json()["results"]

    assert undone.json()["undone_at"] is not None
    assert [(row["verb"], row["undone_at"] is None) for row in listed] == [("place", False), ("start", True)]
    assert listed[0]["said_by"] == "Experience manager · Harbour"
    assert not Placement.objects.exists()


def test_with_nothing_to_undo_that_is_the_answer(mod: User, campaign: Campaign) -> None:
    assert problem(Api(mod).post(f"campaigns/{campaign.slug}/moves/undo/")) == (409, "nothing_to_undo")


@pytest.mark.parametrize(("order", "first"), [("oldest", 0), ("newest", 1)])
def test_what_waits_is_listed(order: str, first: int, mod: User, ada: User, campaign: Campaign) -> None:
    ideas = [factories.idea(ada, campaign) for _ in range(2)]

    shown = Api(mod).get(f"campaigns/{campaign.slug}/inbox/?order={order}").json()["results"]

    assert shown[0]["id"] == ideas[first].pk
    assert len(shown) == 2


def test_a_theme_is_split(mod: User, theme: Theme, idea: Idea) -> None:
    actions.place(by=mod, theme=theme, ideas=[idea])

    response = Api(mod).post(f"themes/{theme.pk}/split/", {"title": "Something else", "ideas": [idea.pk]})

    assert response.status_code == 201
    assert (response.json()["title"], response.json()["idea_count"]) == ("Something else", 1)


def test_a_theme_is_shifted(mod: User, theme: Theme) -> None:
    second = factories.theme(mod, theme.campaign)

    assert Api(mod).post(f"themes/{second.pk}/shift/", {"places": -1}).status_code == 200
    assert queries.order_of(theme.campaign) == [second.pk, theme.pk]
