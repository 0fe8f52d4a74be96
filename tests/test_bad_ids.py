"""What a number gets that is too large for the id of a row, in every address and form that takes one: never 5xx."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from core.ids import LARGEST_ID, is_id
from ideas.models import Campaign, Idea
from people.models import User
from tests import factories
from tests.test_permissions import routes

pytestmark = pytest.mark.django_db
NUMBERS = [LARGEST_ID + 1, 10**30]
NUMBERED = {"pk", "number"}
NOWHERE = {302, 400, 404, 405}  # 302: a notice that is gone leads to the list; 400: nothing was sent along


@pytest.fixture
def place(eve: User, mod: User, campaign: Campaign, idea: Idea) -> SimpleNamespace:
    """The addresses of what forms write to."""
    priority = factories.priority(eve, factories.strategy(eve, campaign))
    slug = priority.strategy.slug
    return SimpleNamespace(
        idea=idea,
        strategy=slug,
        routes={
            "ideas:campaign": [campaign.slug],
            "ideas:submit": [campaign.slug],
            "ideas:edit": [idea.pk],
            "curation:board": [campaign.slug],
            "curation:place": [campaign.slug],
            "strategy:studios": [],
            "strategy:studio": [slug],
            "strategy:add_priority": [slug],
            "strategy:priority": [slug, priority.pk],
            "strategy:ground": [slug, priority.pk],
            "strategy:promise": [slug],
        },
    )


@pytest.mark.parametrize(
    ("text", "answer"),
    [("1", True), (7, True), (str(LARGEST_ID), True), *((number, False) for number in NUMBERS)]
    + [(text, False) for text in ("", "-1", "1.5", "x", "\x00", "²", " 1", "9" * 5000)],
)
def test_an_id_is_a_number_that_a_column_holds(text: object, answer: bool) -> None:
    assert is_id(text) is answer


@pytest.mark.parametrize(
    ("who", "method", "name", "data"),
    [
        ("ada", "get", "ideas:campaign", {"stage": "{}"}),
        ("ada", "post", "ideas:submit", {"title": "Call back", "stage": "{}"}),
        ("ada", "post", "ideas:edit", {"title": "Call back", "stage": "{}"}),
        ("mod", "get", "curation:board", {"since": "{}"}),
        ("mod", "post", "curation:place", {"idea": "{}", "theme": ""}),
        ("mod", "post", "curation:place", {"idea": "{idea}", "theme": "{}"}),
        ("mod", "post", "curation:place", {"idea": "{idea}", "theme": "", "stay": "{}"}),
        ("eve", "post", "strategy:studios", {"title": "Time", "campaigns": "{}"}),
        ("eve", "post", "strategy:studio", {"title": "Time", "campaigns": "{}"}),
        ("eve", "post", "strategy:add_priority", {"title": "Call back", "theme": "{}"}),
        ("eve", "post", "strategy:priority", {"title": "Call back", "sponsor": "{}"}),
        ("eve", "post", "strategy:ground", {"themes": "{}"}),
        ("eve", "post", "strategy:ground", {"ideas": "{}"}),
        ("eve", "post", "strategy:promise", {"promise": "I call", "due_on": "2099-01-01", "priority": "{}"}),
    ],
)
@pytest.mark.parametrize("number", NUMBERS)
def test_a_form_refuses_a_number_that_is_too_large(
    request: pytest.FixtureRequest,
    place: SimpleNamespace,
    who: str,
    method: str,
    name: str,
    data: dict[str, Any],
    number: int,
) -> None:
    client = Client()
    client.force_login(request.getfixturevalue(who))
    said = {field: text.format(number, idea=place.idea.pk) for field, text in data.items()}

    response = getattr(client, method)(reverse(name, args=place.routes[name]), said)

    assert response.status_code == 400


@pytest.mark.parametrize("who", ["ada", "mod", "eve"])
@pytest.mark.parametrize("number", NUMBERS)
def test_nothing_is_at_an_address_with_a_number_that_is_too_large(
    request: pytest.FixtureRequest, place: SimpleNamespace, who: str, number: int
) -> None:
    client = Client()
    client.force_login(request.getfixturevalue(who))

    answers = {
        (address, method): getattr(client, method)(address).status_code
        for address in numbered_addresses(place, number)
        for method in ("get", "post", "put", "patch", "delete")
    }

    assert len(answers) > 50
    assert {key: status for key, status in answers.items() if status not in NOWHERE} == {}


def numbered_addresses(place: SimpleNamespace, number: int) -> list[str]:
    """Every address that names a row by its number."""
    found = []
    for name, arguments in routes().items():
        if NUMBERED & set(arguments):
            slug = place.strategy if name.startswith("strategy") else place.idea.campaign.slug
            given = {argument: number if argument in NUMBERED else slug for argument in arguments}
            try:
                found.append(reverse(name, kwargs=given))
            except NoReverseMatch:  # an address of a library, whose arguments are other things
                continue
    return found
