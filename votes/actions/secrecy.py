"""Keeping votes nobody's: mixing them while a campaign listens, and destroying its key once it has closed.

See docs/decisions/0003 for what each of it is good for.
"""

import logging
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from random import SystemRandom
from typing import NamedTuple, TypeAlias, TypeVar
from uuid import UUID

from django.db import DatabaseError, connection, transaction
from django.db.models import Count, Exists, F, OuterRef, Sum

from core import keys
from core.locks import alone
from core.privacy import SMALLEST_GROUP, too_small
from ideas import actions as ideas_actions
from ideas import queries as ideas_queries
from ideas.models import Campaign, Idea
from votes.actions.folding import Ballot, fold, mix_cast, recount_cast
from votes.actions.pace import newcomers_support, note_pace
from votes.actions.rewriting import shuffle
from votes.models import COLUMN, LAST_MIXED, Tally, UnitTally, Vote

log = logging.getLogger(__name__)
Row = TypeVar("Row")
Lain: TypeAlias = tuple[UUID, int, int | None]  # a vote that is to be mixed: its id, idea and unit
LOOK = 20_000  # new votes among which they are found
PEOPLE = 2000  # who have voted since the last time, and are taken at a time
COMPANIONS = 500  # people among whom their votes are mixed at least: shared by the units that the new votes come from
IDEAS = 50  # whose tallies are rewritten in one transaction: who votes on them waits for some hundredths of a second
VOTES = 5000  # that are rewritten in one transaction: who changes one of them waits for some tenths of a second
REWRITING = "votes rewriting"  # of two at once, one would leave out what the other has just put back
WRITTEN = "votes_vote, votes_tally, votes_unittally, votes_cast, votes_spread, ideas_idea"


class Fresh(NamedTuple):
    """A vote that still lies where it was cast."""

    id: UUID
    voter: bytes
    unit_id: int | None
    idea_id: int
    campaign_id: int


def mix() -> int:
    """Mix the votes cast since the last time with older ones. Returns how many votes were rewritten.

    As they were written they lie in the order of casting. Mixed only among themselves, they would still tell the
    minute: so all votes of their voters are mixed with all votes of others from the same units, of at least as many
    people as the smallest group that is shown.
    """
    with alone(REWRITING) as mine:
        return _mix_all() if mine else 0


def _mix_all() -> int:
    number = 0
    while fresh := _fresh():
        by_campaign = defaultdict(list)
        for vote in fresh:
            by_campaign[vote.campaign_id].append(vote)
        for campaign in Campaign.objects.filter(pk__in=by_campaign).order_by("pk"):
            number += _mix(campaign, by_campaign[campaign.pk])
        if len({vote.voter for vote in fresh}) < PEOPLE:
            break
    return number


def _fresh() -> list[Fresh]:
    """All new votes of up to 2,000 people: each is taken once, however much they said."""
    new = Vote.objects.filter(pk__gt=LAST_MIXED)
    voters = list(dict.fromkeys(bytes(voter) for voter in new.order_by("pk").values_list("voter", flat=True)[:LOOK]))
    rows = new.filter(voter__in=voters[:PEOPLE]).order_by("pk")
    found = rows.values_list("pk", "voter", "unit_id", "idea_id", "idea__campaign_id")
    return [Fresh(pk, bytes(voter), *others) for pk, voter, *others in found]


def _mix(campaign: Campaign, fresh: list[Fresh]) -> int:
    """What lies beside the votes comes first: a job that is killed after the votes would not find them again."""
    support = newcomers_support(campaign, [vote.id for vote in fresh], [vote.voter for vote in fresh])
    voters: dict[int | None, set[bytes]] = defaultdict(set)
    for vote in fresh:
        voters[vote.unit_id].add(vote.voter)
    people, known = set().union(*voters.values(), _companions(campaign, voters)), {vote.id for vote in fresh}
    rows = Vote.objects.filter(voter__in=people).order_by("pk").values_list("pk", "idea_id", "unit_id")
    pool: list[Lain] = [row for row in rows if row[0] <= LAST_MIXED or row[0] in known]  # none that came just now
    touched = {(idea, unit) for _pk, idea, unit in pool}
    for ideas in _parts(sorted({idea for idea, _unit in touched}), IDEAS):
        _mix_tallies(ideas, touched)
    ideas_actions.stir(_without_mixed_votes({vote.idea_id for vote in fresh}))
    number = sum([_mix_votes(campaign, votes) for votes in _parts(pool, VOTES)])
    mix_cast(campaign)
    note_pace(campaign, support)
    return number


