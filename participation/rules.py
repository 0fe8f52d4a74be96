"""Who may see participation by unit: own unit and company for everyone, more with a role (product.md)."""

from ideas.models import Campaign
from ideas.rules import may_curate
from people.models import Unit, User


def sees_every_unit(user: User, campaign: Campaign) -> bool:
    """Executives, analysts and administrators do, and the curators of the campaign."""
    return user.has_role("executive", "analyst", "administrator") or may_curate(user, campaign)


def sees_unit(user: User, unit: Unit) -> bool:
    """One's own unit, and those in a curator's scope."""
    own = user.unit
    return user.is_active and ((own is not None and own.pk == unit.pk) or user.has_role_over("curator", unit))


def may_explain(user: User, campaign: Campaign, unit: Unit) -> bool:
    """A curator may say why a unit of their scope is quiet, if the campaign asks that unit."""
    paths = campaign.audience_paths
    asked = unit.is_open and (not paths or unit.path.startswith(tuple(paths)))
    return asked and user.has_role_over("curator", unit)


def may_summarise(user: User) -> bool:
    """Whoever watches participation for a living may ask for a fresh count."""
    return user.has_role("curator", "executive", "analyst", "administrator")
