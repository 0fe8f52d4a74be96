"""How many votes were cast, by unit and by person, without reading those that are counted already. For jobs only."""

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Count, UUIDField

from ideas.models import Campaign
from votes.models import LAST_MIXED, Cast, Spread, Vote

# What the votes that lie mixed add up to and what is stored, read at one moment: votes that are mixed meanwhile are no
# difference.
COMPARED = """
WITH counted AS (
  SELECT vote.voter, vote.unit_id, count(*) AS number
  FROM votes_vote AS vote JOIN ideas_idea AS idea ON idea.id = vote.idea_id
  WHERE idea.campaign_id = %s AND vote.id <= %s GROUP BY vote.voter, vote.unit_id
)
SELECT 'units', unit_id, sum(number), NULL FROM counted GROUP BY unit_id
UNION ALL SELECT 'people', number, count(*), NULL FROM (
  SELECT sum(number) AS number FROM counted GROUP BY voter
) AS people GROUP BY number
UNION ALL SELECT 'stored units', unit_id, votes, NULL FROM votes_cast WHERE campaign_id = %s
UNION ALL SELECT 'stored people', 0, 0, CAST(people AS text) FROM votes_spread WHERE campaign_id = %s
"""


def cast_by_unit(campaign: Campaign) -> dict[int | None, int]:
    """Unit id → votes in `campaign`. One query, which reads a count for each unit and the votes not mixed yet.

    At one moment: a vote that is mixed meanwhile is counted once.
    """
    fresh = Vote.objects.filter(idea__campaign=campaign, pk__gt=LAST_MIXED).order_by().values_list("unit_id")
    stored = Cast.objects.filter(campaign=campaign).values_list("unit_id", "votes")
    found = Counter[int | None]()
    for unit, number in stored.union(fresh.annotate(number=Count("pk")), all=True):
        found[unit] += number
    return {unit: max(0, number) for unit, number in found.items()}


def spread(campaign: Campaign) -> dict[int, int]:
    """Number of votes → people who have cast so many in `campaign`. Three queries at most.

    They read one row, the votes not mixed yet, and how many others those voters have cast.
    """
    found = Counter[int]()
    stored = Spread.objects.filter(campaign=campaign).values_list("people", flat=True).first() or {}
    found.update({int(number): people for number, people in stored.items()})
    fresh = Vote.objects.filter(idea__campaign=campaign, pk__gt=LAST_MIXED)
    rows = fresh.order_by().values_list("voter").annotate(number=Count("pk"))
    new = {bytes(voter): number for voter, number in rows}
    for voter, before in mixed_of(new).items():
        found[before] -= 1
        new[voter] += before
    found.update(new.values())
    return {number: people for number, people in found.items() if people > 0}


def mixed_of(voters: Iterable[bytes]) -> dict[bytes, int]:
    """How many votes of each voter lie mixed, looked up in the index of voters; who has none is left out."""
    rows = Vote.objects.filter(voter__in=list(voters), pk__lte=LAST_MIXED).order_by().values_list("voter")
    return {bytes(voter): number for voter, number in rows.annotate(number=Count("pk"))}


def cast_drift() -> list[int]:
    """Ids of campaigns whose counts by unit and by person differ from a recount. Reads every vote."""
    ids = Campaign.objects.filter(first_contribution_at__isnull=False).order_by("pk").values_list("pk", flat=True)
    return [pk for pk in ids if _differs(pk)]


def _differs(campaign_id: int) -> bool:
    last = UUIDField().get_db_prep_value(LAST_MIXED, connection)
    found: dict[str, Counter[Any]] = {}
    with connection.cursor() as cursor:
        cursor.execute(COMPARED, [campaign_id, last, campaign_id, campaign_id])
        for kind, key, number, text in cursor.fetchall():
            counts = found.setdefault(kind, Counter())
            if text is None:
                counts[key if key is None else int(key)] += int(number)
            else:
                counts.update({int(each): people for each, people in json.loads(text).items()})
    return any(found.get(kind, Counter()) != found.get(f"stored {kind}", Counter()) for kind in ("units", "people"))
