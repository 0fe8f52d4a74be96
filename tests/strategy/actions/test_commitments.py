from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import Forbidden, Invalid
from people.models import User
from people.queries import history
from strategy import actions, queries
from strategy.actions.commitments import AlreadySettled
from strategy.models import Commitment, Strategy
from tests import factories
from tests.factories import fresh

pytestmark = pytest.mark.django_db


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def strategy(eve: User) -> Strategy:
    return factories.strategy(eve)


@pytest.fixture
def promised(eve: User, strategy: Strategy) -> Commitment:
    return actions.promise(by=eve, strategy=strategy, promise=" Call back within the hour ", due_on=in_days(30))


def test_a_promise_is_made_in_one_s_own_name(eve: User, promised: Commitment) -> None:
    assert (promised.leader, promised.promise, promised.status) == (eve, "Call back within the hour", "open")
    [entry] = history(f"strategy.commitment:{promised.pk}")
    assert (entry.actor, entry.verb) == (eve, "strategy.promise")


@pytest.mark.parametrize("who", ["ada", "mod", "root"])
def test_only_executives_promise(who: str, request: pytest.FixtureRequest, strategy: Strategy) -> None:
    with pytest.raises(Forbidden):
        actions.promise(by=request.getfixturevalue(who), strategy=strategy, promise="Call", due_on=in_days(1))


@pytest.mark.parametrize(("fields", "field"), [({"promise": " "}, "promise"), ({"due_on": date(2020, 1, 1)}, "due_on")])
def test_a_promise_says_something_that_is_still_to_come(
    fields: dict[str, Any], field: str, eve: User, strategy: Strategy
) -> None:
    with pytest.raises(Invalid) as refused:
        actions.promise(by=eve, **{"strategy": strategy, "promise": "Call", "due_on": in_days(1), **fields})

    assert refused.value.field == field


def test_a_promise_under_a_priority_of_another_strategy_is_refused(eve: User, strategy: Strategy) -> None:
    other = factories.priority(eve, factories.strategy(eve))

    with pytest.raises(Invalid) as refused:
        actions.promise(by=eve, strategy=strategy, promise="Call", due_on=in_days(1), priority=other)

    assert refused.value.field == "priority"


@pytest.mark.parametrize("status", ["kept", "broken", "withdrawn"])
def test_a_promise_is_settled_with_words_and_a_date(status: str, eve: User, promised: Commitment) -> None:
    actions.settle(by=eve, commitment=promised, status=status, words="It took two teams.")

    settled = fresh(promised)
    assert (settled.status, settled.words, settled.settled_on) == (status, "It took two teams.", timezone.localdate())
    entry = history(f"strategy.commitment:{promised.pk}").last()
    assert entry is not None
    assert (entry.before, entry.after) == ({"status": "open", "words": ""}, {"status": status})


@pytest.mark.parametrize("status", ["broken", "withdrawn"])
def test_a_promise_that_was_not_kept_needs_a_reason(status: str, eve: User, promised: Commitment) -> None:
    with pytest.raises(Invalid) as refused:
        actions.settle(by=eve, commitment=promised, status=status)

    assert refused.value.field == "words"
    assert fresh(promised).status == "open"


def test_words_may_be_added_while_a_promise_is_open(eve: User, promised: Commitment) -> None:
    actions.settle(by=eve, commitment=promised, words="Halfway there.")

    assert (fresh(promised).status, fresh(promised).words) == ("open", "Halfway there.")


def test_a_settled_promise_stays_settled(eve: User, promised: Commitment) -> None:
    actions.settle(by=eve, commitment=promised, status="kept")

    with pytest.raises(AlreadySettled) as refused:
        actions.settle(by=eve, commitment=promised, status="broken", words="No.")

    assert (refused.value.code, refused.value.status) == ("already_settled", 409)


def test_a_status_nobody_knows_is_refused(eve: User, promised: Commitment) -> None:
    with pytest.raises(Invalid) as refused:
        actions.settle(by=eve, commitment=promised, status="forgotten", words="Hm.")

    assert refused.value.field == "status"


@pytest.mark.parametrize("who", ["ada", "mod", "root"])
def test_nobody_settles_a_promise_for_another(who: str, request: pytest.FixtureRequest, promised: Commitment) -> None:
    with pytest.raises(Forbidden):
        actions.settle(by=request.getfixturevalue(who), commitment=promised, status="kept")


def test_the_database_settles_nothing_without_a_date(promised: Commitment) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Commitment.objects.filter(pk=promised.pk).update(status="kept")


@pytest.mark.parametrize(("due", "late"), [(-1, True), (0, False), (1, False)])
def test_an_open_promise_past_its_date_is_late(due: int, late: bool, promised: Commitment) -> None:
    promised.due_on = in_days(due)

    assert promised.is_late is late


def test_late_promises_come_first_and_settled_ones_last(eve: User, strategy: Strategy) -> None:
    kept, late, soon, far = (
        actions.promise(by=eve, strategy=strategy, promise=name, due_on=in_days(days), made_on=in_days(-90))
        for name, days in (("kept", -50), ("late", -1), ("soon", 2), ("far", 90))
    )
    actions.settle(by=eve, commitment=kept, status="kept")

    assert list(queries.commitments(eve)) == [late, soon, far, kept]


def test_promises_of_a_draft_are_not_shown_to_employees(ada: User, promised: Commitment) -> None:
    assert not queries.commitments(ada).exists()
