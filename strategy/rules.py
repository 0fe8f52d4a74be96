"""Who may draft, publish and promise."""

from people.models import User
from strategy.models import Commitment, Strategy


def may_draft(user: User) -> bool:
    return user.has_role("executive")


def may_publish(user: User, strategy: Strategy) -> bool:
    return user.has_role("executive")


def may_see_studio(user: User) -> bool:
    """Executives draft; curators read along and propose."""
    return user.has_role("executive", "curator", "administrator")


def may_settle(user: User, commitment: Commitment) -> bool:
    """A promise is its leader's own."""
    return user.is_active and user.pk == commitment.leader_id


def may_promise(user: User) -> bool:
    return user.has_role("executive")
