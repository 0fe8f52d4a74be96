"""Whom campaigns ask, when units are re-organised (people/actions/following.py)."""

from collections.abc import Sequence

from ideas.models import Campaign
from people.actions import record
from people.models import Unit, User


def follow_units(*, by: User | None, unit: Unit, into: Sequence[Unit], is_left: bool) -> None:
    """Have campaigns that ask `unit` ask the units `into` as well; those alone when `unit` is left behind for good.

    The people of `unit` are there now, and go on to be asked. No audience becomes empty, which would ask everyone.
    """
    for campaign in Campaign.objects.filter(audience=unit).order_by("pk"):
        before = _codes(campaign)
        campaign.audience.add(*into)
        if is_left and into:
            campaign.audience.remove(unit)
        record("ideas.audience_follows", by=by, on=campaign, before=before, after=_codes(campaign))


def _codes(campaign: Campaign) -> dict[str, list[str]]:
    return {"audience": list(campaign.audience.order_by("code").values_list("code", flat=True))}
