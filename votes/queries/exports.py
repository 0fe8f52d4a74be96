"""The votes of a campaign for an export: under codes that nobody has seen before and that lead nowhere."""

import secrets
from collections.abc import Iterator
from random import SystemRandom
from typing import Any

from django.db.models import Count, QuerySet

from core.privacy import too_small
from ideas.models import Campaign
from votes.models import Tally, Vote

VOTERS = 500
CODE_BYTES = 12


def nameless_votes(campaign: Campaign) -> Iterator[dict[str, Any]]:
    """Each vote with its idea and unit (ids), and as `voter` a code drawn by lot, in an order drawn by lot.

    As when the key is destroyed (actions/secrecy.py), a unit from which too few voted is left out: who took part is
    known, and would be known by it. One query a few hundred voters.
    """
    votes = Vote.objects.filter(idea__campaign=campaign)
    by_unit = votes.order_by().values_list("unit_id").annotate(people=Count("voter", distinct=True))
    lonely = too_small(dict(by_unit), campaign.smallest_group)
    voters = [bytes(voter) for voter in votes.order_by().values_list("voter", flat=True).distinct()]
    SystemRandom().shuffle(voters)
    for start in range(0, len(voters), VOTERS):
        codes = {voter: secrets.token_hex(CODE_BYTES) for voter in voters[start : start + VOTERS]}
        rows = list(votes.filter(voter__in=list(codes)).values("idea_id", "voter", "choice", "unit_id", "revision"))
        rows.sort(key=lambda row: (codes[bytes(row["voter"])], row["idea_id"]))
        for row in rows:
            unit = None if row["unit_id"] in lonely else row["unit_id"]
            yield {**row, "voter": codes[bytes(row["voter"])], "unit_id": unit}


def released(campaign: Campaign) -> Iterator[dict[str, Any]]:
    """What was shown of each idea's votes, as of its last release, and before it was merged with others."""
    names = ("shown_support", "shown_object", "shown_passed", "release", "released_at", "earlier")
    yield from Tally.objects.filter(idea__campaign=campaign).order_by("pk").values("idea_id", *names).iterator()


def units_of(campaign: Campaign) -> QuerySet[Vote, Any]:
    """Ids of the units that stand beside votes."""
    return Vote.objects.filter(idea__campaign=campaign).order_by().values("unit_id").distinct()
