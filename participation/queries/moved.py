"""Units that were closed while a campaign listened, and where their people's voices count now. For jobs only."""

from ideas.models import Campaign, Heard
from participation.coverage import UnitCount
from participation.reorganised import last_successor
from people.models import Unit


def closed_units(campaign: Campaign) -> list[UnitCount]:
    """The closed units of `campaign` from which somebody was heard, in the order of the tree.

    Each leads to the open unit that took it up, by way of others too, if the campaign asks that one. Three queries.
    """
    people = Heard.objects.filter(campaign=campaign).values_list("people", flat=True).first() or {}
    heard = {int(unit): number for unit, number in people.items() if unit}
    shut = {unit.pk: unit for unit in Unit.objects.filter(closed_on__isnull=False).order_by("path")}
    successors = {pk: unit.succeeded_by_id for pk, unit in shut.items()}
    follows = {pk: last_successor(pk, successors) for pk in shut if heard.get(pk)}
    asked = _asked(campaign, {pk for pk in follows.values() if pk is not None})
    return [
        UnitCount(pk, shut[pk].name, 0, heard[pk], closed=True, into=into if into in asked else None)
        for pk, into in follows.items()
    ]


def _asked(campaign: Campaign, units: set[int]) -> set[int]:
    """Those of `units` that are open and that the campaign asks."""
    paths = tuple(unit.path for unit in campaign.audience.all())
    found = Unit.objects.filter(pk__in=units, closed_on=None).values_list("pk", "path")
    return {pk for pk, path in found if not paths or path.startswith(paths)}
