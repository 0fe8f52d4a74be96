"""Changing one's own idea and its images, as a browser without JavaScript does it."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ideas import actions
from ideas.images import LARGEST_FILE, redraw
from ideas.models import Attachment, Campaign, Idea
from people.models import User
from tests import factories
from tests.ideas.views import detail, share
from tests.pictures import claim, photo, picture

pytestmark = pytest.mark.django_db


def at(name: str, *args: object) -> str:
    return reverse(f"ideas:{name}", args=args)


def file(content: bytes, name: str = "photo.jpg", kind: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, kind)


class TestEditing:
    def test_what_others_voted_on_is_shown_beside_what_it_says_now(
        self, signed_in: Any, ada: User, bo: User, idea: Idea
    ) -> None:
        actions.mark_voted_on(idea)
        signed_in(ada).post(at("edit", idea.pk), {"title": "Call back the same hour"})

        html = signed_in(bo).get(detail(idea)).text
        changes = signed_in(bo).get(at("changes", idea.pk)).text

        assert "Edited once," in html
        assert at("changes", idea.pk) in html
        assert re.search(r"<del><span [^>]*>taken out: </span>day<", changes)
        assert re.search(r"<ins><span [^>]*>put in: </span>hour<", changes)

    def test_an_idea_that_nobody_changed_says_so(self, signed_in: Any, bo: User, idea: Idea) -> None:
        html = signed_in(bo).get(at("changes", idea.pk)).text

        assert "Its words are those that people voted on" in html
        assert at("changes", idea.pk) not in signed_in(bo).get(detail(idea)).text

    def test_two_devices_at_once_lose_nothing(self, signed_in: Any, ada: User, idea: Idea) -> None:
        form = signed_in(ada).get(at("edit", idea.pk)).text
        version = re.search(r'name="version"\s+value="(\w+)"', form)
        assert version is not None
        actions.edit(by=ada, idea=idea, title="From the phone")

        response = signed_in(ada).post(at("edit", idea.pk), {"title": "From the desk", "version": version[1]})

        assert response.status_code == 409
        assert "From the phone" in response.text
        assert 'value="From the desk"' in response.text
        assert factories.fresh(idea).title == "From the phone"
        known = re.search(r'name="version"\s+value="(\w+)"', response.text)
        assert known is not None
        signed_in(ada).post(at("edit", idea.pk), {"title": "From the desk", "version": known[1]})
        assert factories.fresh(idea).title == "From the desk"

    def test_what_it_says_by_now_is_in_its_own_language(self, signed_in: Any, ada: User, idea: Idea) -> None:
        began = idea.version
        actions.edit(by=ada, idea=idea, title="Vom Handy", today="Heute.", better="Morgen.", language="de")

        response = signed_in(ada).post(at("edit", idea.pk), {"title": "Vom Tisch", "version": began})

        assert response.text.count('dir="auto" lang="de"') == 3

    def test_a_form_that_came_back_still_knows_what_it_began_with(self, signed_in: Any, ada: User, idea: Idea) -> None:
        began = idea.version
        actions.edit(by=ada, idea=idea, title="From the phone")

        response = signed_in(ada).post(at("edit", idea.pk), {"title": " ", "version": began})

        assert re.search(rf'name="version"\s+value="{began}"', response.text)

    def test_what_can_no_longer_change_says_so_before_anything_is_typed(
        self, signed_in: Any, ada: User, idea: Idea
    ) -> None:
        factories.set_step(idea.campaign, "shape")

        response = signed_in(ada).get(at("edit", idea.pk))

        assert response.status_code == 409
        assert "<form" not in response.text

    def test_words_typed_while_signed_out_are_there_after_signing_in(
        self, client: Client, ada: User, idea: Idea
    ) -> None:
        client.post(at("edit", idea.pk), {"title": "Typed with care", "version": idea.version})
        client.force_login(ada)

        html = client.get(at("edit", idea.pk)).text

        assert 'value="Typed with care"' in html
        assert re.search(rf'name="version"\s+value="{idea.version}"', html)


class TestWithdrawing:
    def test_who_could_not_see_it_is_told_nothing(
        self, signed_in: Any, ada: User, bo: User, company: Any, campaign: Campaign
    ) -> None:
        held = factories.idea(ada, campaign, "Ask Mr Miller")
        far = factories.person("Far", company.station)
        elsewhere = factories.idea(far, factories.campaign(audience=(company.south,)))
        actions.withdraw(by=ada, idea=held)
        actions.withdraw(by=far, idea=elsewhere)

        assert signed_in(bo).get(detail(held)).status_code == 404
        assert signed_in(bo).get(detail(elsewhere)).status_code == 404
        assert signed_in(ada).get(detail(held)).status_code == 410

    def test_an_idea_with_others_in_it_offers_no_way_back(self, signed_in: Any, ada: User, idea: Idea) -> None:
        Idea.objects.filter(pk=idea.pk).update(has_merged=True)

        html = signed_in(ada).get(detail(idea)).text

        assert at("withdraw", idea.pk) not in html
        assert "were merged into it" in html


class TestImages:
    @pytest.fixture
    def image(self, ada: User, idea: Idea) -> Attachment:
        return actions.attach(by=ada, idea=idea, image=redraw(photo()), alt="The shelf")

    def test_authors_add_and_remove_images(self, signed_in: Any, ada: User, idea: Idea) -> None:
        added = signed_in(ada).post(at("images", idea.pk), {"image": file(photo()), "alt": "The shelf"})
        image = Attachment.objects.get()

        assert added.url == at("images", idea.pk)
        assert "The shelf" in signed_in(ada).get(at("images", idea.pk)).text
        signed_in(ada).post(at("remove_image", idea.pk, image.pk))
        assert not Attachment.objects.exists()

    def test_an_image_is_shared_with_the_idea(self, signed_in: Any, ada: User, campaign: Campaign) -> None:
        data = {"title": "Mend the shelf", "image": file(photo()), "alt": "The shelf"}

        signed_in(ada).post(share(campaign), data)

        assert Attachment.objects.get().alt == "The shelf"

    def test_colleagues_see_it_under_the_idea(self, signed_in: Any, bo: User, idea: Idea, image: Attachment) -> None:
        html = signed_in(bo).get(detail(idea)).text

        assert re.search(rf'<img src="{at("image", idea.pk, image.pk)}"\s+alt="The shelf"', html)

    def test_the_file_is_an_image_that_nobody_else_may_keep(
        self, signed_in: Any, bo: User, idea: Idea, image: Attachment
    ) -> None:
        response = signed_in(bo).get(at("image", idea.pk, image.pk))

        assert response.headers["Content-Type"] == "image/webp"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Cache-Control"] == "private, max-age=31536000, immutable"
        assert response.content[:4] == b"RIFF"

    def test_it_is_seen_by_those_who_see_the_idea(
        self, client: Client, signed_in: Any, ada: User, bo: User, idea: Idea, image: Attachment
    ) -> None:
        address = at("image", idea.pk, image.pk)
        assert client.get(address).status_code == 302

        Idea.objects.filter(pk=idea.pk).update(hidden_at=idea.submitted_at)

        assert signed_in(bo).get(address).status_code == 404
        assert signed_in(ada).get(address).status_code == 200

    def test_a_file_that_is_lost_is_404(self, signed_in: Any, bo: User, idea: Idea, image: Attachment) -> None:
        image.image.storage.delete(image.image.name)

        assert signed_in(bo).get(at("image", idea.pk, image.pk)).status_code == 404

    @pytest.mark.parametrize(
        ("content", "status"),
        [
            (b"<svg onload='alert(1)'/>", 400),
            (b"<!doctype html>", 400),
            (picture()[:-300], 400),
            (claim(50_000, 50_000), 400),
            (picture() + b"\0" * LARGEST_FILE, 413),
        ],
    )
    def test_what_is_no_image_loses_nothing_that_was_typed(
        self, signed_in: Any, ada: User, campaign: Campaign, content: bytes, status: int
    ) -> None:
        data = {"title": "Mend the shelf", "today": "Nobody calls.", "image": file(content), "alt": "The shelf"}

        response = signed_in(ada).post(share(campaign), data)

        assert response.status_code == status
        assert "Nobody calls." in response.text
        assert 'value="The shelf"' in response.text
        assert not Idea.objects.exists()

    def test_what_is_put_beside_an_idea_is_held_to_the_same(self, signed_in: Any, ada: User, idea: Idea) -> None:
        for content, status in ((b"<svg/>", 400), (picture() + b"\0" * LARGEST_FILE, 413), (b"", 400)):
            response = signed_in(ada).post(at("images", idea.pk), {"image": file(content)})
            assert response.status_code == status

    def test_files_of_thirty_megabytes_are_not_even_read(self, signed_in: Any, ada: User, campaign: Campaign) -> None:
        data = {"title": "Mend the shelf", "image": file(b"\0" * 30 * 1024 * 1024)}

        assert signed_in(ada).post(share(campaign), data).status_code == 413


def test_its_address_says_that_it_was_taken_back_and_nothing_else(
    signed_in: Any, ada: User, bo: User, campaign: Campaign, idea: Idea
) -> None:
    actions.mark_voted_on(idea)
    response = signed_in(ada).post(at("withdraw", idea.pk))

    gone = signed_in(bo).get(detail(idea))

    assert response.url == reverse("ideas:campaign", args=[campaign.slug])
    assert gone.status_code == 410
    assert "Its author took this idea back on" in gone.text
    assert idea.title not in gone.text
