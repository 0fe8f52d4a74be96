from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ideas import actions, queries
from ideas.models import Campaign, Idea, JourneyStage, Share
from people.models import User
from tests import factories
from tests.api import Api

pytestmark = pytest.mark.django_db


def titles(found: Any) -> list[str]:
    return [idea.title for idea in found]


def everywhere(viewer: User, text: str, **filters: Any) -> list[str]:
    return titles(queries.everywhere(viewer, column=queries.MATCH, text=text, **filters))


class TestWords:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            pytest.param("arrival WINDOW", [0], id="all words, in any case"),
            pytest.param("arrival parcel", [], id="one word is missing"),
            pytest.param("arriv", [0], id="the beginning of a word"),
            pytest.param("customers window", [0], id="words of title and text"),
            pytest.param("rollstühle", [1], id="another letter than those of ASCII"),
            pytest.param("livraisons", [3], id="a language that the product does not speak"),
            pytest.param('"', [], id="a quotation mark alone"),
            pytest.param("window' | !(*:", [0], id="signs of the query language"),
            pytest.param("\x00", [], id="a null character"),
        ],
    )
    def test_all_of_them_are_found(self, text: str, expected: list[int], bo: User, said: list[Idea]) -> None:
        assert sorted(everywhere(bo, text)) == sorted(said[place].title for place in expected)

    @pytest.mark.postgres
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            pytest.param("waits", [0], id="inflected in English"),
            pytest.param("vergrößerte", [1], id="inflected in German"),
            pytest.param("arival windwo", [0], id="with typing errors"),
            pytest.param("the arrival", [0], id="a word that is left out of the index"),
            pytest.param("arrival a the", [0], id="and words that are not in it"),
        ],
    )
    def test_in_their_language_and_with_typing_errors(
        self, text: str, expected: list[int], bo: User, said: list[Idea]
    ) -> None:
        assert everywhere(bo, text) == [said[place].title for place in expected]

    def test_those_in_titles_come_first(self, bo: User, said: list[Idea]) -> None:
        assert everywhere(bo, "deliver") == [said[2].title, said[0].title]

    def test_changed_words_are_found_and_those_before_are_not(self, ada: User, bo: User, said: list[Idea]) -> None:
        actions.edit(by=ada, idea=said[0], title="Offer tea", better="")

        assert everywhere(bo, "window") == []
        assert everywhere(bo, "tea") == ["Offer tea"]


class TestWhatMayBeSeen:
    def test_nobody_finds_what_is_hidden_merged_or_taken_back(
        self, ada: User, bo: User, mod: User, campaign: Campaign, said: list[Idea]
    ) -> None:
        Idea.objects.filter(pk=said[0].pk).update(hidden_at=timezone.now())
        Idea.objects.filter(pk=said[1].pk).update(status="merged", merged_into=said[2])
        actions.withdraw(by=ada, idea=said[3])

        for viewer in (ada, bo, mod):
            for text in ("arrival", "rollstühle", "livraisons"):
                assert everywhere(viewer, text) == []
                assert titles(queries.listed(viewer, campaign, text=text)) == []

    def test_words_that_were_taken_back_are_kept_nowhere_but_in_the_idea(self, ada: User, said: list[Idea]) -> None:
        def kept() -> int:
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM ideas_words")
                return int(cursor.fetchone()[0])

        before = kept()  # not only those of this test: what is emptied after a test with threads is Django's tables

        actions.withdraw(by=ada, idea=said[3])

        assert kept() == before - 1

    def test_campaigns_that_ask_others_are_left_out(
        self, ada: User, bo: User, eve: User, company: Any, said: list[Idea]
    ) -> None:
        south = factories.campaign(audience=(company.south,))
        sue = factories.person("Sue", company.station)
        factories.idea(sue, south, "Arrival by night")

        assert everywhere(bo, "arrival") == [said[0].title]
        assert (
            sorted(everywhere(sue, "arrival"))
            == sorted(everywhere(eve, "arrival"))
            == [
                "Arrival by night",
                said[0].title,
            ]
        )


