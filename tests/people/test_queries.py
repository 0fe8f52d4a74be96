from types import SimpleNamespace

import pytest

from people import queries
from people.models import Unit, User
from tests import factories
from tests.factories import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def sizes(company: SimpleNamespace) -> SimpleNamespace:
    """The company with headcounts: the whole 40, north 12, Mill Lane 4."""
    for unit, headcount in ((company.whole, 40), (company.north, 12), (company.mill_lane, 4)):
        Unit.objects.filter(pk=unit.pk).update(headcount=headcount)
    return SimpleNamespace(**{name: fresh(unit) for name, unit in vars(company).items()})


@pytest.mark.parametrize(("smallest", "expected"), [(4, "Mill Lane"), (10, "North"), (13, "Harbour"), (41, None)])
def test_a_small_unit_is_reported_as_the_nearest_one_above_that_is_large_enough(
    smallest: int, expected: str | None, sizes: SimpleNamespace
) -> None:
    found = queries.reporting_unit(sizes.mill_lane, smallest=smallest)

    assert (found.name if found else None) == expected


def test_whoever_has_no_unit_is_reported_in_none() -> None:
    assert queries.reporting_unit(None, smallest=1) is None


def test_members_are_the_active_people_of_the_units_and_below(company: SimpleNamespace, ada: User, bo: User) -> None:
    factories.person("Away", company.mill_lane, is_active=False)
    factories.person("South", company.station)
    factories.person("Nowhere")

    assert list(queries.members([company.north])) == [ada, bo]


def test_nobody_is_a_member_of_no_unit(ada: User) -> None:
    assert list(queries.members([])) == []


def test_units_that_overlap_count_a_member_once(company: SimpleNamespace, ada: User) -> None:
    assert list(queries.members([company.whole, company.mill_lane])) == [ada]


def test_people_are_found_by_e_mail_whatever_its_case(ada: User) -> None:
    assert queries.by_email(" ADA@example.COM ") == ada


def test_who_has_left_is_not_found_by_e_mail(ada: User) -> None:
    User.objects.update(is_active=False)

    assert queries.by_email(ada.email) is None


def test_holders_of_a_role_are_active_and_named_once(mod: User, company: SimpleNamespace) -> None:
    regional = factories.person("Cur", company.north, "curator", over=company.north)
    factories.person("Gone", company.north, "curator", is_active=False)

    assert list(queries.holders("curator")) == [regional, mod]


def test_open_units_come_in_tree_order(company: SimpleNamespace) -> None:
    Unit.objects.filter(pk=company.south.pk).update(closed_on="2030-01-01")

    names = [unit.name for unit in queries.open_units()]

    assert names == ["Harbour", "North", "Mill Lane", "Quayside", "Station"]


@pytest.mark.parametrize(("unit", "has"), [("north", True), ("mill_lane", True), ("whole", False), ("station", False)])
def test_a_role_over_a_unit_holds_for_all_below_it(unit: str, has: bool, company: SimpleNamespace) -> None:
    curator = factories.person("Cur", company.mill_lane, "curator", over=company.north)

    assert curator.has_role_over("curator", getattr(company, unit)) is has
    assert curator.has_role_over("curator", None) is False
    assert curator.has_role_over("analyst", getattr(company, unit)) is False
