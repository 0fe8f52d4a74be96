"""Earlier words, what happened, and images over the API."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ideas import actions
from ideas.actions.events import happened
from ideas.images import LARGEST_FILE
from ideas.models import Attachment, Campaign, Idea
from people.models import User
from tests import factories
from tests.api import Api, problem
from tests.pictures import claim, photo, picture

pytestmark = pytest.mark.django_db


def attach(by: User, idea: Idea, content: bytes, **extra: Any) -> Any:
    data = {"image": SimpleUploadedFile("photo.jpg", content, "image/jpeg"), "alt": "The shelf"}
    return Api(by).post(f"ideas/{idea.pk}/images/", data, format="multipart", **extra)


def test_earlier_words_are_listed(ada: User, bo: User, idea: Idea) -> None:
    actions.mark_voted_on(idea)
    Api(ada).patch(f"ideas/{idea.pk}/", {"title": "Call back the same hour"})

    rows = Api(bo).get(f"ideas/{idea.pk}/revisions/").json()["results"]

    assert [(row["number"], row["title"]) for row in rows] == [(0, "Call back the same day")]
    assert Api(bo).get(f"ideas/{idea.pk}/").json()["revision"] == 1


def test_a_stale_version_is_409(ada: User, idea: Idea) -> None:
    api, path = Api(ada), f"ideas/{idea.pk}/"
    seen = api.get(path).json()["version"]
    api.patch(path, {"title": "From the phone", "version": seen})

    response = api.patch(path, {"title": "From the desk", "version": seen})

    assert problem(response) == (409, "changed_meanwhile")
    assert response.json()["version"] == api.get(path).json()["version"]


def test_what_happened_is_told_without_words(ada: User, mod: User, bo: User, idea: Idea) -> None:
    actions.set_status(by=mod, idea=idea, status="declined", reason="Too dear")
    happened(idea, "hidden", case=1)

    rows = Api(bo).get(f"ideas/{idea.pk}/events/").json()["results"]

    assert [(row["kind"], row["about"]) for row in rows] == [("status", {"status": "declined"})]
    assert [row["kind"] for row in Api(ada).get(f"ideas/{idea.pk}/events/").json()["results"]] == ["hidden", "status"]


def test_a_held_idea_is_saved_and_says_so(ada: User, bo: User, campaign: Campaign) -> None:
    made = Api(ada).post(f"campaigns/{campaign.slug}/ideas/", {"title": "Ask Mr Miller"})

    assert (made.status_code, made.json()["hidden"]) == (201, True)
    assert problem(Api(bo).get(f"ideas/{made.json()['id']}/")) == (404, "not_found")
    assert Api(ada).get(f"ideas/{made.json()['id']}/").status_code == 200
    assert problem(Api(bo).put(f"ideas/{made.json()['id']}/vote/", {"choice": "support"})) == (404, "not_found")
    assert Api(bo).get(f"campaigns/{campaign.slug}/ideas/").json()["results"] == []


def test_no_curator_votes_on_what_waits_for_one(ada: User, mod: User, campaign: Campaign) -> None:
    made = Api(ada).post(f"campaigns/{campaign.slug}/ideas/", {"title": "Ask Mr Miller"})

    response = Api(mod).put(f"ideas/{made.json()['id']}/vote/", {"choice": "support"})

    assert problem(response) == (409, "hidden")


def test_a_withdrawn_idea_is_410_with_the_date(ada: User, bo: User, idea: Idea) -> None:
    Api(ada).delete(f"ideas/{idea.pk}/")

    response = Api(bo).get(f"ideas/{idea.pk}/")

    assert problem(response) == (410, "withdrawn")
    assert response.json()["date"]
    assert idea.title not in response.content.decode()


def test_the_language_is_kept_when_it_is_said(ada: User, campaign: Campaign) -> None:
    path = f"campaigns/{campaign.slug}/ideas/"

    said = Api(ada).post(path, {"title": "Früher anrufen", "language": "de", "anonymous": True})
    unsaid = Api(ada).post(path, {"title": "Call sooner", "anonymous": True})

    assert (said.json()["language"], unsaid.json()["language"]) == ("de", "und")
    assert problem(Api(ada).post(path, {"title": "Call", "language": "xx"})) == (400, "invalid_choice")


class TestImages:
    def test_an_image_is_put_shown_and_removed(self, ada: User, bo: User, idea: Idea) -> None:
        made = attach(ada, idea, photo())
        listed = Api(bo).get(f"ideas/{idea.pk}/images/").json()["results"]
        content = Api(bo).get(made.json()["content"])

        assert (made.status_code, made.json()["alt"], made.json()["width"]) == (201, "The shelf", 48)
        assert listed == [made.json()]
        assert (content.headers["Content-Type"], content.content[:4]) == ("image/webp", b"RIFF")
        assert Api(ada).delete(f"images/{made.json()['id']}/").status_code == 204
        assert not Attachment.objects.exists()

    @pytest.mark.parametrize(
        ("content", "answer"),
        [
            (b"<svg onload='alert(1)'/>", (400, "not_an_image")),
            (b"<!doctype html>", (400, "not_an_image")),
            (picture()[:-300], (400, "not_an_image")),
            (claim(50_000, 50_000), (400, "too_many_pixels")),
            (picture() + b"\0" * LARGEST_FILE, (413, "too_large")),
            (b"\0" * 30 * 1024 * 1024, (413, "too_large")),
        ],
    )
    def test_what_is_no_image_is_refused(self, ada: User, idea: Idea, content: bytes, answer: tuple[int, str]) -> None:
        assert problem(attach(ada, idea, content)) == answer
        assert not Attachment.objects.exists()

    def test_only_its_author_may(self, ada: User, bo: User, idea: Idea) -> None:
        made = attach(ada, idea, photo())

        assert problem(attach(bo, idea, photo())) == (404, "not_found")
        assert problem(Api(bo).delete(f"images/{made.json()['id']}/")) == (404, "not_found")

    def test_only_a_form_with_a_file_is_read(self, ada: User, idea: Idea) -> None:
        assert problem(Api(ada).post(f"ideas/{idea.pk}/images/", {"image": "x"})) == (415, "unsupported_media_type")
        response = Api(ada).post(f"ideas/{idea.pk}/images/", {"image": "x", "author": "me"}, format="multipart")
        assert problem(response) == (400, "unknown_field")

    def test_the_same_key_puts_it_once(self, ada: User, idea: Idea) -> None:
        first, again = (attach(ada, idea, photo(), HTTP_IDEMPOTENCY_KEY="one") for _ in range(2))
        other = attach(ada, idea, picture(), HTTP_IDEMPOTENCY_KEY="one")

        assert again.json() == first.json()
        assert Attachment.objects.count() == 1
        assert other.status_code == 422


def test_a_closed_campaign_keeps_its_images(ada: User, idea: Idea) -> None:
    made = attach(ada, idea, photo())
    factories.set_step(idea.campaign, "shape")

    assert problem(Api(ada).delete(f"images/{made.json()['id']}/")) == (409, "campaign_closed")
