"""Units split and close, and nobody is left behind."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from core.errors import Invalid
from ideas.rules import is_asked
from people import actions, queries
from people.models import Unit, User
from tests import factories
from tests.factories import fresh
from tests.people.trees import above, check_tree, last_entry

pytestmark = pytest.mark.django_db


class TestSplitting:
    def split(self, root: User, unit: Unit, *people: User, **kwargs: Any) -> Unit:
        made = actions.split_unit(
            by=root, unit=unit, parts=[{"name": "Kiosk", "code": "kiosk", "people": people}], **kwargs
        )
        return made[0]

    def test_the_new_unit_opens_beside_it_with_the_people_chosen(
        self, root: User, company: SimpleNamespace, ada: User
    ) -> None:
        other = factories.person(unit=company.mill_lane)

        kiosk = self.split(root, company.mill_lane, ada)

        assert above(kiosk) == company.north
        assert (fresh(ada).unit, fresh(other).unit) == (kiosk, company.mill_lane)
        assert (kiosk.opened_on, kiosk.headcount, fresh(company.mill_lane).is_open) == (timezone.localdate(), 1, True)
        check_tree()

    def test_it_closes_when_everybody_goes(self, root: User, company: SimpleNamespace, ada: User) -> None:
        self.split(root, company.mill_lane, ada, closes=True)

        closed = fresh(company.mill_lane)
        assert (closed.is_open, closed.succeeded_by) == (False, None)
        assert queries.as_it_is_now([closed.pk]) == {closed.pk: closed.pk}
        check_tree()

    def test_it_does_not_close_while_somebody_is_left(self, root: User, company: SimpleNamespace, ada: User) -> None:
        factories.person(unit=company.mill_lane)

        with pytest.raises(actions.NotEmpty):
            self.split(root, company.mill_lane, ada, closes=True)

    def test_roles_and_campaigns_hold_for_both(self, root: User, company: SimpleNamespace, ada: User) -> None:
        curator = factories.person(role="curator", over=company.mill_lane)
        asked = factories.campaign(audience=(fresh(company.mill_lane),))

        kiosk = self.split(root, company.mill_lane, ada)

        assert set(curator.grants.values_list("unit__code", flat=True)) == {"mill-lane", "kiosk"}
        assert set(fresh(asked).audience.all()) == {company.mill_lane, kiosk}
        assert is_asked(fresh(ada), fresh(asked))

    def test_only_people_of_the_unit_are_chosen_each_once(
        self, root: User, company: SimpleNamespace, ada: User, bo: User
    ) -> None:
        for people in ([bo], [ada, ada], []):
            with pytest.raises(Invalid) as refused:
                self.split(root, company.mill_lane, *people)
            assert refused.value.field == "people"

    def test_it_is_audited(self, root: User, company: SimpleNamespace, ada: User) -> None:
        self.split(root, company.mill_lane, ada)

        verb, before, after = last_entry(company.mill_lane)
        assert (verb, before) == ("people.split_unit", {"people": 1})
        assert after == {"parts": [{"unit": "kiosk", "people": 1}], "closed": False}


class TestClosing:
    def test_an_empty_unit_closes_without_a_successor(self, root: User, company: SimpleNamespace) -> None:
        actions.close_unit(by=root, unit=company.station)

        closed = fresh(company.station)
        assert (closed.closed_on, closed.succeeded_by) == (timezone.localdate(), None)
        assert last_entry(closed) == ("people.close_unit", None, {"closed_on": str(timezone.localdate())})

    def test_people_are_never_left_in_it(self, root: User, company: SimpleNamespace, ada: User) -> None:
        with pytest.raises(actions.NotEmpty):
            actions.close_unit(by=root, unit=company.mill_lane)

    def test_its_people_go_where_it_is_said(self, root: User, company: SimpleNamespace, ada: User) -> None:
        closed = actions.close_unit(by=root, unit=company.mill_lane, into=company.station)

        assert (closed.is_open, closed.succeeded_by) == (False, company.station)
        assert fresh(ada).unit == company.station
        check_tree()

    def test_nothing_opens_and_nobody_comes_to_a_closed_unit(self, root: User, company: SimpleNamespace) -> None:
        stale = fresh(company.station)
        actions.close_unit(by=root, unit=company.station)

        for closed in (
            lambda: actions.open_unit(by=root, name="Kiosk", code="kiosk", parent=stale),
            lambda: actions.move_person(by=root, user=root, unit=stale),
            lambda: actions.move_unit(by=root, unit=stale, below=None),
            lambda: actions.move_unit(by=root, unit=company.quayside, below=stale),
            lambda: actions.merge_units(by=root, units=[stale], into=company.quayside),
            lambda: actions.merge_units(by=root, units=[company.quayside], into=stale),
            lambda: actions.close_unit(by=root, unit=stale),
        ):
            with pytest.raises(actions.UnitClosed):
                closed()
