from collections.abc import Callable
from types import SimpleNamespace

import pytest

from people import rules
from people.models import User
from tests import factories

pytestmark = pytest.mark.django_db
Named = Callable[[str], User]


@pytest.mark.parametrize(
    ("who", "may"), [("ada", False), ("bo", False), ("mod", False), ("eve", False), ("root", True)]
)
def test_only_administrators_manage_people(who: str, may: bool, named: Named) -> None:
    assert rules.may_manage_people(named(who)) is may


@pytest.mark.parametrize("who", ["mod", "eve", "root"])
def test_who_has_left_has_no_role(who: str, named: Named, company: SimpleNamespace) -> None:
    user = named(who)
    user.is_active = False

    assert rules.may_manage_people(user) is False


def test_an_administrator_of_a_region_does_not_manage_everyone(company: SimpleNamespace) -> None:
    regional = factories.person("Reg", company.north, "administrator", over=company.north)

    assert rules.may_manage_people(regional) is False


@pytest.mark.parametrize("is_active", [True, False])
def test_whoever_is_active_may_change_their_settings(is_active: bool, bo: User) -> None:
    bo.is_active = is_active

    assert rules.may_change_settings(bo) is is_active
