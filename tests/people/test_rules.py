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


@pytest.mark.parametrize(
    ("who", "is_one"), [("ada", False), ("bo", False), ("mod", False), ("eve", True), ("root", False)]
)
def test_who_is_an_executive(who: str, is_one: bool, named: Named) -> None:
    assert rules.is_executive(named(who)) is is_one


@pytest.mark.parametrize(
    ("who", "whole", "mill_lane", "quayside"),
    [
        ("ada", True, True, False),
        ("bo", True, False, True),
        ("mod", True, True, True),
        ("eve", True, True, True),
        ("root", True, True, True),
    ],
)
def test_whose_figures_one_may_see(
    who: str, whole: bool, mill_lane: bool, quayside: bool, named: Named, company: SimpleNamespace
) -> None:
    user = named(who)

    seen = [rules.may_see_unit_figures(user, unit) for unit in (company.whole, company.mill_lane, company.quayside)]

    assert seen == [whole, mill_lane, quayside]


@pytest.mark.parametrize(("unit", "may"), [("north", True), ("mill_lane", True), ("south", False), ("station", False)])
def test_a_curator_of_a_region_sees_what_is_below_it(unit: str, may: bool, company: SimpleNamespace) -> None:
    curator = factories.person("Cur", company.station, "curator", over=company.north)

    assert rules.may_see_unit_figures(curator, getattr(company, unit)) is (may or unit == "station")


@pytest.mark.parametrize("who", ["mod", "eve", "root"])
def test_who_has_left_has_no_role(who: str, named: Named, company: SimpleNamespace) -> None:
    user = named(who)
    user.is_active = False

    assert rules.may_manage_people(user) is False
    assert rules.is_executive(user) is False
    assert rules.may_see_unit_figures(user, company.whole) is False


def test_an_administrator_of_a_region_does_not_manage_everyone(company: SimpleNamespace) -> None:
    regional = factories.person("Reg", company.north, "administrator", over=company.north)

    assert rules.may_manage_people(regional) is False


@pytest.mark.parametrize("is_active", [True, False])
def test_whoever_is_active_may_change_their_settings(is_active: bool, bo: User) -> None:
    bo.is_active = is_active

    assert rules.may_change_settings(bo) is is_active
