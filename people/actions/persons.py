"""People, and the units in which they are."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid, require
from people import rules
from people.actions.audit import record
from people.actions.units import count, lock_counts, open_now, share_tree
from people.models import Membership, Unit, User

BATCH = 1000


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
    share_tree()
    pairs = list(people)
    for user, _unit in pairs:
        user.set_unusable_password()
    users = User.objects.bulk_create([user for user, _unit in pairs], batch_size=BATCH)
    today = timezone.localdate()
    Membership.objects.bulk_create(
        [Membership(user=user, unit=unit, since=today) for user, (_user, unit) in zip(users, pairs, strict=True)],
        batch_size=BATCH,
    )
    numbers = Counter(unit.pk for _user, unit in pairs)
    units = list(Unit.objects.filter(pk__in=numbers).order_by("pk"))
    lock_counts(units)
    for unit in units:
        number = numbers[unit.pk]
        count(unit.paths_up, number)
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
    share_tree()
    unit = open_now(unit)
    on = on or timezone.localdate()
    user = User.objects.select_for_update().get(pk=user.pk)
    old = Membership.objects.filter(user=user, until=None).select_related("unit").first()
    if old is not None and old.unit_id == unit.pk:
        return old
    if old is not None and on < old.since:
        raise Invalid(_("The person came to their present unit later than that."), field="on")
    lock_counts([unit] if old is None else [old.unit, unit])
    if old is not None:
        old.until = on
        old.save(update_fields=["until"])
        count(old.unit.paths_up, -1)
    new = Membership.objects.create(user=user, unit=unit, since=on)
    count(unit.paths_up, +1)
    record(
        "people.move",
        by=by,
        on=user,
        before={"unit": old.unit.code if old else None},
        after={"unit": unit.code},
    )
    return new
