"""The list of campaigns, and the page of one."""

import re
from typing import Any

import pytest
from django.urls import reverse

from ideas.models import Campaign, Idea, JourneyStage
from people.models import User
from tests import factories
from tests.ideas.views import HTMX, page, share

QUERIES = 12


def titles(html: str) -> list[str]:
    return re.findall(r"<h3 [^>]*>\s*<a [^>]*><bdi>(.*?)</bdi>", html)


class TestCampaigns:
    def test_those_that_listen_come_first(self, signed_in: Any, bo: User, campaign: Campaign) -> None:
        factories.campaign("planned", question="What comes later?")
        factories.campaign("shape", question="What came before?")

        html = signed_in(bo).get(reverse("ideas:campaigns")).text

        places = [html.index(words) for words in ("What would make", "What comes later?", "What came before?")]
        assert places == sorted(places)

    def test_nobody_is_shown_a_question_that_was_put_to_others(self, signed_in: Any, bo: User, company: Any) -> None:
        factories.campaign(audience=(company.south,), question="For the south only?")

        assert "For the south only?" not in signed_in(bo).get(reverse("ideas:campaigns")).text

    def test_an_empty_list_says_what_will_be_there(self, signed_in: Any, bo: User) -> None:
        assert "No campaign asks you yet" in signed_in(bo).get(reverse("ideas:campaigns")).text

    def test_sharing_leads_to_the_only_campaign_that_listens(
        self, signed_in: Any, bo: User, campaign: Campaign
    ) -> None:
        assert signed_in(bo).get(reverse("ideas:share")).url == share(campaign)

    def test_sharing_leaves_the_choice_between_several(self, signed_in: Any, bo: User, campaign: Campaign) -> None:
        other = factories.campaign()

        html = signed_in(bo).get(reverse("ideas:share")).text

        assert share(campaign) in html
        assert share(other) in html


class TestCampaign:
    def test_a_page_costs_the_same_with_one_idea_and_with_twenty(
        self, signed_in: Any, ada: User, bo: User, campaign: Campaign, django_assert_num_queries: Any
    ) -> None:
        factories.idea(ada, campaign)
        bo_reads = signed_in(bo)
        with django_assert_num_queries(QUERIES):
            bo_reads.get(page(campaign))
        for _ in range(19):
            factories.idea(ada, campaign)

        with django_assert_num_queries(QUERIES):
            html = bo_reads.get(page(campaign)).text

        assert len(titles(html)) == 20

    def test_pages_together_show_every_idea_once(self, signed_in: Any, ada: User, bo: User, campaign: Campaign) -> None:
        made = [factories.idea(ada, campaign).title for _ in range(45)]
        seen: list[str] = []
        url: str | None = page(campaign, order="new")

        while url:
            html = signed_in(bo).get(url).text
            seen += titles(html)
            more = re.search(r'class="cc-more">\s*<a [^>]*href="([^"]+)"', html)
            url = more[1].replace("&amp;", "&") if more else None

        assert seen == made[::-1]

    def test_htmx_gets_rows_alone(self, signed_in: Any, bo: User, campaign: Campaign, idea: Idea) -> None:
        html = signed_in(bo).get(page(campaign), headers=HTMX).text

        assert titles(html) == [idea.title]
        assert "<html" not in html

    @pytest.mark.parametrize(
        "asked", [{"order": "author"}, {"stage": "999"}, {"stage": "x"}, {"after": "x"}, {"q": "a\x00b"}]
    )
    def test_an_order_filter_or_cursor_that_is_not_ours_is_400(
        self, signed_in: Any, bo: User, campaign: Campaign, asked: dict[str, str]
    ) -> None:
        assert signed_in(bo).get(page(campaign, **asked)).status_code == 400

    def test_a_closed_campaign_opens_with_what_most_supported(
        self, signed_in: Any, bo: User, campaign: Campaign
    ) -> None:
        assert "For you" in signed_in(bo).get(page(campaign)).text

        closed = signed_in(bo).get(page(factories.set_step(campaign, "shape"))).text

        assert "For you" not in closed
        assert re.search(r'aria-current="page"[^>]*>Top<', closed)

    def test_a_cursor_of_another_order_is_400(self, signed_in: Any, ada: User, bo: User, campaign: Campaign) -> None:
        for _ in range(21):
            factories.idea(ada, campaign)
        cursor = re.search(r"after=([^\"&]+)", signed_in(bo).get(page(campaign, order="new")).text)
        assert cursor is not None

        response = signed_in(bo).get(f"{page(campaign, order='top')}&after={cursor[1]}")

        assert response.status_code == 400

    def test_ideas_are_found_by_word_and_stage(self, signed_in: Any, ada: User, bo: User, campaign: Campaign) -> None:
        stage = JourneyStage.objects.create(name="Receive")
        found = factories.idea(ada, campaign, "Label in the parcel", stage=stage)
        factories.idea(ada, campaign, "Label on the shelf")
        factories.idea(ada, campaign, "Call first", stage=stage)

        assert titles(signed_in(bo).get(page(campaign, q="label", stage=stage.pk)).text) == [found.title]

    @pytest.mark.parametrize("word", ["None", "", "label"])
    def test_nobody_finds_the_word_of_another_in_the_search_field(
        self, word: str, signed_in: Any, ada: User, bo: User, campaign: Campaign, settings: Any
    ) -> None:
        memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": f"search for {word}"}
        settings.CACHES = {**settings.CACHES, "template_fragments": memory}
        signed_in(ada).get(page(campaign, q=word))

        html = signed_in(bo).get(page(campaign)).text

        assert re.findall(r'<input[^>]*name="q"[^>]*value="([^"]+)"', html) == []

    @pytest.mark.parametrize("step", factories.STEPS)
    def test_every_step_has_a_page(self, signed_in: Any, bo: User, step: str) -> None:
        assert signed_in(bo).get(page(factories.campaign(step))).status_code == 200

    def test_a_campaign_that_one_is_not_asked_in_is_404(self, signed_in: Any, bo: User, company: Any) -> None:
        other = factories.campaign(audience=(company.south,))

        assert signed_in(bo).get(page(other)).status_code == 404
        assert signed_in(bo).get(share(other)).status_code == 404

    def test_what_is_promised_are_the_campaigns_own_rules(self, signed_in: Any, bo: User) -> None:
        campaign = factories.campaign(answer_threshold=33, answer_days=9, smallest_group=7, anonymous_allowed=False)

        html = signed_in(bo).get(page(campaign)).text

        assert "33 people support, within 9 days" in html
        assert "Fewer than 7 is never shown" in html
        assert "or not at all" not in html
