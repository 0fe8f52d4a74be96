"""Who may do what with people and units, and the roles that other apps ask for."""

from people.models import User


def is_administrator(user: User) -> bool:
    return user.has_role_over("administrator", None)


def may_manage_people(user: User) -> bool:
    return is_administrator(user)


def may_change_settings(user: User) -> bool:
    """Everyone their own; nobody those of others."""
    return user.is_active
