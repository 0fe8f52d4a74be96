"""Threads under an idea, following it, and reporting a text."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ideas import actions, queries
from ideas.actions.comments import COMMENTS_AN_HOUR
from ideas.models import Comment, Flag, Idea
from people.models import User
from tests import factories
from tests.factories import fresh
from tests.ideas.views import HTMX, detail


def thread(comment: Comment) -> str:
    return reverse("ideas:thread", args=[comment.pk])


@pytest.fixture
def top(bo: User, idea: Idea) -> Comment:
    """What Bo said."""
    return actions.comment(by=bo, idea=idea, text="Which phone?")


def many_replies(top: Comment, by: User, number: int) -> None:
    """As a busy talk has them, without the limit of an hour."""
    rows = [
        Comment(idea=top.idea, parent=top, author=by, text=f"Reply {at}.", created_at=timezone.now())
        for at in range(number)
    ]
    Comment.objects.bulk_create(rows)
    Comment.objects.filter(pk=top.pk).update(reply_count=number)


class TestThreads:
    def test_the_first_replies_stand_under_a_comment_and_the_others_behind_a_link(
        self, signed_in: Any, ada: User, bo: User, idea: Idea, top: Comment
    ) -> None:
        many_replies(top, ada, 60)

        html = signed_in(bo).get(detail(idea)).text
        rows = signed_in(bo).get(thread(top), headers=HTMX).text
        following = re.search(r'hx-get="([^"]*after=[^"]+)"', rows)
        assert following is not None
        last = signed_in(bo).get(following[1].replace("&amp;", "&"), headers=HTMX).text

        assert re.findall(r"Reply \d+", html) == ["Reply 0", "Reply 1", "Reply 2"]
        assert "Show 57 more replies" in html
        assert re.findall(r"Reply \d+", rows) == [f"Reply {n}" for n in range(50)]
        assert re.findall(r"Reply \d+", last) == [f"Reply {n}" for n in range(50, 60)]

    def test_what_is_new_takes_the_focus(self, signed_in: Any, ada: User, bo: User, top: Comment) -> None:
        many_replies(top, ada, 5)

        rows = signed_in(bo).get(thread(top), headers=HTMX).text

        [focused] = re.findall(r'<li[^>]*id="comment-(\d+)" tabindex="-1" autofocus', rows)
        assert Comment.objects.get(pk=focused).text == "Reply 3."

    def test_without_script_a_comment_has_a_page_with_its_replies_and_a_form(
        self, signed_in: Any, ada: User, bo: User, idea: Idea, top: Comment
    ) -> None:
        actions.comment(by=ada, idea=idea, parent=top, text="The one at the counter.")

        html = signed_in(bo).get(thread(top)).text

        assert all(words in html for words in ("Which phone?", "The one at the counter.", 'name="text"'))

    def test_a_reply_is_sent_from_there(self, signed_in: Any, ada: User, top: Comment) -> None:
        response = signed_in(ada).post(thread(top), {"text": "The one at the counter."})

        reply = Comment.objects.get(parent=top)
        assert response.url == f"{thread(top)}#comment-{reply.pk}"

    def test_htmx_brings_the_form_and_takes_the_reply(
        self, signed_in: Any, ada: User, idea: Idea, top: Comment
    ) -> None:
        form = signed_in(ada).get(f"{thread(top)}?reply=1", headers=HTMX).text
        html = signed_in(ada).post(thread(top), {"text": "The one at the counter."}, headers=HTMX).text

        assert f'id="reply-{top.pk}"' in form
        assert f'hx-target="#replies-{top.pk}"' in form
        assert "The one at the counter." in html
        assert "2 comments" in html

    def test_an_empty_reply_is_400_and_stays_in_its_form(self, signed_in: Any, ada: User, top: Comment) -> None:
        response = signed_in(ada).post(thread(top), {"text": " "}, headers=HTMX)

        assert (response.status_code, response["HX-Retarget"]) == (400, f"#reply-{top.pk}")

    def test_a_script_is_told_when_to_go_on(self, signed_in: Any, ada: User, idea: Idea, top: Comment) -> None:
        said = [Comment(idea=idea, author=ada, text="Yes", created_at=timezone.now()) for _ in range(COMMENTS_AN_HOUR)]
        Comment.objects.bulk_create(said)

        answers = [
            signed_in(ada).post(address, {"text": "And this."})
            for address in (thread(top), reverse("ideas:comment", args=[idea.pk]))
        ]

        assert [(each.status_code, each["Retry-After"]) for each in answers] == [(429, "3600")] * 2
        assert all("And this." in each.text for each in answers)

    def test_a_leader_stands_out_by_role(self, signed_in: Any, bo: User, eve: User, idea: Idea) -> None:
        actions.comment(by=eve, idea=idea, text="We will try it.")

        html = signed_in(bo).get(detail(idea)).text

        assert "cc-comment--voice" in html
        assert "Responsible leader" in html
        assert "Chief customer officer" in html

    def test_what_was_taken_back_leaves_its_place_and_no_words(
        self, signed_in: Any, ada: User, bo: User, idea: Idea, top: Comment
    ) -> None:
        actions.comment(by=ada, idea=idea, parent=top, text="The one at the counter.")

        signed_in(bo).post(reverse("ideas:withdraw_comment", args=[top.pk]))

        html = signed_in(ada).get(detail(idea)).text
        assert "Taken back by its author" in html
        assert "Which phone?" not in html
        assert "The one at the counter." in html

    def test_nobody_takes_back_what_a_colleague_said(self, signed_in: Any, ada: User, top: Comment) -> None:
        assert signed_in(ada).post(reverse("ideas:withdraw_comment", args=[top.pk])).status_code == 404

    def test_a_hidden_comment_is_read_by_its_author_alone(
        self, signed_in: Any, ada: User, bo: User, mod: User, idea: Idea, top: Comment
    ) -> None:
        actions.comment(by=ada, idea=idea, parent=top, text="The one at the counter.")
        case = actions.flag(by=ada, idea=idea, comment=top, why="hurtful")
        actions.decide(by=mod, case=case, outcome="hidden", reason="It hurts.")

        theirs, own = signed_in(ada).get(detail(idea)).text, signed_in(bo).get(detail(idea)).text

        assert ("Hidden by a moderator" in theirs, "Which phone?" in theirs) == (True, False)
        assert ("Colleagues do not see it" in own, "Which phone?" in own) == (True, True)

    def test_a_talk_costs_the_same_with_one_thread_and_with_twenty(
        self, crowd: Any, ada: User, bo: User, idea: Idea, top: Comment, django_assert_num_queries: Any
    ) -> None:
        many_replies(top, ada, 4)
        few = queries.talk(bo, idea)
        for colleague in crowd(19):
            many_replies(actions.comment(by=colleague, idea=idea, text="Yes."), ada, 4)

        with django_assert_num_queries(2):
            page = queries.talk(bo, idea)

        assert (len(few.rows), len(page.rows)) == (1, 20)
        assert {(len(each.replies), each.more) for each in page.rows} == {(3, 1)}

    def test_the_page_of_replies_costs_the_same_with_one_and_with_fifty(
        self, signed_in: Any, ada: User, bo: User, top: Comment, django_assert_max_num_queries: Any
    ) -> None:
        many_replies(top, ada, 50)
        client = signed_in(bo)

        with django_assert_max_num_queries(10):
            client.get(thread(top))


def test_comments_on_what_was_merged_stand_with_the_survivor(
    signed_in: Any, ada: User, bo: User, idea: Idea, top: Comment
) -> None:
    merged = factories.idea(ada, idea.campaign, "Ring them")
    actions.comment(by=bo, idea=merged, text="As I said.")
    Idea.objects.filter(pk=merged.pk).update(status="merged", merged_into=idea)
    Idea.objects.filter(pk=idea.pk).update(has_merged=True)

    html = signed_in(bo).get(detail(idea)).text

    assert [words in html for words in ("Which phone?", "As I said.", "2 comments")] == [True, True, True]
    assert f'href="{detail(merged)}"' in html


class TestFollowing:
    def test_a_button_follows_and_stops_following(self, signed_in: Any, bo: User, idea: Idea) -> None:
        address = reverse("ideas:follow", args=[idea.pk])

        signed_in(bo).post(address, {"follow": "1"})
        followed = signed_in(bo).get(detail(idea)).text
        html = signed_in(bo).post(address, {"follow": "0"}, headers=HTMX).text

        assert "Stop following" in followed
        assert ("Stop following" in html, queries.follows(bo, [idea])) == (False, set())

    def test_one_asks_for_one_or_the_other(self, signed_in: Any, bo: User, idea: Idea) -> None:
        assert signed_in(bo).post(reverse("ideas:follow", args=[idea.pk]), {"follow": "x"}).status_code == 400


@pytest.mark.parametrize("who", ["ada", "mod", "eve", "root"])
def test_nobody_else_sees_who_follows(signed_in: Any, named: Any, bo: User, idea: Idea, who: str) -> None:
    before = seen(signed_in(named(who)), idea)

    actions.follow(by=bo, idea=idea)

    assert seen(signed_in(named(who)), idea) == before


def seen(client: Client, idea: Idea) -> str:
    """The page without what changes with each request."""
    html = client.get(detail(idea)).text
    return re.sub(r'(nonce|value|X-CSRFToken": )"?[^"]*"|csrf[^>]*>', "", html)


class TestReporting:
    def test_an_idea_and_a_comment_are_reported_on_a_page_of_their_own(
        self, signed_in: Any, ada: User, mod: User, idea: Idea, top: Comment
    ) -> None:
        client = signed_in(mod)
        for address in (reverse("ideas:flag", args=[idea.pk]), reverse("ideas:flag_comment", args=[top.pk])):
            assert "never by whom" in client.get(address).text
            assert client.post(address, {"why": "hurtful", "note": "Her name."}).url == detail(idea)

        assert [flag.case.comment for flag in Flag.objects.order_by("pk")] == [None, top]

    def test_without_a_reason_it_is_400_and_the_words_stay(self, signed_in: Any, bo: User, idea: Idea) -> None:
        response = signed_in(bo).post(reverse("ideas:flag", args=[idea.pk]), {"note": "Her name."})

        assert response.status_code == 400
        assert "Choose what is wrong with it." in response.text
        assert "Her name." in response.text

    def test_one_s_own_idea_is_409_and_has_no_such_link(self, signed_in: Any, ada: User, idea: Idea) -> None:
        address = reverse("ideas:flag", args=[idea.pk])

        assert signed_in(ada).post(address, {"why": "hurtful"}).status_code == 409
        assert address not in signed_in(ada).get(detail(idea)).text

    def test_too_many_are_429_with_the_time(self, signed_in: Any, ada: User, bo: User, idea: Idea) -> None:
        for each in factories.many_ideas(ada, idea.campaign, 20):
            actions.flag(by=bo, idea=each, why="hurtful")

        response = signed_in(bo).post(reverse("ideas:flag", args=[idea.pk]), {"why": "hurtful"})

        assert (response.status_code, response["Retry-After"]) == (429, "86400")

    def test_a_stranger_signs_in_first(self, client: Client, idea: Idea) -> None:
        response = client.post(reverse("ideas:flag", args=[idea.pk]), {"why": "hurtful"})

        assert response.url.startswith(reverse("account_login"))
        assert fresh(idea).hidden_at is None
