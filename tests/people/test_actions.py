from datetime import date, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.core.exceptions import FieldError
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import Forbidden, Invalid
from people import actions, queries
from people.models import ApiToken, AuditEntry, Grant, Membership, Unit, User
from tests import factories
from tests.factories import fresh

pytestmark = pytest.mark.django_db


def headcounts() -> dict[str, int]:
    return dict(Unit.objects.filter(headcount__gt=0).values_list("name", "headcount"))


def test_a_unit_stands_below_its_parent(root: User, company: SimpleNamespace) -> None:
    unit = actions.open_unit(by=root, name="Bridge Street", code="bridge", parent=company.south)

    assert Unit.objects.get_parent(fresh(unit)) == company.south
    assert unit.opened_on == timezone.localdate()


def test_opening_a_unit_is_audited(root: User) -> None:
    unit = actions.open_unit(by=root, name="Bridge Street", code="bridge")

    entry = queries.history(f"people.unit:{unit.pk}").get()
    assert (entry.actor, entry.verb) == (root, "people.open_unit")
    assert entry.after == {"name": "Bridge Street", "code": "bridge"}


def test_two_units_cannot_have_one_code(root: User, company: SimpleNamespace) -> None:
    with pytest.raises(Invalid) as refused:
        actions.open_unit(by=root, name="Another", code="north")

    assert refused.value.field == "code"


@pytest.mark.parametrize("who", ["bo", "mod", "eve"])
def test_only_an_administrator_changes_who_is_where(
    who: str, request: pytest.FixtureRequest, company: SimpleNamespace, ada: User
) -> None:
    by = request.getfixturevalue(who)

    for forbidden in (
        lambda: actions.open_unit(by=by, name="Mine", code="mine"),
        lambda: actions.add_person(by=by, email="x@example.com", display_name="X"),
        lambda: actions.move_person(by=by, user=ada, unit=company.station),
        lambda: actions.grant(by=by, user=by, role="administrator"),
    ):
        with pytest.raises(Forbidden):
            forbidden()


def test_people_are_counted_in_their_unit_and_in_all_above(company: SimpleNamespace) -> None:
    factories.person(unit=company.mill_lane)
    factories.person(unit=company.station)

    assert headcounts() == {"Harbour": 2, "North": 1, "Mill Lane": 1, "South": 1, "Station": 1}


def test_a_move_is_counted_and_dated(root: User, company: SimpleNamespace) -> None:
    person = factories.person(unit=company.mill_lane)

    actions.move_person(by=root, user=person, unit=company.station)

    assert headcounts() == {"Harbour": 2, "South": 1, "Station": 1}
    old, new = Membership.objects.filter(user=person).order_by("pk")
    assert (old.unit, old.until, new.unit, new.until) == (
        company.mill_lane,
        timezone.localdate(),
        company.station,
        None,
    )


def test_a_move_is_audited(root: User, company: SimpleNamespace) -> None:
    person = factories.person(unit=company.mill_lane)

    actions.move_person(by=root, user=person, unit=company.station)

    entry = queries.history(f"people.user:{person.pk}").last()
    assert entry is not None
    assert (entry.actor, entry.before, entry.after) == (root, {"unit": "mill-lane"}, {"unit": "station"})


def test_a_move_to_where_one_is_changes_nothing(root: User, company: SimpleNamespace) -> None:
    person = factories.person(unit=company.mill_lane)

    actions.move_person(by=root, user=person, unit=company.mill_lane)

    assert Membership.objects.filter(user=person).count() == 1
    assert headcounts()["Mill Lane"] == 1


def test_nobody_moves_into_a_closed_unit(root: User, company: SimpleNamespace, bo: User) -> None:
    company.station.closed_on = timezone.localdate()

    with pytest.raises(actions.UnitClosed) as refused:
        actions.move_person(by=root, user=bo, unit=company.station)

    assert (refused.value.code, refused.value.status) == ("unit_closed", 409)


def test_a_move_before_the_present_membership_began_is_refused(root: User, company: SimpleNamespace, bo: User) -> None:
    with pytest.raises(Invalid) as refused:
        actions.move_person(by=root, user=bo, unit=company.station, on=timezone.localdate() - timedelta(days=1))

    assert refused.value.field == "on"


def test_the_database_allows_one_current_membership(company: SimpleNamespace, bo: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=bo, unit=company.station, since=date(2026, 1, 1))


