"""Sharing an idea, as a browser without JavaScript does it."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ideas import actions
from ideas.models import Campaign, Idea
from ideas.qr import code_of
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
        receipt = "A curator reads it within 5 working days, by"

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

    def test_a_held_idea_is_confirmed_as_what_it_is(
        self, signed_in: Any, ada: User, bo: User, campaign: Campaign
    ) -> None:
        response = signed_in(ada).post(share(campaign), {"title": "Ask Mr Miller"}, follow=True)

        assert "A curator reads it before colleagues see it, because it seems to name a person" in response.text
        assert "Colleagues can see it now" not in response.text
        held = detail(Idea.objects.get())
        assert "It may name a person, so a moderator reads it before colleagues do." in signed_in(ada).get(held).text
        assert signed_in(bo).get(held).status_code == 404

    def test_a_site_with_one_language_asks_for_none(
        self, signed_in: Any, ada: User, campaign: Campaign, settings: Any
    ) -> None:
        settings.LANGUAGES = [("en", "English")]

        html = signed_in(ada).get(share(campaign)).text
        signed_in(ada).post(share(campaign), {"title": "A"})

        assert 'name="language"' not in html
        assert Idea.objects.get().language == "en"

    def test_a_stranger_signs_in_first_and_comes_back(self, client: Client, campaign: Campaign) -> None:
        assert client.get(share(campaign)).url == f"{reverse('account_login')}?next={share(campaign)}"

    def test_similar_ideas_can_be_supported_instead(
        self, signed_in: Any, ada: User, bo: User, campaign: Campaign
    ) -> None:
        said = factories.idea(ada, campaign, "Put the return label in the parcel")
        url = reverse("ideas:similar", args=[campaign.slug])

        html = signed_in(bo).post(url, {"title": "a label for every return"}, headers={"HX-Request": "true"}).text

        assert said.title in html
        assert reverse("votes:cast", args=[said.pk]) in html
        assert signed_in(bo).post(url, {"title": "zz"}, headers={"HX-Request": "true"}).text.strip() == ""


class TestKeeping:
    """What somebody types whose session has ended."""

    TYPED = {"title": "Call <b>before</b> we come", "today": "Nobody calls.", "shown": "anonymous", "barrier": "tools"}

    def test_it_is_there_after_signing_in_once(self, client: Client, ada: User, campaign: Campaign) -> None:
        sent = client.post(share(campaign), self.TYPED)
        client.force_login(ada)

        html = client.get(share(campaign)).text

        assert sent.url == f"{reverse('account_login')}?next={share(campaign)}"
        assert 'value="Call &lt;b&gt;before&lt;/b&gt; we come"' in html
        assert "Nobody calls." in html
        assert "what you typed is still here" in html
        assert re.search(r'value="anonymous"\s+id="\w+"\s+checked', html)
        assert "Nobody calls." not in client.get(share(campaign)).text

    def test_it_waits_in_the_browser_alone(self, client: Client, campaign: Campaign) -> None:
        client.post(share(campaign), self.TYPED)

        kept = client.cookies["cocreate-kept"]
        assert (kept["httponly"], kept["samesite"], kept["max-age"]) == (True, "Lax", 900)
        assert not Session.objects.exists()

    def test_it_is_for_this_page_alone_and_not_for_long(
        self, client: Client, ada: User, campaign: Campaign, idea: Idea
    ) -> None:
        client.post(share(campaign), self.TYPED)
        client.force_login(ada)

        assert "Nobody calls." not in client.get(share(factories.campaign())).text
        assert "Nobody calls." not in client.get(reverse("ideas:edit", args=[idea.pk])).text
        client.cookies["cocreate-kept"] = "forged"
        assert client.get(share(campaign)).status_code == 200
        with time_machine.travel(timezone.now() - timedelta(minutes=16)):
            client.logout()
            client.post(share(campaign), self.TYPED)
        client.force_login(ada)
        assert "Nobody calls." not in client.get(share(campaign)).text

    def test_what_is_too_long_to_wait_is_shown_to_be_sent_again(self, client: Client, campaign: Campaign) -> None:
        long = " ".join(str(number) for number in range(3000))

        response = client.post(share(campaign), {"title": "Call first", "today": long})

        assert response.status_code == 403
        assert long in response.text
        assert f"{reverse('account_login')}?next={share(campaign)}" in response.text

    def test_an_empty_form_leaves_nothing(self, client: Client, campaign: Campaign) -> None:
        client.post(share(campaign), {"title": " "})

        assert "cocreate-kept" not in client.cookies


class TestPoster:
    def test_its_code_leads_to_the_form(self, signed_in: Any, mod: User, campaign: Campaign, settings: Any) -> None:
        html = signed_in(mod).get(reverse("ideas:poster", args=[campaign.slug])).text

        address = f"{settings.BASE_URL}{share(campaign)}"
        assert address in html
        assert code_of(address).path in html

    def test_only_who_runs_the_campaign_is_offered_it(
        self, signed_in: Any, mod: User, bo: User, campaign: Campaign
    ) -> None:
        poster = reverse("ideas:poster", args=[campaign.slug])

        assert poster in signed_in(mod).get(page(campaign)).text
        assert poster not in signed_in(bo).get(page(campaign)).text


def test_named_ideas_have_their_author_s_language_and_anonymous_ones_none(
    signed_in: Any, ada: User, campaign: Campaign
) -> None:
    for title, extra in (("A", {}), ("B", {"shown": "anonymous"}), ("C", {"shown": "anonymous", "language": "de"})):
        signed_in(ada).post(share(campaign), {"title": title, **extra})

    said = dict(Idea.objects.values_list("title", "language"))
    assert said == {"A": "en", "B": "und", "C": "de"}
