"""Sharing an idea, as a browser without JavaScript does it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ideas import actions
from ideas.models import Campaign, Idea
from people.models import User
from tests import factories
from tests.ideas.views import detail, page, share


class TestSharing:
    def test_one_line_is_enough(self, signed_in: Any, bo: User, campaign: Campaign) -> None:
        response = signed_in(bo).post(share(campaign), {"title": "Print the label"})

        idea = Idea.objects.get()
        assert response.url == f"{detail(idea)}?shared=1"
        assert (idea.title, idea.author, idea.job_title) == ("Print the label", bo, bo.job_title)

    def test_what_was_shared_is_confirmed_with_what_happens_next(
        self, signed_in: Any, ada: User, bo: User, idea: Idea
    ) -> None:
        receipt = "You can change it until somebody votes"

        assert receipt in signed_in(ada).get(f"{detail(idea)}?shared=1").text
        assert receipt not in signed_in(bo).get(f"{detail(idea)}?shared=1").text

    @pytest.mark.parametrize("title", ["", "   ", "\u200b", "x" * 141, "a" + "\u0301" * 500])
    def test_a_title_that_does_not_fit_is_400_and_nothing_typed_is_lost(
        self, signed_in: Any, bo: User, campaign: Campaign, title: str
    ) -> None:
        response = signed_in(bo).post(share(campaign), {"title": title, "today": "Nobody calls."})

        assert response.status_code == 400
        assert "Nobody calls." in response.text
        assert "autofocus" in response.text
        assert not Idea.objects.exists()

    def test_a_closed_campaign_refuses_and_keeps_the_text(self, signed_in: Any, bo: User) -> None:
        closed = factories.campaign("curate")

        response = signed_in(bo).post(share(closed), {"title": "Too late", "today": "Nobody calls."})

        assert response.status_code == 409
        assert "stopped listening" in response.text
        assert "Nobody calls." in response.text

    def test_a_closed_campaign_says_so_before_anything_is_typed(self, signed_in: Any, bo: User) -> None:
        html = signed_in(bo).get(share(factories.campaign("curate"))).text

        assert "stopped listening" in html
        assert "id_title" not in html

    def test_a_curator_outside_the_audience_is_refused(self, signed_in: Any, mod: User, company: Any) -> None:
        campaign = factories.campaign(audience=(company.south,))

        assert signed_in(mod).post(share(campaign), {"title": "Mine"}).status_code == 403

    def test_an_anonymous_idea_shows_neither_name_nor_role_nor_unit(
        self, signed_in: Any, ada: User, bo: User, campaign: Campaign
    ) -> None:
        ada.job_title = "Only baker here"
        ada.save()
        signed_in(ada).post(share(campaign), {"title": "Bake at noon", "shown": "anonymous"})

        html = signed_in(bo).get(detail(Idea.objects.get())).text

        assert "A colleague" in html
        assert not [words for words in (ada.display_name, ada.job_title, str(ada.unit)) if words in html]

    def test_names_are_never_shown(self, signed_in: Any, bo: User, company: Any, campaign: Campaign) -> None:
        writer = factories.person("Zebedee Quill", company.mill_lane)
        idea = factories.idea(writer, campaign)
        actions.comment(by=writer, idea=idea, text="I saw it twice.")

        for url in (detail(idea), page(campaign)):
            assert "Zebedee" not in signed_in(bo).get(url).text

    def test_what_is_said_about_storage_is_what_is_stored(self, signed_in: Any, ada: User, campaign: Campaign) -> None:
        html = signed_in(ada).get(share(campaign)).text
        signed_in(ada).post(share(campaign), {"title": "Bake at noon", "shown": "anonymous"})

        idea = Idea.objects.get()
        assert "your account and your role are not stored with the idea" in html
        assert (idea.author, idea.job_title, len(idea.author_key)) == (None, "", 16)
        assert "only if it has 10 people or more" in html
        assert idea.unit is None

    def test_a_campaign_that_wants_roles_refuses_an_anonymous_idea(self, signed_in: Any, bo: User) -> None:
        campaign = factories.campaign(anonymous_allowed=False)

        response = signed_in(bo).post(share(campaign), {"title": "Mine", "shown": "anonymous"})

        assert response.status_code == 409
        assert not Idea.objects.exists()

    def test_a_stranger_signs_in_first_and_comes_back(self, client: Client, campaign: Campaign) -> None:
        assert client.get(share(campaign)).url == f"{reverse('account_login')}?next={share(campaign)}"

    def test_similar_ideas_can_be_supported_instead(
        self, signed_in: Any, ada: User, bo: User, campaign: Campaign
    ) -> None:
        said = factories.idea(ada, campaign, "Put the return label in the parcel")
        url = reverse("ideas:similar", args=[campaign.slug])

        html = signed_in(bo).get(url, {"text": "a label for every return"}).text

        assert said.title in html
        assert reverse("votes:cast", args=[said.pk]) in html
        assert signed_in(bo).get(url, {"text": "of it"}).text.strip() == ""
