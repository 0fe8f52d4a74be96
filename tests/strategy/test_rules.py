from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from people.models import User
from strategy import rules
from strategy.actions import promise
from tests import factories

pytestmark = pytest.mark.django_db
Named = Callable[[str], User]


@pytest.mark.parametrize(
    ("who", "drafts", "looks"),
    [
        ("ada", False, False),
        ("bo", False, False),
        ("mod", False, True),
        ("eve", True, True),
        ("root", False, True),
    ],
)
def test_executives_draft_publish_and_promise_and_others_read_along(
    who: str, drafts: bool, looks: bool, named: Named, eve: User
) -> None:
    strategy, user = factories.strategy(eve), named(who)

    assert rules.may_draft(user) is drafts
    assert rules.may_publish(user, strategy) is drafts
    assert rules.may_promise(user) is drafts
    assert rules.may_see_studio(user) is looks


@pytest.mark.parametrize(("who", "may"), [("eve", True), ("ada", False), ("mod", False), ("root", False)])
def test_a_promise_is_its_leader_s_own(who: str, may: bool, named: Named, eve: User) -> None:
    made = promise(by=eve, strategy=factories.strategy(eve), promise="Call", due_on=timezone.localdate() + timedelta(1))

    assert rules.may_settle(named(who), made) is may


def test_another_executive_may_not_settle_it(eve: User) -> None:
    made = promise(by=eve, strategy=factories.strategy(eve), promise="Call", due_on=timezone.localdate() + timedelta(1))

    assert rules.may_settle(factories.person("Kim", role="executive"), made) is False


def test_who_has_left_does_nothing(eve: User) -> None:
    made = promise(by=eve, strategy=factories.strategy(eve), promise="Call", due_on=timezone.localdate() + timedelta(1))
    eve.is_active = False

    assert [rules.may_draft(eve), rules.may_promise(eve), rules.may_settle(eve, made)] == [False] * 3
