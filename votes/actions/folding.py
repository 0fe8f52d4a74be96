"""Keeping count of the votes of a campaign by unit, and of how many each person cast, without reading all of them.

The mixing finds every new vote (secrecy.py), so it is there that new votes are added; who takes a vote back takes it
off.
A recount reads all of them, a part of the voters at a time. What is added meanwhile to voters who are counted already
is added to the recount too, so that nobody has to wait for the end of it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Count, Sum

from core import bulk
from ideas.models import Campaign
from votes.actions.rewriting import shuffle
from votes.models import COLUMN, LAST_MIXED, Cast, Spread, Tally, Vote
from votes.queries import mixed_of

PART = (
    100_000  # votes that a part of a recount reads; who takes a vote back meanwhile waits for some tenths of a second
)
MOST_PARTS = 256
LIMIT = 2**16  # of the first two bytes of a pseudonym, by which voters are parted: they are as good as random
ALL = 100  # per cent
Ballot = tuple[bytes, int | None]  # a voter, and the unit that is kept beside the vote


@transaction.atomic
def fold(*, campaign_id: int, changes: Mapping[Ballot, int]) -> None:
    """Add to the counts by how many mixed votes each voter and unit is about to have more, or fewer.

    In the transaction that mixes them or takes them back, before it does, and after it has locked the tallies. It
    costs as much as those people have voted.
    """
    if not changes:
        return
    spread = _locked(campaign_id)
    more: Counter[bytes] = Counter()
    for (voter, _unit), number in changes.items():
        more[voter] += number
    before = mixed_of(more)
    units = Counter[str]()
    for (_voter, unit), number in changes.items():
        units[_key(unit)] += number
    spread.people = _moved(spread.people, before, more)
    recount = spread.recount
    if recount:
        known = {voter for voter in more if _part(voter, recount["parts"]) < recount["done"]}
        recount["people"] = _moved(recount["people"], before, {voter: more[voter] for voter in known})
        for (voter, unit), number in changes.items():
            if voter in known:
                recount["units"][_key(unit)] = recount["units"].get(_key(unit), 0) + number
    spread.save(update_fields=["people", "recount"])
    _add(campaign_id, units)


def _locked(campaign_id: int) -> Spread:
    Spread.objects.get_or_create(campaign_id=campaign_id)
    return Spread.objects.select_for_update().get(campaign_id=campaign_id)


def _moved(people: Mapping[str, int], before: Mapping[bytes, int], more: Mapping[bytes, int]) -> dict[str, int]:
    """How many people have cast how many votes, once each of these voters has cast so many `more`."""
    found = Counter(people)
    for voter, number in more.items():
        had = before.get(voter, 0)
        found[str(had)] -= 1
        found[str(had + number)] += 1
    found.pop("0", None)  # who has cast none is known by who was asked
    return {number: count for number, count in found.items() if count}


def _add(campaign_id: int, units: Mapping[str, int]) -> None:
    rows = {_key(unit): pk for unit, pk in Cast.objects.filter(campaign_id=campaign_id).values_list("unit_id", "pk")}
    bulk.add(Cast, "votes", [(rows[key], number) for key, number in units.items() if key in rows and number])
    new = [(key, number) for key, number in sorted(units.items()) if key not in rows and number]
    Cast.objects.bulk_create([Cast(campaign_id=campaign_id, unit_id=_unit(key), votes=number) for key, number in new])


@transaction.atomic
def mix_cast(campaign: Campaign) -> None:
    """Put the counts by unit in random order: where a row lies tells when somebody of its unit has voted."""
    _locked(campaign.pk)
    shuffle(Cast.objects.filter(campaign=campaign))


def recount_part(campaign: Campaign) -> int:
    """Count the next part of the votes of `campaign` anew, beginning if nobody has; returns how far it is, in per cent.

    At 100 the counts are what the votes add up to. Each part is a transaction: killed in between, it goes on there.
    """
    with transaction.atomic():
        spread = _locked(campaign.pk)
        recount = spread.recount or _begun(campaign)
        first, last = (LIMIT * place // recount["parts"] for place in (recount["done"], recount["done"] + 1))
        units, people = _counted(campaign, first, last)
        recount["units"] = dict(Counter(recount["units"]) + units)
        recount["people"] = dict(Counter(recount["people"]) + people)
        recount["done"] += 1
        if recount["done"] < recount["parts"]:
            Spread.objects.filter(pk=spread.pk).update(recount=recount)
        else:
            _set(campaign, recount["units"], recount["people"])
        return int(ALL * recount["done"] // recount["parts"])


def recount_cast(*, campaign_ids: Iterable[int]) -> None:
    """Set the counts of these campaigns to what their votes add up to, all of a campaign at once."""
    for campaign in Campaign.objects.filter(pk__in=list(campaign_ids)).order_by("pk"):
        with transaction.atomic():
            _locked(campaign.pk)
            _set(campaign, *_counted(campaign, 0, LIMIT))


def _begun(campaign: Campaign) -> dict[str, Any]:
    sums = Tally.objects.filter(idea__campaign=campaign).aggregate(*(Sum(name) for name in COLUMN.values()))
    parts = -(-sum(value or 0 for value in sums.values()) // PART)
    return {"parts": min(max(parts, 1), MOST_PARTS), "done": 0, "units": {}, "people": {}}


def _counted(campaign: Campaign, first: int, last: int) -> tuple[Counter[str], Counter[str]]:
    """What mixed votes add up to, by unit, and people by their number: of voters from `first` to before `last`."""
    rows = Vote.objects.filter(idea__campaign=campaign, pk__lte=LAST_MIXED, voter__gte=first.to_bytes(2))
    if last < LIMIT:
        rows = rows.filter(voter__lt=last.to_bytes(2))
    units, voters = Counter[str](), Counter[bytes]()
    for voter, unit, number in rows.order_by().values_list("voter", "unit_id").annotate(number=Count("pk")):
        units[_key(unit)] += number
        voters[bytes(voter)] += number
    return units, Counter(map(str, voters.values()))


def _set(campaign: Campaign, units: Mapping[str, int], people: Mapping[str, int]) -> None:
    Cast.objects.filter(campaign=campaign).delete()
    rows = [Cast(campaign=campaign, unit_id=_unit(key), votes=number) for key, number in sorted(units.items())]
    Cast.objects.bulk_create(rows)
    Spread.objects.filter(campaign=campaign).update(people=dict(people), recount=None)


def _part(voter: bytes, parts: int) -> int:
    """The part in which a voter is counted: the one from whose first value to before whose last theirs lies."""
    value = int.from_bytes(voter[:2])
    return ((value + 1) * parts - 1) // LIMIT


def _key(unit: int | None) -> str:
    return "" if unit is None else str(unit)


def _unit(key: str) -> int | None:
    return int(key) if key else None
