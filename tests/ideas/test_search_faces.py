from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ideas import actions, queries
from ideas.models import Campaign, Idea
from ideas.queries.search import RANKED
from people.models import User
from tests.api import Api, problem

pytestmark = pytest.mark.django_db


QUERIES = 7


class TestPage:
    def get(self, viewer: User, **asked: str) -> Any:
        client = Client()
        client.force_login(viewer)
        return client.get(reverse("ideas:search"), asked)

    def test_nothing_is_listed_before_somebody_asks(self, bo: User, said: list[Idea]) -> None:
        html = self.get(bo).text

        assert said[0].title not in html
        assert "No idea says this yet" not in html

    def test_it_shows_what_was_found_with_its_campaign(self, bo: User, said: list[Idea]) -> None:
        html = self.get(bo, q="arrival").text

        assert reverse("ideas:detail", args=[said[0].pk]) in html
        assert reverse("ideas:campaign", args=[said[0].campaign.slug]) in html
        assert "1 idea" in html

    def test_it_says_that_nothing_was_found(self, bo: User, said: list[Idea]) -> None:
        assert "No idea says this yet" in self.get(bo, q="xyzzy").text

    @pytest.mark.parametrize("order", ["", "match", "new", "top", "discussed"])
    def test_pages_together_show_every_idea_once(self, order: str, ada: User, bo: User, campaign: Campaign) -> None:
        rows = [Idea(campaign=campaign, author=ada, title=f"Idea number {at}") for at in range(45)]
        made = {idea.pk for idea in actions.take_over(ideas=rows)}
        Idea.objects.filter(pk__in=list(made)[:7]).update(submitted_at=timezone.now() - timedelta(days=1))
        seen: list[int] = []
        after = ""

        for _page in range(3):
            asked = {"q": "number", "order": order, **({"after": after} if after else {})}
            page = self.get(bo, **asked).context["page"]
            seen += [idea.pk for idea in page.rows]
            after = page.next

        assert after == ""
        assert (len(seen), set(seen)) == (45, made)

    def test_a_page_costs_the_same_with_one_idea_and_with_twenty(
        self, ada: User, bo: User, campaign: Campaign, django_assert_num_queries: Any
    ) -> None:
        client = Client()
        client.force_login(bo)
        actions.take_over(ideas=[Idea(campaign=campaign, author=ada, title="Idea number 0")])
        client.get(reverse("ideas:search"), {"q": "number"})
        number = QUERIES + (connection.vendor == "postgresql")  # where few are looked up first
        with django_assert_num_queries(number):
            client.get(reverse("ideas:search"), {"q": "number"})
        actions.take_over(ideas=[Idea(campaign=campaign, author=ada, title=f"Idea number {at}") for at in range(19)])

        with django_assert_num_queries(number):
            client.get(reverse("ideas:search"), {"q": "number"})

    def test_every_page_leads_to_it(self, bo: User) -> None:
        client = Client()
        client.force_login(bo)

        assert f'href="{reverse("ideas:search")}"' in client.get(reverse("ideas:campaigns")).text


class TestApi:
    def test_it_finds_ideas_of_all_campaigns(self, bo: User, said: list[Idea]) -> None:
        rows = Api(bo).get("ideas/", {"q": "arrival"}).json()["results"]

        assert [row["id"] for row in rows] == [said[0].pk]

    @pytest.mark.parametrize(
        ("asked", "code"),
        [
            ({}, "required"),
            ({"q": ""}, "required"),
            ({"q": "a", "author": "1"}, "unknown_field"),
            ({"q": "a", "order": "x"}, "invalid_choice"),
        ],
    )
    def test_what_it_cannot_do_is_400(self, asked: dict[str, str], code: str, bo: User) -> None:
        status, found = problem(Api(bo).get("ideas/", asked))

        assert (status, found) == (400, code)

    def test_similar_ideas_come_with_how_alike_they_are(self, bo: User, said: list[Idea]) -> None:
        path = f"campaigns/{said[0].campaign.slug}/similar/"

        rows = Api(bo).post(path, {"text": "Text the arrival windows"}).json()["results"]

        assert (rows[0]["id"], rows[0]["may_exist"]) == (said[0].pk, True)
        assert 0.5 < rows[0]["score"] <= 1


@pytest.mark.postgres
@pytest.mark.slow
class TestPlans:
    """With some thousands of ideas, PostgreSQL uses the indexes."""

    @pytest.fixture
    def thousands(self, ada: User, campaign: Campaign) -> None:
        words = ["window", "arrival", "parcel", "label", "shelf", "door", "counter", "coffee", "bench", "tray", "lamp"]
        rows = [
            Idea(
                campaign=campaign,
                author=ada,
                title=f"{words[at % 11]} {words[at // 11 % 11]} {at}",
                today=" ".join(f"said{at}number{turn}" for turn in range(20)),
            )
            for at in range(5000)
        ]
        actions.take_over(ideas=rows)
        actions.learn_frequencies()
        actions.count_shares()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE ideas_words")
            cursor.execute("ANALYZE ideas_idea")
        queries.ask_for_weights()

    def plan(self, sql: str, params: Any) -> str:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {sql}", params)
            return "\n".join(line for (line,) in cursor.fetchall())

    def test_words_are_looked_up(self, bo: User, campaign: Campaign, thousands: None) -> None:
        with CaptureQueriesContext(connection) as asked:
            found = queries.listed(bo, campaign, text="label 4711")

        assert "ideas_words_text" in self.plan(asked[0]["sql"], [])
        assert "Seq Scan on ideas_words" not in self.plan(asked[0]["sql"], [])
        assert "ideas_idea_pkey" in self.plan(*found.query.sql_with_params())

    def test_what_many_ideas_say_is_found_as_well(self, bo: User, campaign: Campaign, thousands: None) -> None:
        found = queries.listed(bo, campaign, text="label")

        assert found.count() == Idea.objects.filter(title__contains="label").count() > 500

    def test_of_a_common_word_only_the_latest_are_compared(self, bo: User, thousands: None) -> None:
        found = queries.everywhere(bo, column=queries.MATCH, text="said")

        assert found.count() == RANKED
        assert set(found.values_list("pk", flat=True)) == set(
            Idea.objects.order_by("-pk").values_list("pk", flat=True)[:RANKED]
        )

    def test_doubles_of_the_last_minutes_are_looked_up(self, campaign: Campaign, thousands: None) -> None:
        since = timezone.now() - timedelta(minutes=10)
        Idea.objects.update(submitted_at=since - timedelta(days=1))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE ideas_idea")

        with CaptureQueriesContext(connection) as asked:
            queries.same_words(campaign, "said", since=since)

        assert "idea_new" in self.plan(asked[0]["sql"], [])

    def test_similar_ideas_are_looked_up(self, bo: User, campaign: Campaign, thousands: None) -> None:
        from ideas.queries.engines import postgresql
        from ideas.similarity import key, telling, trigrams

        few = [key(each) for each in telling("label lamp 4711", queries.weights(), 0.02)]
        asked = [key(each) for each in trigrams("label lamp 4711")]
        values = {"asked": asked, "telling": few, "campaign": campaign.pk, "number": len(asked), "limit": 100}

        plan = self.plan(postgresql.NEAREST, values)
        assert "ideas_words_alike" in plan, plan
        assert queries.similar(bo, campaign, "label lamp 4711")[0].idea.title.endswith("4711")
