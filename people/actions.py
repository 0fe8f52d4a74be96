"""Writes about people, units, grants and tokens, and the audit log that all apps write."""

import secrets
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid, Refusal, require
from people import rules
from people.models import ApiToken, AuditEntry, Grant, Membership, Unit, User
from people.queries import token_digest

TOKEN_BYTES = 32
BATCH = 1000


class UnitClosed(Refusal):
    """Raised when somebody is put into a unit that is closed."""

    code = "unit_closed"
    message = _("This unit is closed. Choose an open one.")


def record(
    verb: str,
    *,
    by: User | None,
    on: models.Model,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> AuditEntry:
    """Write the audit log, in the transaction of the change. `before` and `after` hold JSON values.

    `at` is for what nobody may be known by: its day, where the minute would tell.
    """
    thing = f"{on._meta.label_lower}:{on.pk}"
    return AuditEntry.objects.create(
        actor=by, verb=verb, thing=thing, before=before, after=after, at=at or timezone.now()
    )


@transaction.atomic
def open_unit(
    *, by: User | None, name: str, code: str, parent: Unit | None = None, kind: str = "", **dates: date | None
) -> Unit:
    """Add a unit below `parent`, or at the top. `by=None` is the system itself: a set-up or an import.

    It opens today; an import says in `dates` when it opened, and closed (`opened_on`, `closed_on`).
    """
    require(by is None or rules.may_manage_people(by))
    if Unit.objects.filter(code=code).exists():
        raise Invalid(_("There is already a unit with this code."), field="code")
    fields = {"name": name, "code": code, "kind": kind, "opened_on": timezone.localdate(), **dates}
    unit: Unit = Unit.objects.add_child(parent, fields) if parent else Unit.objects.add_root(fields)
    record("people.open_unit", by=by, on=unit, after={"name": name, "code": code})
    return unit


@transaction.atomic
def add_person(
    *,
    by: User | None,
    email: str,
    display_name: str,
    job_title: str = "",
    unit: Unit | None = None,
    password: str | None = None,
    since: date | None = None,
    **fields: Any,
) -> User:
    """Add a person and put them into `unit`, since a day. `fields` are further columns of the user."""
    require(by is None or rules.may_manage_people(by))
    if User.objects.filter(email=email.strip().lower()).exists():
        raise Invalid(_("There is already a person with this e-mail."), field="email")
    user = User.objects.create_user(email, password, display_name=display_name, job_title=job_title, **fields)
    if unit is not None:
        move_person(by=by, user=user, unit=unit, on=since)
    return user


@transaction.atomic
def take_over(*, people: Iterable[tuple[User, Unit]]) -> list[User]:
    """Save the people of an import, not saved yet, each in a unit, and return them in the same order.

    Each unit's headcount changes once. One change a person would leave a version of the row for each, and every
    foreign key to the unit would be checked against all of them at the commit.
    """
    pairs = list(people)
    for user, _unit in pairs:
        user.set_unusable_password()
    users = User.objects.bulk_create([user for user, _unit in pairs], batch_size=BATCH)
    today = timezone.localdate()
    Membership.objects.bulk_create(
        [Membership(user=user, unit=unit, since=today) for user, (_user, unit) in zip(users, pairs, strict=True)],
        batch_size=BATCH,
    )
    for unit, number in Counter(unit for _user, unit in pairs).items():
        _count(unit, number)
        record("people.take_over", by=None, on=unit, after={"people": number})
    return users


@transaction.atomic
def take_over_without_unit(*, people: Iterable[User]) -> list[User]:
    """Save the people of an import who are in no unit, not saved yet, and return them in the same order."""
    users = list(people)
    for user in users:
        user.set_unusable_password()
    return User.objects.bulk_create(users, batch_size=BATCH)


@transaction.atomic
def move_person(*, by: User | None, user: User, unit: Unit, on: date | None = None) -> Membership:
    """End the person's membership and start one in `unit`. Ideas and votes keep the unit they were made from."""
    require(by is None or rules.may_manage_people(by))
    if not unit.is_open:
        raise UnitClosed
    on = on or timezone.localdate()
    user = User.objects.select_for_update().get(pk=user.pk)
    old = Membership.objects.filter(user=user, until=None).select_related("unit").first()
    if old is not None and old.unit_id == unit.pk:
        return old
    if old is not None:
        if on < old.since:
            raise Invalid(_("The person came to their present unit later than that."), field="on")
        old.until = on
        old.save(update_fields=["until"])
        _count(old.unit, -1)
    new = Membership.objects.create(user=user, unit=unit, since=on)
    _count(unit, +1)
    record(
        "people.move",
        by=by,
        on=user,
        before={"unit": old.unit.code if old else None},
        after={"unit": unit.code},
    )
    return new


def _count(unit: Unit, change: int) -> None:
    """Keep the headcounts of `unit` and of all above it, so that no page counts people."""
    Unit.objects.filter(path__in=unit.paths_up).update(headcount=F("headcount") + change)


@transaction.atomic
def grant(*, by: User | None, user: User, role: str, unit: Unit | None = None) -> Grant:
    """Give `user` a role over `unit` and below, or over everything. Giving it twice changes nothing."""
    require(by is None or rules.may_manage_people(by))
    if role not in Grant.Role.values:
        raise Invalid(_("There is no such role."), field="role")
    given, created = Grant.objects.get_or_create(user=user, role=role, unit=unit)
    if created:
        record("people.grant", by=by, on=user, after={"role": role, "unit": unit.code if unit else None})
    return given


@transaction.atomic
def revoke(*, by: User | None, grant: Grant) -> None:
    """Take a role back."""
    require(by is None or rules.may_manage_people(by))
    unit = grant.unit
    record("people.revoke", by=by, on=grant.user, before={"role": grant.role, "unit": unit.code if unit else None})
    grant.delete()


def change_settings(*, by: User, locale: str, time_zone: str) -> User:
    """Change one's own language and time zone. No audit entry: a log of where people are would serve nobody."""
    require(rules.may_change_settings(by))
    if locale not in dict(settings.LANGUAGES):
        raise Invalid(_("Choose one of the languages."), field="locale")
    if time_zone not in available_timezones():
        raise Invalid(_("Choose one of the time zones."), field="time_zone")
    by.locale, by.time_zone = locale, time_zone
    by.save(update_fields=["locale", "time_zone"])
    return by


def create_token(*, user: User, scope: str = "read", days: int = 30) -> str:
    """Make an API token and return its text, which is kept nowhere."""
    if scope not in ApiToken.Scope.values:
        raise Invalid(_("A token's scope is read or write."), field="scope")
    if not 1 <= days <= 366:
        raise Invalid(_("A token lives 1 to 366 days."), field="days")
    token = f"cc_{secrets.token_urlsafe(TOKEN_BYTES)}"
    ApiToken.objects.create(
        user=user,
        digest=token_digest(token),
        scope=scope,
        expires_at=timezone.now() + timedelta(days=days),
    )
    return token
