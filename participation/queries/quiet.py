"""Units that are large enough to be shown and are not, and why that is likely to be so."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ideas.models import Campaign
from participation import rules
from participation.coverage import is_quiet
from participation.models import Reason
from people.models import Unit, User


@dataclass(frozen=True, slots=True)
class Quiet:
    """A quiet unit, how many people it has, and what a curator has noted about it, as far as the viewer may see it."""

    unit: int
    name: str
    invited: int
    reason: str
    may_explain: bool


def quiet(viewer: User, campaign: Campaign, figures: Mapping[str, Any]) -> list[Quiet]:
    """The quiet units among those of `figures`, which hold what `viewer` may see; the largest first. Two queries.

    The reason is for those who see every unit, and for whoever may note it: it is a guess about others' work.
    """
    rows = [row for row in figures["units"] if is_quiet(row, figures["smallest"])] if figures else []
    units = Unit.objects.in_bulk([row["unit"] for row in rows])
    reasons = dict(Reason.objects.filter(campaign=campaign, unit__in=list(units)).values_list("unit_id", "text"))
    sees_all = rules.sees_every_unit(viewer, campaign)
    found = []
    for row in rows:
        may_explain = row["unit"] in units and rules.may_explain(viewer, campaign, units[row["unit"]])
        reason = reasons.get(row["unit"], "") if sees_all or may_explain else ""
        found.append(Quiet(row["unit"], row["name"], row["invited"], reason, may_explain))
    return sorted(found, key=lambda each: (-each.invited, each.name, each.unit))


def asked_unit(campaign: Campaign, pk: int) -> Unit | None:
    """The open unit with this id, if `campaign` asks it."""
    unit = Unit.objects.filter(pk=pk, closed_on=None).first()
    paths = tuple(campaign.audience_paths)
    return unit if unit is not None and (not paths or unit.path.startswith(paths)) else None


def reason(campaign: Campaign, unit: Unit) -> str:
    """What was noted about the unit; empty if nothing was."""
    return Reason.objects.filter(campaign=campaign, unit=unit).values_list("text", flat=True).first() or ""