class TestFilters:
    @pytest.fixture
    def filtered(self, ada: User, mod: User, campaign: Campaign) -> dict[str, Idea]:
        stage = JourneyStage.objects.create(name="Receive")
        both = factories.idea(ada, campaign, "Label in the parcel", stage=stage, barrier="tools")
        found = {
            "both": both,
            "stage": factories.idea(ada, campaign, "Label on the shelf", stage=stage),
            "barrier": factories.idea(ada, campaign, "Label on the door", barrier="tools"),
            "words": factories.idea(ada, campaign, "Call first", stage=stage, barrier="tools"),
        }
        factories.theme(mod, campaign, both, found["stage"], title="Labels")
        return found

    def test_they_combine(self, bo: User, campaign: Campaign, filtered: dict[str, Idea]) -> None:
        both = filtered["both"]
        stage, theme = both.stage_id, both.placement.theme_id

        def found(**filters: Any) -> set[str]:
            ideas = queries.listed(bo, campaign, **filters)
            return {name for name, idea in filtered.items() if idea in set(ideas)}

        assert found(text="label", stage=stage, barrier="tools") == {"both"}
        assert found(stage=stage) == {"both", "stage", "words"}
        assert found(theme=theme) == {"both", "stage"}
        assert found(theme=theme, barrier="tools") == {"both"}
        assert found(status="declined") == set()
        assert found(status="open", barrier="tools", text="label") == {"both", "barrier"}

    def test_the_page_and_the_api_take_the_same(self, bo: User, campaign: Campaign, filtered: dict[str, Idea]) -> None:
        both = filtered["both"]
        asked = {"q": "label", "stage": both.stage_id, "barrier": "tools", "theme": both.placement.theme_id}
        client = Client()
        client.force_login(bo)

        html = client.get(reverse("ideas:campaign", args=[campaign.slug]), asked).text
        rows = Api(bo).get(f"campaigns/{campaign.slug}/ideas/", {**asked, "status": "open"}).json()["results"]

        assert [title for title in titles(filtered.values()) if title in html] == [both.title]
        assert [row["id"] for row in rows] == [both.pk]

    @pytest.mark.parametrize(
        "asked", [{"barrier": "author"}, {"status": "hidden"}, {"status": "merged"}, {"theme": "x"}, {"theme": "0"}]
    )
    def test_an_unknown_value_is_400(self, bo: User, campaign: Campaign, asked: dict[str, str]) -> None:
        client = Client()
        client.force_login(bo)

        for address in (reverse("ideas:campaign", args=[campaign.slug]), reverse("ideas:search")):
            assert client.get(address, {"q": "a", **asked}).status_code == 400


class TestHowMany:
    def how_many(self, viewer: User, campaign: Campaign | None, after: str = "", **filters: Any) -> Any:
        if campaign is None:
            page = queries.everywhere_page(viewer, column=queries.MATCH, after=after, **filters)
        else:
            page = queries.listed_page(viewer, campaign, after=after, **filters)
        found = queries.how_many(page, viewer=viewer, campaign=campaign, after=after, **filters)
        return found and (found.how, found.number)

    @pytest.fixture
    def many(self, ada: User, campaign: Campaign) -> JourneyStage:
        stage = JourneyStage.objects.create(name="Receive")
        rows = [
            Idea(campaign=campaign, author=ada, title=f"Idea {at}", stage=stage if at % 2 else None) for at in range(62)
        ]
        actions.take_over(ideas=rows)
        actions.count_shares()
        return stage

    def test_without_counting_it_says_about_how_many(self, bo: User, campaign: Campaign, many: JourneyStage) -> None:
        assert self.how_many(bo, campaign) == ("about", 60)
        assert self.how_many(bo, campaign, stage=many.pk) == ("about", 30)

    def test_a_long_list_asks_as_often_as_a_short_one(
        self, bo: User, campaign: Campaign, many: JourneyStage, django_assert_num_queries: Any
    ) -> None:
        found = queries.campaign(bo, campaign.slug)
        assert found is not None
        page = queries.listed_page(bo, found)

        with django_assert_num_queries(0):
            how_many = queries.how_many(page, viewer=bo, campaign=found)
        assert how_many == queries.HowMany(60, "about")

    def test_where_nobody_has_counted_it_says_more_than_a_page(
        self, bo: User, campaign: Campaign, many: JourneyStage
    ) -> None:
        assert self.how_many(bo, campaign, text="idea") == ("more", 20)
        assert self.how_many(bo, None, text="idea") == ("more", 20)
        Share.objects.all().delete()
        assert self.how_many(bo, campaign) == ("more", 20)

    def test_a_page_that_shows_the_end_tells_exactly(self, bo: User, campaign: Campaign, many: JourneyStage) -> None:
        assert self.how_many(bo, campaign, text="idea 61") == ("exactly", 1)

    def test_a_further_page_says_nothing(self, bo: User, campaign: Campaign, many: JourneyStage) -> None:
        after = queries.listed_page(bo, campaign).next

        assert self.how_many(bo, campaign, after=after) is None

    def test_only_campaigns_that_changed_are_counted_again(
        self, ada: User, bo: User, campaign: Campaign, many: JourneyStage, django_capture_on_commit_callbacks: Any
    ) -> None:
        assert actions.count_shares() == 0

        with django_capture_on_commit_callbacks(execute=True):
            factories.idea(ada, campaign, barrier="tools")

        assert actions.count_shares() == 1
        assert queries.number(campaign=campaign, barrier="tools") == 1
        assert queries.number(viewer=bo) == 63

    def test_numbers_of_campaigns_that_ask_others_are_left_out(
        self, bo: User, company: Any, campaign: Campaign, many: JourneyStage
    ) -> None:
        south = factories.campaign(audience=(company.south,))
        Share.objects.create(campaign=south, status="open", number=1000)

        assert queries.number(viewer=bo) == 62
