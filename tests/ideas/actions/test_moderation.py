"""Reporting and deciding."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from core.errors import Forbidden, Invalid
from ideas import actions, queries
from ideas.actions import (
    AlreadyDecided,
    OwnText,
    ReadAgain,
    TextGone,
    TooManyFlags,
    decide,
    flag,
    open_case,
    show_again,
)
from ideas.actions.moderation import FLAGS_A_DAY
from ideas.models import Campaign, Case, Comment, Event, Flag, Idea
from people.models import AuditEntry, User
from tests import factories
from tests.factories import fresh

pytestmark = pytest.mark.django_db
WHY = "names_person"


class TestReporting:
    def test_reports_on_one_text_join_one_case(self, bo: User, mod: User, idea: Idea) -> None:
        first = flag(by=bo, idea=idea, why=WHY, note=" Her name. ")

        second = flag(by=mod, idea=idea, why="hurtful")

        assert first == second
        assert [(each.why, each.note) for each in first.flags.order_by("pk")] == [(WHY, "Her name."), ("hurtful", "")]

    def test_a_second_report_of_one_person_changes_nothing(self, bo: User, idea: Idea) -> None:
        flag(by=bo, idea=idea, why=WHY)
        flag(by=bo, idea=idea, why="hurtful")

        assert [each.why for each in Flag.objects.all()] == [WHY]

    def test_idea_and_comment_are_two_cases(self, mod: User, idea: Idea, said: Comment) -> None:
        assert flag(by=mod, idea=idea, why=WHY) != flag(by=mod, idea=idea, comment=said, why=WHY)

    @pytest.mark.parametrize("anonymous", [False, True])
    def test_nobody_reports_their_own_idea(self, ada: User, idea: Idea, anonymous: bool) -> None:
        own = factories.idea(ada, idea.campaign, anonymous=anonymous)

        with pytest.raises(OwnText):
            flag(by=ada, idea=own, why=WHY)

    def test_nobody_reports_their_own_comment(self, bo: User, idea: Idea, said: Comment) -> None:
        with pytest.raises(OwnText):
            flag(by=bo, idea=idea, comment=said, why=WHY)

    def test_what_is_gone_is_not_reported(self, ada: User, bo: User, idea: Idea, said: Comment) -> None:
        actions.withdraw_comment(by=bo, comment=said)

        with pytest.raises(TextGone):
            flag(by=ada, idea=idea, comment=fresh(said), why=WHY)

    def test_who_is_not_asked_does_not_report(self, ada: User, bo: User, company: SimpleNamespace) -> None:
        idea = factories.idea(ada, factories.campaign(audience=(company.mill_lane,)))

        with pytest.raises(Forbidden):
            flag(by=bo, idea=idea, why=WHY)

    def test_a_person_reports_so_many_a_day(self, bo: User, ada: User, idea: Idea) -> None:
        ideas = factories.many_ideas(ada, idea.campaign, FLAGS_A_DAY)
        for each in ideas:
            flag(by=bo, idea=each, why=WHY)

        with pytest.raises(TooManyFlags) as refused:
            flag(by=bo, idea=idea, why=WHY)

        assert (refused.value.status, refused.value.extra["retry_after"]) == (429, 86400)
        assert Flag.objects.count() == FLAGS_A_DAY

    def test_nothing_but_the_report_says_who_it_was(self, bo: User, idea: Idea) -> None:
        before = AuditEntry.objects.count()

        flag(by=bo, idea=idea, why=WHY)

        assert (AuditEntry.objects.count(), Event.objects.count()) == (before, 0)

    def test_the_product_itself_notices_once(self, idea: Idea) -> None:
        open_case(idea=idea, why=WHY)
        case = open_case(idea=idea, why=WHY)

        assert [each.by for each in case.flags.all()] == [None]

    def test_what_it_notices_in_an_anonymous_idea_keeps_only_the_day(self, hers: Idea) -> None:
        case = open_case(idea=hers, why=WHY)

        moments = (case.opened_at, case.flags.get().flagged_at)
        assert {(at.hour, at.minute, at.second, at.microsecond) for at in moments} == {(0, 0, 0, 0)}


class TestDeciding:
    def test_a_hidden_idea_is_for_its_author_and_moderators(
        self, ada: User, bo: User, mod: User, eve: User, idea: Idea
    ) -> None:
        decide(by=mod, case=flag(by=bo, idea=idea, why=WHY), outcome="hidden", reason="It names her.")

        assert [queries.find(who, idea.pk) for who in (bo, eve)] == [None, None]
        assert [queries.find(who, idea.pk) for who in (ada, mod)] == [idea, idea]

    def test_an_anonymous_author_still_reads_and_finds_it(self, ada: User, bo: User, mod: User, hers: Idea) -> None:
        decide(by=mod, case=flag(by=bo, idea=hers, why=WHY), outcome="hidden", reason="It names her.")

        assert (queries.own(ada, hers.pk), hers in queries.mine(ada)) == (hers, True)

    def test_a_hidden_comment_is_not_counted_and_counted_again_once_shown(
        self, ada: User, mod: User, idea: Idea, said: Comment
    ) -> None:
        reply = actions.comment(by=ada, idea=idea, parent=said, text="So are you.")
        case = decide(by=mod, case=flag(by=mod, idea=idea, comment=reply, why=WHY), outcome="hidden", reason="No.")
        counts = (fresh(idea).comment_count, fresh(said).reply_count)

        show_again(by=mod, case=case)

        assert (counts, fresh(idea).comment_count, fresh(said).reply_count) == ((1, 0), 2, 1)

    def test_a_comment_that_was_taken_back_is_not_counted_when_shown(
        self, bo: User, mod: User, idea: Idea, said: Comment
    ) -> None:
        case = decide(by=mod, case=flag(by=mod, idea=idea, comment=said, why=WHY), outcome="hidden", reason="No.")
        actions.withdraw_comment(by=bo, comment=said)

        show_again(by=mod, case=case)

        assert fresh(idea).comment_count == 0

    @pytest.mark.parametrize("reason", ["", " ", "\u200b"])
    def test_hiding_needs_a_reason(self, bo: User, mod: User, idea: Idea, reason: str) -> None:
        case = flag(by=bo, idea=idea, why=WHY)

        with pytest.raises(Invalid) as refused:
            decide(by=mod, case=case, outcome="hidden", reason=reason)

        assert (refused.value.field, fresh(idea).hidden_at) == ("reason", None)

    @pytest.mark.parametrize("outcome", ["shown", "hidden"])
    def test_nothing_is_decided_that_the_moderator_has_not_read(
        self, ada: User, bo: User, mod: User, idea: Idea, outcome: str
    ) -> None:
        case, read = flag(by=bo, idea=idea, why=WHY), idea.version
        actions.edit(by=ada, idea=idea, title="Other words")

        with pytest.raises(ReadAgain) as refused:
            decide(by=mod, case=case, outcome=outcome, reason="No.", version=read)

        assert (refused.value.code, refused.value.status, fresh(case).outcome) == ("changed_meanwhile", 409, "")
        decide(by=mod, case=case, outcome=outcome, reason="No.", version=fresh(idea).version)

    def test_a_text_is_shown_or_hidden(self, bo: User, mod: User, idea: Idea) -> None:
        with pytest.raises(Invalid):
            decide(by=mod, case=flag(by=bo, idea=idea, why=WHY), outcome="burnt", reason="No.")

    @pytest.mark.parametrize(("who", "may"), [("mod", True), ("eve", False), ("root", False), ("bo", False)])
    def test_curators_decide(
        self, named: Callable[[str], User], ada: User, bo: User, idea: Idea, who: str, may: bool
    ) -> None:
        case = flag(by=bo, idea=idea, why=WHY)

        if may:
            decide(by=named(who), case=case, outcome="shown")
        else:
            with pytest.raises(Forbidden):
                decide(by=named(who), case=case, outcome="shown")

        assert (fresh(case).settled_at is not None) == may

    def test_a_curator_elsewhere_does_not(self, ada: User, bo: User, company: SimpleNamespace) -> None:
        idea = factories.idea(ada, factories.campaign(audience=(company.north,)))
        sam = factories.person("Sam", company.station, "curator", over=company.south)
        case = flag(by=factories.person(unit=company.mill_lane), idea=idea, why=WHY)

        with pytest.raises(Forbidden):
            decide(by=sam, case=case, outcome="shown")

    def test_the_second_to_decide_reads_what_the_first_decided(
        self, bo: User, mod: User, company: SimpleNamespace, idea: Idea
    ) -> None:
        case = flag(by=bo, idea=idea, why=WHY)
        decide(by=mod, case=case, outcome="hidden", reason="It names her.")

        with pytest.raises(AlreadyDecided) as refused:
            decide(by=factories.person(unit=company.whole, role="curator"), case=case, outcome="shown")

        assert refused.value.status == 409
        assert refused.value.extra == {"outcome": "hidden", "reason": "It names her."}

    def test_after_a_decision_the_text_can_be_reported_again(self, bo: User, mod: User, idea: Idea) -> None:
        first = decide(by=mod, case=flag(by=bo, idea=idea, why=WHY), outcome="shown")

        assert flag(by=bo, idea=idea, why="hurtful") != first

    def test_a_decision_counts_as_reading_the_idea(self, bo: User, mod: User, idea: Idea) -> None:
        decide(by=mod, case=flag(by=bo, idea=idea, why=WHY), outcome="shown")

        assert fresh(idea).handled_at is not None

    def test_the_author_is_told_what_changed_and_nothing_else(self, bo: User, mod: User, idea: Idea) -> None:
        decide(by=mod, case=flag(by=bo, idea=idea, why=WHY), outcome="shown")
        case = decide(by=mod, case=flag(by=bo, idea=idea, why=WHY), outcome="hidden", reason="It names her.")
        again = show_again(by=mod, case=case)

        told = [(event.kind, event.data) for event in Event.objects.order_by("pk")]
        assert told == [("hidden", {"case": case.pk}), ("shown", {"case": again.pk})]

    @pytest.mark.parametrize("outcome", ["shown", "hidden"])
    def test_the_author_of_an_idea_that_waited_is_told_what_was_decided(
        self, ada: User, mod: User, campaign: Campaign, outcome: str
    ) -> None:
        held = factories.idea(ada, campaign, "Ask Mr Smith")

        decide(by=mod, case=held.cases.get(), outcome=outcome, reason="It names him.")

        assert [event.kind for event in queries.events(held, for_author=True)] == [outcome]

    def test_what_is_said_of_a_comment_names_it(self, mod: User, idea: Idea, said: Comment) -> None:
        case = flag(by=mod, idea=idea, comment=said, why=WHY)
        decide(by=mod, case=case, outcome="hidden", reason="No.")

        assert Event.objects.get(kind="hidden").data == {"case": case.pk, "comment": said.pk}

    def test_the_log_holds_who_decided_what_and_no_words(self, bo: User, mod: User, idea: Idea) -> None:
        case = flag(by=bo, idea=idea, why=WHY, note="Her name.")
        decide(by=mod, case=case, outcome="hidden", reason="It names her.")

        entry = AuditEntry.objects.get(verb="ideas.hide")
        assert (entry.actor, entry.thing) == (mod, f"ideas.idea:{idea.pk}")
        assert (entry.before, entry.after) == ({"hidden": False}, {"hidden": True, "case": case.pk})

    def test_nothing_is_shown_again_that_is_shown(self, bo: User, mod: User, idea: Idea) -> None:
        case = decide(by=mod, case=flag(by=bo, idea=idea, why=WHY), outcome="shown")

        with pytest.raises(AlreadyDecided):
            show_again(by=mod, case=case)

        assert Case.objects.count() == 1
