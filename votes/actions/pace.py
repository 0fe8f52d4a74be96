"""How fast support comes in from people new to voting: noted outside the database, and forgotten in a day or two.

A vote keeps no time and gets none. But every few minutes those that are new are found, to be mixed (secrecy.py). What
they add up to is noted then: idea and number, no voter. It lies sealed under the campaign's key, so that whoever
takes what lies in Redis cannot tell the hour at which an idea was supported (docs/decisions/0013).
"""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, timedelta
from uuid import UUID

from django.db.models import Count
from django.utils import timezone

from core import counters, keys, sealing
from ideas.models import Campaign
from votes import bursts
from votes.models import Choice, Vote


def newcomers_support(campaign: Campaign, votes: Sequence[UUID], voters: Sequence[bytes]) -> dict[int, int]:
    """Idea id → how many of these fresh `votes` support it, of voters who are new to voting. Nothing once it closed."""
    if not campaign.is_listening:
        return {}
    counted = Vote.objects.filter(voter__in=set(voters)).order_by().values("voter").annotate(number=Count("pk"))
    new = [bytes(voter) for voter, number in counted.values_list("voter", "number") if number <= bursts.NEW]
    support = Vote.objects.filter(pk__in=votes, voter__in=new, choice=Choice.SUPPORT).order_by()
    return dict(support.values_list("idea_id").annotate(number=Count("pk")))


def note_pace(campaign: Campaign, support: dict[int, int]) -> None:
    """Remember `support` (idea id → number) as that of the present slot."""
    key = keys.find(campaign.key_name) if support else None
    if key is not None:
        block = json.dumps([_slot(), sorted(support.items())])
        counters.add(_name(campaign, days_ago=0), {sealing.seal(key, block): 1})


def read_pace(campaign: Campaign) -> dict[int, Counter[int]]:
    """Slot → idea id → support of people new to voting, of the last day. What cannot be read is left out."""
    key, first = keys.find(campaign.key_name), _slot() - max(bursts.WINDOWS)
    if key is None:
        return {}
    pace: dict[int, Counter[int]] = {}
    for days_ago in (1, 0):
        for sealed in counters.read(_name(campaign, days_ago=days_ago)):
            block = sealing.unseal(key, sealed)
            slot, support = json.loads(block) if block else (0, [])
            if slot > first:
                pace.setdefault(slot, Counter()).update(dict(support))
    return pace


def _slot() -> int:
    return int(timezone.now().timestamp()) // bursts.SLOT


def _name(campaign: Campaign, *, days_ago: int) -> str:
    day = (timezone.now().astimezone(UTC) - timedelta(days=days_ago)).date()
    return f"pace:{campaign.pk}:{day}"