@pytest.mark.parametrize("email", ["ada@example.com", "ADA@Example.com", " ada@example.com "])
def test_one_e_mail_is_one_person_whatever_its_case(email: str, root: User, ada: User) -> None:
    with pytest.raises(Invalid) as refused:
        actions.add_person(by=root, email=email, display_name="Other")

    assert refused.value.field == "email"


def test_a_person_without_a_password_cannot_sign_in_with_one(ada: User) -> None:
    assert not ada.has_usable_password()


def test_a_grant_given_twice_is_one(root: User, bo: User) -> None:
    actions.grant(by=root, user=bo, role="curator")
    actions.grant(by=root, user=bo, role="curator")

    assert Grant.objects.filter(user=bo).count() == 1
    assert AuditEntry.objects.filter(verb="people.grant", thing=f"people.user:{bo.pk}").count() == 1


def test_a_role_nobody_knows_is_refused(root: User, bo: User) -> None:
    with pytest.raises(Invalid) as refused:
        actions.grant(by=root, user=bo, role="emperor")

    assert refused.value.field == "role"


def test_a_role_that_was_taken_back_is_gone_and_audited(root: User, bo: User, company: SimpleNamespace) -> None:
    given = actions.grant(by=root, user=bo, role="curator", unit=company.north)

    actions.revoke(by=root, grant=given)

    assert not fresh(bo).has_role("curator")
    entry = AuditEntry.objects.get(verb="people.revoke")
    assert (entry.actor, entry.before) == (root, {"role": "curator", "unit": "north"})


def test_the_audit_log_is_only_ever_added_to(root: User, bo: User) -> None:
    entry = actions.record("tests.did", by=root, on=bo)

    with pytest.raises(FieldError):
        entry.save()
    with pytest.raises(FieldError):
        entry.delete()


def test_of_a_token_only_its_digest_is_kept(bo: User) -> None:
    token = actions.create_token(user=bo)

    row = ApiToken.objects.get()
    assert token.startswith("cc_")
    assert token not in str(vars(row))
    assert queries.token_owner(token) == row


@pytest.mark.parametrize(
    ("arguments", "field"), [({"scope": "admin"}, "scope"), ({"days": 0}, "days"), ({"days": 367}, "days")]
)
def test_a_token_has_a_known_scope_and_an_end(arguments: dict[str, object], field: str, bo: User) -> None:
    with pytest.raises(Invalid) as refused:
        actions.create_token(user=bo, **arguments)  # type: ignore[arg-type]

    assert refused.value.field == field


def test_a_token_expires(bo: User) -> None:
    token = actions.create_token(user=bo, days=1)

    with time_machine.travel(timezone.now() + timedelta(days=1, seconds=1), tick=False):
        assert queries.token_owner(token) is None


def test_the_token_of_one_who_has_left_opens_nothing(bo: User) -> None:
    token = actions.create_token(user=bo)
    User.objects.filter(pk=bo.pk).update(is_active=False)

    assert queries.token_owner(token) is None


@pytest.mark.parametrize("token", ["", "cc_", "cc_wrong", "half \ud83d", "x" * 10_000])
def test_a_token_that_was_never_given_opens_nothing(token: str) -> None:
    assert queries.token_owner(token) is None


def test_a_person_chooses_language_and_time_zone(bo: User) -> None:
    actions.change_settings(by=bo, locale="de", time_zone="Asia/Tokyo")

    assert (fresh(bo).locale, fresh(bo).time_zone) == ("de", "Asia/Tokyo")


@pytest.mark.parametrize(
    ("locale", "time_zone", "field"), [("tlh", "UTC", "locale"), ("de", "Mars/Olympus", "time_zone")]
)
def test_a_language_or_zone_that_is_not_there_is_refused(locale: str, time_zone: str, field: str, bo: User) -> None:
    with pytest.raises(Invalid) as refused:
        actions.change_settings(by=bo, locale=locale, time_zone=time_zone)

    assert refused.value.field == field
    assert (fresh(bo).locale, fresh(bo).time_zone) == ("en", "UTC")


def test_where_people_are_is_in_no_log(bo: User) -> None:
    actions.change_settings(by=bo, locale="de", time_zone="Asia/Tokyo")

    assert not AuditEntry.objects.filter(verb__contains="settings").exists()
