"""Units move and merge, and nothing is lost. Splitting and closing: test_reorganisation_ends.py."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import Forbidden, Invalid, Refusal
from ideas.models import Campaign
from ideas.rules import is_asked
from people import actions, queries
from people.models import Membership, Unit, User
from tests import factories
from tests.factories import fresh
from tests.people.trees import above, check_tree, last_entry
from votes.actions import cast
from votes.models import Vote

pytestmark = pytest.mark.django_db


def votes() -> dict[bytes, int | None]:
    return {bytes(voter): unit for voter, unit in Vote.objects.values_list("voter", "unit_id")}


class TestMoving:
    def test_a_unit_goes_with_its_people_and_all_below_it(
        self, root: User, company: SimpleNamespace, ada: User
    ) -> None:
        actions.move_unit(by=root, unit=company.north, below=company.south)

        assert above(company.north) == company.south
        assert above(company.mill_lane) == company.north
        assert fresh(ada).unit == company.mill_lane
        assert fresh(company.south).headcount == 1
        check_tree()

    def test_it_goes_to_the_top(self, root: User, company: SimpleNamespace, ada: User) -> None:
        actions.move_unit(by=root, unit=company.mill_lane, below=None)

        assert above(company.mill_lane) is None
        assert fresh(company.whole).headcount == 1  # root, without ada
        check_tree()

    def test_where_it_is_already_nothing_happens(self, root: User, company: SimpleNamespace) -> None:
        actions.move_unit(by=root, unit=company.mill_lane, below=company.north)

        assert not queries.history(f"people.unit:{company.mill_lane.pk}").filter(verb="people.move_unit").exists()

    def test_whoever_has_a_role_at_the_new_place_has_it_over_the_unit(
        self, root: User, company: SimpleNamespace
    ) -> None:
        north, south = (factories.person(role="curator", over=unit) for unit in (company.north, company.south))

        actions.move_unit(by=root, unit=company.mill_lane, below=company.south)

        assert fresh(south).has_role_over("curator", fresh(company.mill_lane))
        assert not fresh(north).has_role_over("curator", fresh(company.mill_lane))

    def test_it_is_audited(self, root: User, company: SimpleNamespace) -> None:
        actions.move_unit(by=root, unit=company.mill_lane, below=company.south)

        assert last_entry(company.mill_lane) == ("people.move_unit", {"below": "north"}, {"below": "south"})

    def test_a_unit_cannot_stand_below_itself(self, root: User, company: SimpleNamespace) -> None:
        for below in (company.north, company.mill_lane):
            with pytest.raises(actions.Circular):
                actions.move_unit(by=root, unit=company.north, below=below)

    def test_there_are_only_so_many_levels(self, root: User, company: SimpleNamespace) -> None:
        deepest = company.station
        for _level in range(60):
            deepest = factories.unit(parent=deepest)

        with pytest.raises(actions.TooDeep):
            actions.move_unit(by=root, unit=company.north, below=deepest)

        check_tree()


class TestMerging:
    def test_people_are_in_the_successor_from_today(
        self, root: User, company: SimpleNamespace, ada: User, bo: User
    ) -> None:
        yesterday = timezone.localdate() - timedelta(days=1)
        Membership.objects.filter(user=ada).update(since=yesterday)

        actions.merge_units(by=root, units=[company.mill_lane, company.quayside], into=company.station)

        old, new = Membership.objects.filter(user=ada).order_by("pk")
        today = timezone.localdate()
        assert (old.unit, old.since, old.until) == (company.mill_lane, yesterday, today)
        assert (new.unit, new.since, new.until) == (company.station, today, None)
        assert fresh(bo).unit == company.station
        check_tree()

    def test_the_others_are_closed_and_stand_below_it(self, root: User, company: SimpleNamespace, ada: User) -> None:
        actions.merge_units(by=root, units=[company.mill_lane], into=company.quayside)

        closed = fresh(company.mill_lane)
        assert (closed.closed_on, closed.succeeded_by, above(closed)) == (
            timezone.localdate(),
            company.quayside,
            company.quayside,
        )

    def test_a_region_goes_with_its_stores_into_another(self, root: User, company: SimpleNamespace, ada: User) -> None:
        gone = [company.north, company.mill_lane, company.quayside]

        actions.merge_units(by=root, units=gone, into=company.station)

        assert fresh(ada).unit == company.station
        assert queries.as_it_is_now(unit.pk for unit in gone) == dict.fromkeys(
            [unit.pk for unit in gone], company.station.pk
        )
        check_tree()

    def test_whoever_is_about_to_come_comes_to_the_successor(self, root: User, company: SimpleNamespace) -> None:
        soon = timezone.localdate() + timedelta(days=9)
        person = factories.person(unit=company.mill_lane, since=soon)

        actions.merge_units(by=root, units=[company.mill_lane], into=company.quayside)

        old, new = Membership.objects.filter(user=person).order_by("pk")
        assert (old.since, old.until, new.since, new.until) == (soon, soon, soon, None)

    def test_ideas_and_votes_keep_the_unit_that_they_came_from(
        self, root: User, company: SimpleNamespace, campaign: Campaign, ada: User, crowd: Callable[..., list[User]]
    ) -> None:
        idea = factories.idea(ada, campaign)
        voters = crowd(10, company.quayside)
        for voter in voters:
            cast(by=fresh(voter), idea=fresh(idea), choice="support")
        before = votes()

        actions.merge_units(by=root, units=[company.mill_lane, company.quayside], into=company.station)

        assert fresh(idea).unit == company.mill_lane
        assert votes() == before
        assert set(before.values()) == {company.quayside.pk}

    def test_roles_go_on_with_the_successor(self, root: User, company: SimpleNamespace) -> None:
        curator = factories.person(role="curator", over=company.mill_lane)

        actions.merge_units(by=root, units=[company.mill_lane], into=company.station)

        assert list(curator.grants.values_list("role", "unit__code")) == [("curator", "station")]
        assert fresh(curator).has_role_over("curator", fresh(company.mill_lane))  # what was, too
        assert last_entry(curator)[0] == "people.grant_follows"

    def test_who_has_the_role_there_already_is_given_nothing_twice(self, root: User, company: SimpleNamespace) -> None:
        curator = factories.person(role="curator", over=company.mill_lane)
        actions.grant(by=root, user=curator, role="curator", unit=company.station)

        actions.merge_units(by=root, units=[company.mill_lane], into=company.station)

        assert list(curator.grants.values_list("role", "unit__code")) == [("curator", "station")]

    def test_a_campaign_that_asked_it_asks_its_successor(self, root: User, company: SimpleNamespace, ada: User) -> None:
        asked = factories.campaign(audience=(fresh(company.mill_lane),))

        actions.merge_units(by=root, units=[company.mill_lane], into=company.station)

        assert list(fresh(asked).audience.all()) == [company.station]
        assert is_asked(fresh(ada), fresh(asked))
        assert last_entry(asked) == (
            "ideas.audience_follows",
            {"audience": ["mill-lane"]},
            {"audience": ["station"]},
        )

    def test_it_is_audited(self, root: User, company: SimpleNamespace, ada: User) -> None:
        actions.merge_units(by=root, units=[company.mill_lane], into=company.station)

        assert last_entry(company.mill_lane) == (
            "people.merge_unit",
            {"below": "north", "people": 1},
            {"into": "station"},
        )

    def test_a_unit_with_open_ones_below_stays(self, root: User, company: SimpleNamespace, ada: User) -> None:
        with pytest.raises(actions.HasOpenUnits):
            actions.merge_units(by=root, units=[company.quayside, company.north], into=company.station)

        assert fresh(company.quayside).is_open  # all of it or nothing

    def test_a_unit_is_not_merged_into_what_is_below_it(self, root: User, company: SimpleNamespace) -> None:
        with pytest.raises(actions.HasOpenUnits):
            actions.merge_units(by=root, units=[company.north], into=company.mill_lane)

    def test_neither_nothing_nor_itself_is_merged(self, root: User, company: SimpleNamespace) -> None:
        for units in ([], [company.station]):
            with pytest.raises(Invalid) as refused:
                actions.merge_units(by=root, units=units, into=company.station)
            assert refused.value.field == "units"


@pytest.mark.parametrize("who", ["bo", "mod", "eve"])
def test_only_an_administrator_re_organises(who: str, named: Callable[[str], User], company: SimpleNamespace) -> None:
    by, unit, other = named(who), company.station, company.quayside

    verbs: list[Callable[[], Any]] = [
        lambda: actions.move_unit(by=by, unit=unit, below=None),
        lambda: actions.merge_units(by=by, units=[unit], into=other),
        lambda: actions.split_unit(by=by, unit=other, parts=[]),
        lambda: actions.close_unit(by=by, unit=unit),
        lambda: actions.close_unit(by=by, unit=unit, into=other),
    ]
    for verb in verbs:
        with pytest.raises(Forbidden):
            verb()


def test_the_database_keeps_successors_to_closed_units(company: SimpleNamespace) -> None:
    wrong: list[dict[str, Any]] = [
        {"succeeded_by": company.quayside},
        {"succeeded_by": company.station, "closed_on": timezone.localdate()},
    ]
    for fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Unit.objects.filter(pk=company.station.pk).update(**fields)


def test_a_unit_is_told_from_the_one_that_stands_in_its_old_place(root: User, company: SimpleNamespace) -> None:
    """A vote that was read before a re-organisation looks for the nearest large unit by the path of before."""
    for unit in (company.north, company.south):
        for _person in range(10):
            factories.person(unit=unit)
    stale = fresh(company.station)
    actions.move_unit(by=root, unit=company.station, below=company.north)
    taken = factories.unit("Kiosk", company.south)

    assert taken.path == stale.path
    assert queries.reporting_unit(stale, smallest=10) == company.north


def test_every_refusal_says_what_can_be_done() -> None:
    for refusal in (actions.Circular, actions.TooDeep, actions.HasOpenUnits, actions.NotEmpty):
        assert issubclass(refusal, Refusal)
        assert refusal.status == 409
        assert refusal.code != "refused"
