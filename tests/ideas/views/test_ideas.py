"""The page of an idea, and the talk under it."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ideas import actions
from ideas.models import Campaign, Comment, Event, Idea
from people.models import User
from tests import factories
from tests.ideas.views import HTMX, detail


class TestIdea:
    def test_words_are_shown_as_markdown_and_nothing_in_them_runs(
        self, signed_in: Any, ada: User, bo: User, campaign: Campaign
    ) -> None:
        idea = factories.idea(ada, campaign, "<script>1</script>", today="**Now** <img src=x onerror=alert(1)>")

        html = signed_in(bo).get(detail(idea)).text

        assert "<strong>Now</strong>" in html
        assert "<img" not in html
        assert "<script>1" not in html

    def test_of_what_happened_to_it_the_last_fifty_are_shown(self, signed_in: Any, bo: User, idea: Idea) -> None:
        Event.objects.bulk_create(Event(idea=idea, kind=Event.Kind.ABSORBED) for _ in range(60))

        assert signed_in(bo).get(detail(idea)).text.count("Another idea was merged into it") == 50

    def test_words_in_another_language_say_so(self, signed_in: Any, ada: User, bo: User, campaign: Campaign) -> None:
        idea = factories.idea(ada, campaign, "Früher anrufen", language="de")

        assert re.search(r'<h1 [^>]*lang="de"', signed_in(bo).get(detail(idea)).text)

    def test_an_idea_of_others_is_404(self, signed_in: Any, bo: User, company: Any) -> None:
        far = factories.person("Far", company.station)
        idea = factories.idea(far, factories.campaign(audience=(company.south,)))

        assert signed_in(bo).get(detail(idea)).status_code == 404

    def test_a_declined_idea_carries_its_reason(self, signed_in: Any, mod: User, bo: User, idea: Idea) -> None:
        actions.set_status(by=mod, idea=idea, status="declined", reason="Only **3%** of visits would move.")

        html = signed_in(bo).get(detail(idea)).text

        assert "Not now" in html
        assert "Only <strong>3%</strong> of visits would move." in html

    def test_the_same_words_again_point_to_the_first(
        self, signed_in: Any, ada: User, bo: User, campaign: Campaign
    ) -> None:
        first = factories.idea(ada, campaign, "Call first")
        second = factories.idea(bo, campaign, "Call first")

        assert "It may say the same as" in signed_in(ada).get(detail(second)).text
        assert "It may say the same as" not in signed_in(ada).get(detail(first)).text

    def test_authors_change_their_own_idea(self, signed_in: Any, ada: User, idea: Idea) -> None:
        signed_in(ada).post(reverse("ideas:edit", args=[idea.pk]), {"title": "Call back within the hour"})

        assert factories.fresh(idea).title == "Call back within the hour"

    def test_nobody_changes_or_withdraws_the_idea_of_a_colleague(self, signed_in: Any, bo: User, idea: Idea) -> None:
        assert signed_in(bo).get(reverse("ideas:edit", args=[idea.pk])).status_code == 404
        assert signed_in(bo).post(reverse("ideas:edit", args=[idea.pk]), {"title": "x"}).status_code == 404
        assert signed_in(bo).post(reverse("ideas:withdraw", args=[idea.pk])).status_code == 404

    def test_who_comments_is_told_how_they_are_shown(
        self, signed_in: Any, ada: User, bo: User, campaign: Campaign
    ) -> None:
        named, hidden = (factories.idea(ada, campaign, anonymous=anonymous) for anonymous in (False, True))

        assert "never your name" in signed_in(bo).get(detail(named)).text
        assert "a comment can give that away" not in signed_in(bo).get(detail(named)).text
        assert "a comment can give that away" in signed_in(bo).get(detail(hidden)).text


class TestTalk:
    def test_a_comment_is_shown_under_the_idea(self, signed_in: Any, bo: User, idea: Idea) -> None:
        response = signed_in(bo).post(reverse("ideas:comment", args=[idea.pk]), {"text": "I saw it *twice*."})

        assert response.url == f"{detail(idea)}#comment-{Comment.objects.get().pk}"
        assert "I saw it <em>twice</em>." in signed_in(bo).get(detail(idea)).text

    def test_htmx_gets_the_row_an_empty_form_and_the_new_number(self, signed_in: Any, bo: User, idea: Idea) -> None:
        html = (
            signed_in(bo).post(reverse("ideas:comment", args=[idea.pk]), {"text": "I saw it twice."}, headers=HTMX).text
        )

        assert html.count("I saw it twice.") == 1
        assert html.count('hx-swap-oob="true"') == 2
        assert "1 comment" in html

    def test_an_empty_comment_is_400(self, signed_in: Any, bo: User, idea: Idea) -> None:
        response = signed_in(bo).post(reverse("ideas:comment", args=[idea.pk]), {"text": " "}, headers=HTMX)

        assert response.status_code == 400
        assert response["HX-Retarget"] == "#comment-form"

    def test_after_curating_a_comment_is_refused_and_kept(
        self, signed_in: Any, bo: User, campaign: Campaign, idea: Idea
    ) -> None:
        factories.set_step(campaign, "shape")

        response = signed_in(bo).post(reverse("ideas:comment", args=[idea.pk]), {"text": "Too late."})

        assert response.status_code == 409
        assert not Comment.objects.exists()

    def test_the_last_twenty_are_shown_and_the_others_behind_a_link(self, signed_in: Any, bo: User, idea: Idea) -> None:
        said = [Comment(idea=idea, author=bo, text=f"Number {n}.", created_at=timezone.now()) for n in range(40)]
        Comment.objects.bulk_create(said)
        html = signed_in(bo).get(detail(idea)).text
        earlier = re.search(r'id="earlier"[^>]*hx-get="([^"]+)"', html)
        assert earlier is not None

        rows = signed_in(bo).get(earlier[1].replace("&amp;", "&"), headers=HTMX).text

        assert re.findall(r"Number \d+", html) == [f"Number {n}" for n in range(20, 40)]
        assert re.findall(r"Number \d+", rows) == [f"Number {n}" for n in range(20)]

    def test_a_stranger_comes_back_to_the_idea(self, client: Client, idea: Idea) -> None:
        response = client.post(reverse("ideas:comment", args=[idea.pk]), {"text": "Hello."})

        assert response.url == f"{reverse('account_login')}?next={detail(idea)}"


@pytest.mark.parametrize(
    ("method", "name"),
    [("post", "campaigns"), ("post", "share"), ("get", "comment"), ("get", "withdraw"), ("post", "detail")],
)
def test_a_wrong_method_is_405(signed_in: Any, bo: User, idea: Idea, method: str, name: str) -> None:
    args = [idea.pk] if name in ("comment", "withdraw", "detail") else []

    assert getattr(signed_in(bo), method)(reverse(f"ideas:{name}", args=args)).status_code == 405