def _companions(campaign: Campaign, voters: Mapping[int | None, set[bytes]]) -> set[bytes]:
    """People of each unit among whose votes those of its `voters` are hidden, drawn by lot."""
    each = max(SMALLEST_GROUP, COMPANIONS // len(voters))
    chosen: set[bytes] = set()
    for unit, people in ideas_queries.neighbours(campaign, voters).items():
        others = sorted(ideas_queries.pseudonyms(campaign, people, "vote").keys() - voters[unit])
        missing = max(0, each - len(voters[unit]))
        chosen |= set(SystemRandom().sample(others, min(missing, len(others))))
    return chosen


def _parts(rows: list[Row], size: int) -> Iterator[list[Row]]:
    """`rows` in parts drawn by lot: written part by part, they lie in an order as random as written at one go."""
    drawn = SystemRandom().sample(rows, len(rows))
    return (drawn[start : start + size] for start in range(0, len(drawn), size))


@transaction.atomic
def _mix_tallies(ideas: list[int], touched: set[tuple[int, int | None]]) -> None:
    """Where a tally lies tells when its idea was last voted on; and its number, which unit was the first to do so.

    `touched` are the pairs of idea and unit that any of the votes belong to. The whole comes before the parts, as
    whoever casts a vote locks them: the other way round both could wait for ever.
    """
    list(Tally.objects.select_for_update().filter(idea__in=ideas).order_by("pk").values_list("pk"))  # as other jobs do
    shuffle(Tally.objects.filter(idea__in=ideas))
    rows = UnitTally.objects.filter(idea__in=ideas).values_list("pk", "idea_id", "unit_id")
    shuffle(UnitTally.objects.filter(pk__in=[pk for pk, *pair in rows if tuple(pair) in touched]))


def _without_mixed_votes(ideas: set[int]) -> list[int]:
    """Those of `ideas` (ids) whose first vote is still to be mixed."""
    mixed = Vote.objects.filter(idea=OuterRef("pk"), pk__lte=LAST_MIXED)
    return list(Idea.objects.filter(~Exists(mixed), pk__in=ideas).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _mix_votes(campaign: Campaign, votes: list[Lain]) -> int:
    """Whoever changes a vote on these ideas waits; whoever casts a first one need not.

    The vote that they have found would otherwise be gone, under another id, when they write it. New ones are counted.
    """
    if connection.vendor == "postgresql":  # elsewhere, whoever writes is alone
        ideas = sorted({idea for _pk, idea, _unit in votes})
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM votes_tally WHERE idea_id = ANY(%s) ORDER BY idea_id FOR KEY SHARE", [ideas])
    new = Vote.objects.filter(pk__in=[pk for pk, _idea, _unit in votes if pk > LAST_MIXED])
    changes = Counter[Ballot]((bytes(voter), unit) for voter, unit in new.values_list("voter", "unit_id"))
    fold(campaign_id=campaign.pk, changes=changes)
    return shuffle(Vote.objects.filter(pk__in=[pk for pk, _idea, _unit in votes]))


def destroy_keys() -> int:
    """Destroy the keys of campaigns that have been closed for long enough, and return how many.

    First the votes are rewritten under pseudonyms that no key leads to, in one transaction; then the key goes. Killed
    in between, it goes the next time. For a day, what the database still holds of rewritten rows is cleared away: a
    reader that began before may need them for a while.
    """
    with alone(REWRITING) as mine:
        return _destroy_all() if mine else 0


def _destroy_all() -> int:
    number = sum([_destroy(campaign) for campaign in ideas_queries.with_key_to_destroy()])
    if ideas_queries.are_keys_just_destroyed():
        _clear()
    return number


def _destroy(campaign: Campaign) -> bool:
    """Whether the key is destroyed now. What fails in one campaign keeps no other waiting, and is tried again."""
    try:
        if not _forget(campaign):
            return False
        keys.destroy(campaign.key_name)
    except (OSError, DatabaseError) as error:
        log.critical("The key %s could not be destroyed (%s).", campaign.key_name, type(error).__name__)
        return False
    return True


@transaction.atomic
def _forget(campaign: Campaign) -> bool:
    """Whether its votes lead to no key any more: since now, or since a run that was killed before the key went.

    It is not so where the campaign listens again, because somebody moved its end since the job began.
    """
    begins = ideas_actions.begin_to_forget(campaign)
    if begins:
        _without_limit()
        _hide_lonely_units(campaign)
        Vote.objects.filter(idea__campaign=campaign, revision__gt=0).update(revision=0)  # nobody is told by it any more
        shuffle(Vote.objects.filter(idea__campaign=campaign), renew=True)
        recount_cast(campaign_ids=[campaign.pk])
        shuffle(Tally.objects.filter(idea__campaign=campaign))
        shuffle(UnitTally.objects.filter(idea__campaign=campaign))
        ideas_actions.forget_authors(campaign)
    return begins or campaign.key_destroyed_at is not None


def _hide_lonely_units(campaign: Campaign) -> None:
    """Leave out the unit of votes where too few voted from it: who took part is known, and would be known by it."""
    votes = Vote.objects.filter(idea__campaign=campaign)
    by_unit = votes.order_by().values_list("unit_id").annotate(people=Count("voter", distinct=True))
    lonely = too_small(dict(by_unit), campaign.smallest_group) - {None}
    votes.filter(unit__in=lonely).update(unit=None)
    rows = UnitTally.objects.filter(idea__campaign=campaign, unit__in=lonely)
    for idea_id, *numbers in rows.order_by().values_list("idea_id").annotate(*(Sum(name) for name in COLUMN.values())):
        nameless, _ = UnitTally.objects.get_or_create(idea_id=idea_id, unit=None)
        added = {name: F(name) + number for name, number in zip(COLUMN.values(), numbers, strict=True)}
        UnitTally.objects.filter(pk=nameless.pk).update(**added)
    rows.delete()


def _without_limit() -> None:
    """Let what follows in this transaction take its time: ten million votes take longer than a page may."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")


def _clear() -> None:
    """Have the engine overwrite what it still holds of rows that are gone. Outside of any transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        cursor.execute("SET statement_timeout = 0")
        try:
            cursor.execute(f"VACUUM {WRITTEN}")
        finally:
            cursor.execute("RESET statement_timeout")
