"""Replies, taking comments back, leaders in the talk, and following."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.utils import timezone

from core.errors import Forbidden, Invalid
from ideas import actions, queries
from ideas.actions import TextGone, TooManyComments, comment, follow, unfollow, withdraw_comment
from ideas.actions.comments import COMMENTS_AN_HOUR
from ideas.models import Comment, Event, Follow, Idea
from people.models import AuditEntry, User
from tests import factories
from tests.factories import fresh

pytestmark = pytest.mark.django_db


class TestReplies:
    def test_a_reply_stands_under_what_it_answers_and_is_counted(self, ada: User, bo: User, idea: Idea) -> None:
        top = comment(by=bo, idea=idea, text="Which phone?")

        reply = comment(by=ada, idea=idea, parent=top, text="The one at the counter.")

        assert (reply.parent, fresh(top).reply_count, fresh(idea).comment_count) == (top, 1, 2)

    def test_a_reply_to_a_reply_joins_the_same_thread(self, ada: User, bo: User, idea: Idea) -> None:
        top = comment(by=bo, idea=idea, text="Which phone?")
        reply = comment(by=ada, idea=idea, parent=top, text="The one at the counter.")

        second = comment(by=bo, idea=idea, parent=reply, text="Thank you.")

        assert (second.parent, fresh(top).reply_count, fresh(reply).reply_count) == (top, 2, 0)

    def test_a_reply_belongs_to_the_same_idea(self, ada: User, bo: User, idea: Idea) -> None:
        elsewhere = comment(by=bo, idea=factories.idea(ada, idea.campaign), text="Which phone?")

        with pytest.raises(Invalid) as refused:
            comment(by=ada, idea=idea, parent=elsewhere, text="This one.")

        assert refused.value.field == "parent"

    def test_what_was_said_to_an_idea_that_was_taken_back_is_not_counted_at_its_survivor(
        self, ada: User, bo: User, idea: Idea
    ) -> None:
        merged = factories.idea(ada, idea.campaign)
        for each in (idea, merged):
            comment(by=bo, idea=each, text="Which phone?")
        Idea.objects.filter(pk=merged.pk).update(status="merged", merged_into=idea)
        Idea.objects.filter(pk=idea.pk).update(has_merged=True)

        actions.withdraw(by=ada, idea=fresh(merged))

        survivor = fresh(idea)
        assert queries.comment_count(survivor) == queries.comments(bo, survivor).count() == 1

    def test_nobody_replies_to_what_was_taken_back(self, ada: User, bo: User, idea: Idea) -> None:
        top = comment(by=bo, idea=idea, text="Which phone?")
        withdraw_comment(by=bo, comment=top)

        with pytest.raises(TextGone):
            comment(by=ada, idea=idea, parent=top, text="This one.")

    def test_nobody_comments_on_a_hidden_idea(self, bo: User, mod: User, idea: Idea) -> None:
        case = actions.open_case(idea=idea, why="hurtful")
        actions.decide(by=mod, case=case, outcome="hidden", reason="It hurts.")

        with pytest.raises(TextGone):
            comment(by=bo, idea=fresh(idea), text="Why?")


class TestTakingBack:
    def test_what_one_said_can_be_taken_back_once(self, bo: User, idea: Idea) -> None:
        said = comment(by=bo, idea=idea, text="No.")

        withdraw_comment(by=bo, comment=said)
        withdraw_comment(by=bo, comment=said)

        assert (fresh(idea).comment_count, list(queries.comments(bo, idea))) == (0, [])

    def test_with_replies_its_place_stays(self, ada: User, bo: User, idea: Idea) -> None:
        said = comment(by=bo, idea=idea, text="No.")
        reply = comment(by=ada, idea=idea, parent=said, text="Why not?")

        withdraw_comment(by=bo, comment=said)

        assert list(queries.comments(ada, idea)) == [said, reply]
        assert (fresh(idea).comment_count, fresh(said).reply_count) == (1, 1)

    def test_a_reply_taken_back_is_no_longer_counted(self, ada: User, bo: User, idea: Idea) -> None:
        said = comment(by=bo, idea=idea, text="No.")
        reply = comment(by=ada, idea=idea, parent=said, text="Why not?")

        withdraw_comment(by=ada, comment=reply)

        assert (fresh(said).reply_count, fresh(idea).comment_count) == (0, 1)

    def test_nobody_takes_back_what_others_said(self, ada: User, mod: User, bo: User, idea: Idea) -> None:
        said = comment(by=bo, idea=idea, text="No.")

        for other in (ada, mod):
            with pytest.raises(Forbidden):
                withdraw_comment(by=other, comment=said)

        assert fresh(said).withdrawn_at is None

    def test_the_log_says_that_and_not_what(self, bo: User, idea: Idea) -> None:
        withdraw_comment(by=bo, comment=comment(by=bo, idea=idea, text="Secret words."))

        entry = AuditEntry.objects.get(verb="ideas.withdraw_comment")
        assert (entry.before, entry.after) == (None, None)


class TestLeaders:
    def test_a_leader_is_told_from_others_and_the_idea_s_story_says_so(self, bo: User, eve: User, idea: Idea) -> None:
        comment(by=bo, idea=idea, text="Yes.")
        said = comment(by=eve, idea=idea, text="We will try it.")

        assert list(Comment.objects.filter(is_leaders=True)) == [said]
        assert [(event.kind, event.data) for event in Event.objects.all()] == [("leader", {"comment": said.pk})]

    def test_that_a_leader_joined_is_told_once(self, eve: User, idea: Idea) -> None:
        for text in ("We will try it.", "From June on."):
            comment(by=eve, idea=idea, text=text)

        assert Event.objects.filter(kind="leader").count() == 1

    def test_a_leader_whose_scope_does_not_hold_the_audience_is_a_colleague(
        self, ada: User, company: SimpleNamespace
    ) -> None:
        idea = factories.idea(ada, factories.campaign())
        head = factories.person("Nora", company.north, "executive", over=company.north)

        assert not comment(by=head, idea=idea, text="Yes.").is_leaders

    def test_a_leader_joins_the_talk_of_a_campaign_that_asks_others(
        self, ada: User, eve: User, company: SimpleNamespace
    ) -> None:
        idea = factories.idea(ada, factories.campaign(audience=(company.mill_lane,)))

        assert comment(by=eve, idea=idea, text="We will try it.").is_leaders


class TestLimits:
    def test_a_script_is_stopped_and_what_it_said_is_kept(self, bo: User, idea: Idea) -> None:
        said = [Comment(idea=idea, author=bo, text="Yes", created_at=timezone.now()) for _ in range(COMMENTS_AN_HOUR)]
        Comment.objects.bulk_create(said)

        with pytest.raises(TooManyComments) as refused:
            comment(by=bo, idea=idea, text="And this.")

        assert (refused.value.status, refused.value.extra["retry_after"]) == (429, 3600)
        assert Comment.objects.count() == COMMENTS_AN_HOUR

    def test_an_hour_later_one_goes_on(self, bo: User, idea: Idea) -> None:
        said = [Comment(idea=idea, author=bo, text="Yes", created_at=timezone.now()) for _ in range(COMMENTS_AN_HOUR)]
        Comment.objects.bulk_create(said)

        with time_machine.travel(timezone.now() + timedelta(minutes=61)):
            comment(by=bo, idea=idea, text="And this.")

        assert Comment.objects.count() == COMMENTS_AN_HOUR + 1


class TestFollowing:
    def test_following_twice_is_following_once(self, bo: User, idea: Idea) -> None:
        follow(by=bo, idea=idea)
        follow(by=bo, idea=idea)

        assert (Follow.objects.count(), queries.follows(bo, [idea])) == (1, {idea.pk})

    def test_one_stops_as_often_as_one_likes(self, bo: User, idea: Idea) -> None:
        follow(by=bo, idea=idea)

        unfollow(by=bo, idea=idea)
        unfollow(by=bo, idea=idea)

        assert queries.follows(bo, [idea]) == set()

    def test_who_is_not_asked_does_not_follow(self, ada: User, bo: User, company: SimpleNamespace) -> None:
        idea = factories.idea(ada, factories.campaign(audience=(company.mill_lane,)))

        with pytest.raises(Forbidden):
            follow(by=bo, idea=idea)

    def test_following_leaves_no_trace_but_its_row(self, bo: User, idea: Idea) -> None:
        before = AuditEntry.objects.count()

        follow(by=bo, idea=idea)

        assert (AuditEntry.objects.count(), Event.objects.count()) == (before, 0)
