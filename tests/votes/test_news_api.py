"""News in the API."""

from collections.abc import Callable

import pytest
from django.test import Client

from ideas.actions.events import happened
from ideas.models import Event, Idea
from people.models import User

pytestmark = pytest.mark.django_db
Crowd = Callable[..., list[User]]
Kind = Event.Kind
AUTHORS = {"asked", "hidden", "shown", "placed"}


class TestTheApi:
    """The same for programs."""

    def test_news_come_in_pages_with_a_cursor(self, ada: User, idea: Idea, client: Client) -> None:
        client.force_login(ada)
        for _time in range(3):
            happened(idea, Kind.LEADER)

        first = client.get("/api/v1/me/news/?page_size=2").json()
        second = client.get(first["next"]).json()

        assert [len(page["results"]) for page in (first, second)] == [2, 1]
        assert first["results"][0] | {"id": 0, "at": ""} == {
            "id": 0,
            "kind": "leader",
            "why": "author",
            "idea": idea.pk,
            "title": idea.title,
            "detail": "A leader joined the talk about it.",
            "at": "",
            "new": True,
        }

    def test_they_are_marked_as_read(self, ada: User, idea: Idea, client: Client) -> None:
        client.force_login(ada)
        event = happened(idea, Kind.LEADER)

        answer = client.post("/api/v1/me/news/seen/", {}, content_type="application/json")

        assert answer.json() == {"until": event.pk}
        assert not client.get("/api/v1/me/news/").json()["results"][0]["new"]
