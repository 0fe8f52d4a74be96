"""Who may do what with people and units, and the roles that other apps ask for."""

from people.models import Unit, User


def is_administrator(user: User) -> bool:
    return user.has_role_over("administrator", None)


def is_executive(user: User) -> bool:
    return user.has_role("executive")


def may_manage_people(user: User) -> bool:
    return is_administrator(user)


def may_change_settings(user: User) -> bool:
    """Everyone their own; nobody those of others."""
    return user.is_active


def may_see_unit_figures(user: User, unit: Unit | None) -> bool:
    """Own unit and company for everyone; a curator's scope; everything for executives, analysts, administrators."""
    if user.has_role("executive", "analyst", "administrator"):
        return True
    if unit is None or unit.is_root():
        return user.is_active
    own = user.unit
    return user.is_active and (user.has_role_over("curator", unit) or (own is not None and own.pk == unit.pk))
