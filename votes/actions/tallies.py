"""Keeping the tallies equal to the votes, and releasing what they say."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from core.privacy import may_release, may_stand_beside, only_day
from ideas.actions import add_seen, mark_voted_on
from ideas.models import Campaign, Idea
from notices.actions import clear_alarm, raise_alarm
from people.models import Unit
from votes import queries
from votes.actions.folding import recount_cast
from votes.actions.ranks import place_released
from votes.actions.rewriting import write_mixed
from votes.models import COLUMN, Choice, Tally, UnitTally, Vote, step

BATCH = 2000
NAMED = 20


def locked_tally(idea: Idea) -> Tally:
    """The idea's tally, locked: votes on one idea are counted one after the other."""
    rows = Tally.objects.select_for_update()
    try:
        return rows.get(idea=idea)
    except Tally.DoesNotExist:
        Tally.objects.get_or_create(idea=idea)  # two first votes at once: one of them makes the row
        return rows.get(idea=idea)


def locked_tallies(idea_ids: Iterable[int]) -> dict[int, Tally]:
    """The tallies of these ideas, locked in the order in which everybody locks several of them."""
    ids = sorted(set(idea_ids))
    rows = Tally.objects.select_for_update().filter(idea__in=ids).order_by("pk")
    found = {tally.pk: tally for tally in rows}
    if len(found) < len(ids):
        Tally.objects.bulk_create([Tally(idea_id=pk) for pk in ids], batch_size=BATCH, ignore_conflicts=True)
        found = {tally.pk: tally for tally in rows.all()}
    return found


def count(tally: Tally, unit_id: int | None, changes: dict[str, int]) -> None:
    """Change both tallies by `changes`, from choice to number."""
    for choice, number in changes.items():
        column = COLUMN[Choice(choice)]
        setattr(tally, column, getattr(tally, column) + number)
        row = UnitTally.objects.filter(idea_id=tally.idea_id, unit=unit_id)
        if not row.update(**step(choice, number)):
            UnitTally.objects.create(idea_id=tally.idea_id, unit_id=unit_id, **{column: number})
    tally.save(update_fields=["support", "object", "passed"])


def release(tally: Tally, *, smallest: int) -> None:
    """Show the present counts once enough new people have voted. A job then places the idea in every order by them.

    Orders follow what is released, never the live counts: a list that moved with each vote would tell it. Of ideas
    that were merged, everything that was shown of them before is remembered as well.
    """
    if not may_release(tally.voters, tally.shown_voters, smallest):
        return
    if not may_stand_beside(tally.counts, [each["shown"] for each in tally.earlier or []], smallest):
        return
    tally.shown_support, tally.shown_object, tally.shown_passed = tally.support, tally.object, tally.passed
    tally.release += 1
    tally.released_at = only_day(timezone.now())
    tally.save(update_fields=["shown_support", "shown_object", "shown_passed", "release", "released_at"])


@transaction.atomic
def take_over(*, campaign: Campaign, ballots: Iterable[tuple[Idea, bytes, str, Unit | None]]) -> int:
    """Write the votes of an import into `campaign`, count them and release. Returns how many there are.

    Each ballot is an idea, the voter's pseudonym, the choice, and the unit as near as it may be reported. A pair of
    idea and voter occurs once.
    """
    rows = [Vote(idea=idea, voter=voter, choice=choice, unit=unit) for idea, voter, choice, unit in ballots]
    write_mixed(rows)
    recount_cast(campaign_ids=[campaign.pk])
    recount(idea_ids=[row.idea_id for row in rows])
    tallies = list(Tally.objects.filter(idea__campaign=campaign).select_related("idea").order_by("pk"))
    for tally in tallies:
        mark_voted_on(tally.idea)
        release(tally, smallest=campaign.smallest_group)
    add_seen({tally.pk: tally.voters for tally in tallies})  # whoever voted has seen it
    place_released(campaign)
    return len(rows)


@transaction.atomic
def recount(*, idea_ids: Iterable[int]) -> None:
    """Set the tallies of these ideas to what their votes add up to, those on what was merged into them included.

    Whoever votes on one of them meanwhile waits. The tallies are held before the votes are read: a vote that was
    counted in between would be counted away.
    """
    ids = sorted(set(idea_ids))
    locked_tallies(ids)
    overall: dict[int, dict[str, int]] = {pk: {} for pk in ids}
    by_unit: dict[tuple[int, int | None], dict[str, int]] = {}
    for idea_id, unit_id, choice, number in queries.counted(ids):
        column = COLUMN[Choice(choice)]
        overall[idea_id][column] = overall[idea_id].get(column, 0) + number
        by_unit.setdefault((idea_id, unit_id), {})[column] = number
    for idea_id, counts in overall.items():
        Tally.objects.update_or_create(
            idea_id=idea_id, defaults={column: counts.get(column, 0) for column in COLUMN.values()}
        )
    UnitTally.objects.filter(idea_id__in=ids).delete()
    UnitTally.objects.bulk_create(
        [UnitTally(idea_id=pk, unit_id=unit_id, **counts) for (pk, unit_id), counts in by_unit.items()],
        batch_size=BATCH,
    )


def check_tallies() -> None:
    """Alarm administrators when tallies differ from their votes, and mend nothing: first the cause must be found.

    So it is with how many votes were cast by unit and by person, campaign by campaign.
    """
    _tell("", "ideas", queries.drift())
    _tell("cast", "campaigns", queries.cast_drift())


def _tell(subject: str, what: str, wrong: list[int]) -> None:
    if wrong:
        raise_alarm(kind="tally_drift", subject=subject, data={what: len(wrong), "first": wrong[:NAMED]})
    else:
        clear_alarm(kind="tally_drift", subject=subject)
