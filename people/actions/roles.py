"""Who is given which role, over what."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid, require
from people import rules
from people.actions.audit import record
from people.models import Grant, Unit, User


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
