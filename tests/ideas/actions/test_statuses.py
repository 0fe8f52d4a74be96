"""Saying where an idea has got to."""

from collections.abc import Callable

import pytest

from core.errors import Forbidden, Invalid
from curation import actions as curation
from curation.models import Move
from ideas import actions
from ideas.models import Event, Idea
from ideas.queries import status_since
from people.models import AuditEntry, User
from tests import factories
from tests.factories import fresh

pytestmark = pytest.mark.django_db


def events(idea: Idea) -> list[dict[str, str]]:
    return list(Event.objects.filter(idea=idea, kind="status").order_by("pk").values_list("data", flat=True))


def test_a_status_is_told_once_with_its_reason(mod: User, idea: Idea) -> None:
    actions.set_status(by=mod, idea=idea, status="declined", reason=" We tried it. ")
    actions.set_status(by=mod, idea=idea, status="declined", reason="We tried it.")

    assert events(idea) == [{"status": "declined", "reason": "We tried it."}]
    assert AuditEntry.objects.filter(verb="ideas.set_status").count() == 1


def test_another_reason_is_told(mod: User, idea: Idea) -> None:
    actions.set_status(by=mod, idea=idea, status="declined", reason="We tried it.")
    actions.set_status(by=mod, idea=idea, status="declined", reason="We tried it twice.")

    assert len(events(idea)) == 2


def test_whoever_sets_a_status_has_read_the_idea(mod: User, idea: Idea) -> None:
    actions.set_status(by=mod, idea=idea, status="open")

    assert fresh(idea).handled_at is not None
    assert events(idea) == []


def test_a_merged_idea_has_the_status_of_its_survivor(mod: User, bo: User, idea: Idea) -> None:
    other = factories.idea(bo, idea.campaign)
    curation.merge(by=mod, idea=idea, into=other)

    with pytest.raises(actions.IsMerged):
        actions.set_status(by=mod, idea=idea, status="adopted")


@pytest.mark.parametrize("who", ["ada", "bo", "eve", "root"])
def test_only_curators_set_it(who: str, named: Callable[[str], User], idea: Idea) -> None:
    with pytest.raises(Forbidden):
        curation.set_status(by=named(who), idea=idea, status="adopted")


@pytest.mark.parametrize("status", ["", "merged", "lost"])
def test_a_status_is_one_of_five(status: str, mod: User, idea: Idea) -> None:
    with pytest.raises(Invalid):
        actions.set_status(by=mod, idea=idea, status=status)


def test_when_it_was_set_stands_beside_it(mod: User, idea: Idea) -> None:
    assert status_since(idea) is None

    actions.set_status(by=mod, idea=idea, status="adopted")

    assert status_since(fresh(idea)) == Event.objects.get(idea=idea).at


def test_on_the_board_it_is_a_move_that_can_be_undone(mod: User, idea: Idea) -> None:
    curation.set_status(by=mod, idea=idea, status="shortlisted", reason="Soon.")
    curation.set_status(by=mod, idea=idea, status="shortlisted", reason="Soon.")
    assert Move.objects.filter(idea=idea, verb="status").count() == 1

    curation.undo(by=mod, campaign=idea.campaign)

    assert (fresh(idea).status, fresh(idea).reason) == ("open", "")
    assert events(idea) == []


def test_a_status_that_somebody_changed_since_is_not_undone(mod: User, idea: Idea) -> None:
    other = factories.person("Max", None, "curator")
    curation.set_status(by=mod, idea=idea, status="shortlisted")
    curation.set_status(by=other, idea=idea, status="adopted")

    with pytest.raises(curation.Elsewhere):
        curation.undo(by=mod, campaign=idea.campaign)
