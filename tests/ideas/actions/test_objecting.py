"""What authors say against a decision, and what is done about a pseudonym."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from core.errors import Forbidden, Invalid
from ideas import actions, queries
from ideas.actions import (
    NotAnonymous,
    NothingToObjectTo,
    Paused,
    decide,
    flag,
    hide_all_of_author,
    object_to,
    pause_author,
)
from ideas.models import Case, Comment, Event, Idea, Pause
from people.models import AuditEntry, User
from tests import factories
from tests.factories import fresh

pytestmark = pytest.mark.django_db
WHY = "names_person"


class TestObjecting:
    @pytest.fixture
    def hidden(self, bo: User, mod: User, idea: Idea) -> Case:
        return decide(by=mod, case=flag(by=bo, idea=idea, why=WHY), outcome="hidden", reason="It names her.")

    def test_an_objection_waits_for_a_moderator(self, ada: User, mod: User, idea: Idea, hidden: Case) -> None:
        again = object_to(by=ada, case=hidden, objection="She asked me to.")

        assert list(queries.cases([idea.campaign])) == [again]
        decide(by=mod, case=again, outcome="shown", reason="You are right.")
        assert fresh(idea).hidden_at is None

    @pytest.mark.parametrize("anonymous", [False, True])
    def test_who_changes_what_was_hidden_has_it_read_again(
        self, ada: User, bo: User, mod: User, idea: Idea, hers: Idea, anonymous: bool
    ) -> None:
        text = hers if anonymous else idea
        decide(by=mod, case=flag(by=bo, idea=text, why=WHY), outcome="hidden", reason="It names her.")

        actions.edit(by=ada, idea=text, title="Ask whoever is new")
        actions.edit(by=ada, idea=fresh(text), title="Ask whoever came last")

        case = queries.cases([text.campaign]).get()
        assert (case.idea, fresh(text).is_hidden) == (text, True)
        assert case.opened_at == fresh(text).edited_at or not anonymous
        decide(by=mod, case=case, outcome="shown", version=fresh(text).version)
        assert queries.find(bo, text.pk) == text

    def test_an_anonymous_author_objects_and_only_the_day_is_kept(
        self, ada: User, bo: User, mod: User, hers: Idea
    ) -> None:
        case = decide(by=mod, case=flag(by=bo, idea=hers, why=WHY), outcome="hidden", reason="It names her.")

        again = object_to(by=ada, case=case, objection="She asked me to.")

        assert (again.opened_at.hour, again.opened_at.minute, again.opened_at.second) == (0, 0, 0)

    def test_the_author_of_a_comment_objects(self, bo: User, mod: User, idea: Idea, said: Comment) -> None:
        case = decide(by=mod, case=flag(by=mod, idea=idea, comment=said, why=WHY), outcome="hidden", reason="No.")

        assert object_to(by=bo, case=case, objection="It is true.").comment == said

    @pytest.mark.parametrize("who", ["bo", "mod", "eve"])
    def test_nobody_else_objects(self, named: Callable[[str], User], hidden: Case, who: str) -> None:
        with pytest.raises(Forbidden):
            object_to(by=named(who), case=hidden, objection="No.")

    def test_one_objects_once_to_a_decision(self, ada: User, mod: User, hidden: Case) -> None:
        again = object_to(by=ada, case=hidden, objection="She asked me to.")

        with pytest.raises(NothingToObjectTo):
            object_to(by=ada, case=hidden, objection="Really.")
        decide(by=mod, case=again, outcome="hidden", reason="Still.")
        with pytest.raises(NothingToObjectTo):
            object_to(by=ada, case=hidden, objection="Really.")
        object_to(by=ada, case=again, objection="Look at the new words.")

    def test_one_objects_to_what_hides(self, ada: User, bo: User, mod: User, idea: Idea) -> None:
        case = decide(by=mod, case=flag(by=bo, idea=idea, why=WHY), outcome="shown")

        with pytest.raises(NothingToObjectTo):
            object_to(by=ada, case=case, objection="No.")

    def test_an_objection_says_something(self, ada: User, hidden: Case) -> None:
        with pytest.raises(Invalid) as refused:
            object_to(by=ada, case=hidden, objection=" ")

        assert refused.value.field == "objection"

    def test_whoever_objected_is_told_also_when_nothing_changes(self, ada: User, mod: User, hidden: Case) -> None:
        again = object_to(by=ada, case=hidden, objection="She asked me to.")
        decide(by=mod, case=again, outcome="hidden", reason="Still.")

        assert [event.data["case"] for event in Event.objects.filter(kind="hidden")] == [hidden.pk, again.pk]


class TestPseudonyms:
    @pytest.fixture
    def many(self, ada: User, hers: Idea) -> list[Idea]:
        return [hers, *(factories.idea(ada, hers.campaign, f"Again {n}", anonymous=True) for n in range(3))]

    @pytest.fixture
    def case(self, bo: User, hers: Idea) -> Case:
        return flag(by=bo, idea=hers, why=WHY)

    def test_all_undecided_ideas_of_the_author_are_hidden_and_no_others(
        self, ada: User, bo: User, mod: User, many: list[Idea], case: Case
    ) -> None:
        theirs = factories.idea(bo, case.idea.campaign, anonymous=True)
        elsewhere = factories.idea(ada, factories.campaign(), anonymous=True)
        actions.set_status(by=mod, idea=many[3], status="adopted")

        assert hide_all_of_author(by=mod, case=case, reason="These hurt.") == 3

        shown = Idea.objects.filter(hidden_at=None, author=None)
        assert set(shown) == {many[3], theirs, elsewhere}

    def test_each_is_a_decision_that_the_author_reads_and_objects_to(
        self, ada: User, mod: User, many: list[Idea], case: Case
    ) -> None:
        hide_all_of_author(by=mod, case=case, reason="These hurt.")

        [decision] = queries.own_decisions(ada, fresh(many[2]))
        assert decision.reason == "These hurt."
        assert object_to(by=ada, case=decision, objection="Not this one.").settled_at is None

    def test_the_page_is_told_only_the_number(self, many: list[Idea], case: Case) -> None:
        assert [row.same_author for row in queries.waiting([case])] == [4]

    def test_the_number_is_what_would_be_hidden(self, mod: User, many: list[Idea], case: Case) -> None:
        actions.set_status(by=mod, idea=many[0], status="adopted")
        actions.set_status(by=mod, idea=many[1], status="declined", reason="No.")
        [row] = queries.waiting(list(queries.cases([case.idea.campaign])))

        assert (row.same_author, hide_all_of_author(by=mod, case=case, reason="These hurt.")) == (3, 3)

    def test_it_is_logged_without_the_pseudonym(self, mod: User, many: list[Idea], case: Case) -> None:
        hide_all_of_author(by=mod, case=case, reason="These hurt.")
        pause_author(by=mod, case=case, days=7)

        entries = AuditEntry.objects.filter(verb__in=["ideas.hide_all_of_author", "ideas.pause_author"])
        assert [(entry.actor, entry.after) for entry in entries.order_by("pk")] == [
            (mod, {"ideas": 4}),
            (mod, {"days": 7}),
        ]

    @pytest.mark.parametrize("act", [hide_all_of_author, pause_author])
    def test_a_named_idea_has_no_pseudonym(self, bo: User, mod: User, idea: Idea, act: Callable[..., Any]) -> None:
        extra: dict[str, Any] = {"reason": "No."} if act is hide_all_of_author else {"days": 7}

        with pytest.raises(NotAnonymous):
            act(by=mod, case=flag(by=bo, idea=idea, why=WHY), **extra)

    @pytest.mark.parametrize("who", ["bo", "eve", "root"])
    def test_only_curators_do_it(self, named: Callable[[str], User], case: Case, who: str) -> None:
        with pytest.raises(Forbidden):
            hide_all_of_author(by=named(who), case=case, reason="No.")
        with pytest.raises(Forbidden):
            pause_author(by=named(who), case=case, days=7)

    def test_a_paused_author_shares_nothing_anonymous_here(self, ada: User, bo: User, mod: User, case: Case) -> None:
        pause = pause_author(by=mod, case=case, days=7)
        assert pause is not None

        with pytest.raises(Paused) as refused:
            factories.idea(ada, case.idea.campaign, anonymous=True)

        assert refused.value.extra == {"date": pause.until.isoformat()}
        factories.idea(ada, case.idea.campaign)
        factories.idea(ada, factories.campaign(), anonymous=True)
        factories.idea(bo, case.idea.campaign, anonymous=True)

    def test_a_pause_ends_by_itself_or_when_a_moderator_ends_it(self, ada: User, mod: User, case: Case) -> None:
        pause_author(by=mod, case=case, days=2)
        with time_machine.travel(timezone.now() + timedelta(days=2, minutes=1)):
            factories.idea(ada, case.idea.campaign, anonymous=True)
        pause_author(by=mod, case=case, days=30)
        pause_author(by=mod, case=case, days=0)

        factories.idea(ada, case.idea.campaign, anonymous=True)

        assert not Pause.objects.exists()

    @pytest.mark.parametrize("days", [-1, 91])
    def test_a_pause_has_an_end(self, mod: User, case: Case, days: int) -> None:
        with pytest.raises(Invalid):
            pause_author(by=mod, case=case, days=days)

    def test_pauses_go_with_the_key(self, mod: User, case: Case) -> None:
        pause_author(by=mod, case=case, days=90)

        actions.forget_authors(case.idea.campaign)

        assert not Pause.objects.exists()


def test_the_log_of_moderators_tells_neither_who_reported_nor_who_wrote(
    ada: User, bo: User, mod: User, idea: Idea
) -> None:
    hers = factories.idea(ada, idea.campaign, anonymous=True)
    case = actions.flag(by=bo, idea=hers, why="hurtful", note="Look at the second line.")
    before = set(AuditEntry.objects.values_list("pk", flat=True))

    actions.pause_author(by=mod, case=case, days=7)
    actions.hide_all_of_author(by=mod, case=case, reason="These hurt.")
    actions.object_to(by=ada, case=case, objection="It is true.")

    entries = AuditEntry.objects.exclude(pk__in=before)
    told = json.dumps([[each.verb, each.thing, each.before, each.after] for each in entries])
    words = ("These hurt", "second line", "It is true", bytes(hers.author_key or b"").hex())
    assert {each.actor for each in entries} == {mod}
    assert [word for word in words if word in told] == []
    assert [event.data for event in hers.events.all()] == [{"case": case.pk}]
