"""Casting and withdrawing a vote, and keeping the tallies equal to the votes."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid, Refusal, require
from core.privacy import SMALLEST_TRACE, may_release
from ideas.actions import CampaignClosed, contribute_to, mark_voted_on, place
from ideas.models import Campaign, Idea, Step
from ideas.queries import read_key
from ideas.rules import is_asked, is_author
from people.models import Unit, User
from people.queries import reporting_unit
from votes import queries, ranking
from votes.models import COLUMN, Choice, Tally, UnitTally, Vote, step

BATCH = 2000


class OwnIdea(Refusal):
    """Raised when the author votes on an idea of their own."""

    code = "own_idea"
    message = _("This is your own idea. Your colleagues weigh it; you can weigh theirs.")


def _require_vote(by: User, idea: Idea, at: datetime | None) -> None:
    campaign = idea.campaign
    require(is_asked(by, campaign))
    if campaign.held_at is not None or campaign.step_at(at or timezone.now()) != Step.LISTEN:
        raise CampaignClosed(campaign)
    if is_author(by, idea):
        raise OwnIdea


@transaction.atomic
def cast(*, by: User, idea: Idea, choice: str, at: datetime | None = None) -> str:
    """Set the person's vote on `idea`, or on the idea that it was merged into, and return the choice.

    The same choice again changes nothing. The tallies change in the same transaction, under a lock on the idea's
    tally; the unique key on idea and voter stands behind it. `at` is when it was cast, for an import.
    """
    if choice not in Choice.values:
        raise Invalid(_("A vote is support, object or pass."), field="choice")
    idea = queries.survivor(idea)
    _require_vote(by, idea, at)
    voter = contribute_to(idea.campaign, by=by, at=at)
    tally = _locked_tally(idea)
    vote = Vote.objects.filter(idea=idea, voter=voter).first()
    if vote is None:
        vote = Vote.objects.create(
            idea=idea, voter=voter, choice=choice, unit=reporting_unit(by.unit, smallest=SMALLEST_TRACE)
        )
        _count(tally, vote.unit, {choice: +1})
        mark_voted_on(idea)
    elif vote.choice != choice:
        _count(tally, vote.unit, {vote.choice: -1, choice: +1})
        vote.choice = choice
        vote.save(update_fields=["choice"])
    _release(idea, tally)
    return choice


@transaction.atomic
def withdraw(*, by: User, idea: Idea) -> None:
    """Take the person's vote on `idea` back. Without a vote nothing changes."""
    idea = queries.survivor(idea)
    _require_vote(by, idea, None)
    voter = read_key(by, idea.campaign)
    if voter is None:
        return
    tally = _locked_tally(idea)
    vote = Vote.objects.filter(idea=idea, voter=voter).first()
    if vote is not None:
        vote.delete()
        _count(tally, vote.unit, {vote.choice: -1})


def _locked_tally(idea: Idea) -> Tally:
    """The idea's tally, locked: votes on one idea are counted one after the other."""
    rows = Tally.objects.select_for_update()
    try:
        return rows.get(idea=idea)
    except Tally.DoesNotExist:
        Tally.objects.get_or_create(idea=idea)  # two first votes at once: one of them makes the row
        return rows.get(idea=idea)


def _count(tally: Tally, unit: Unit | None, changes: dict[str, int]) -> None:
    """Change both tallies by `changes`, from choice to number."""
    for choice, number in changes.items():
        column = COLUMN[Choice(choice)]
        setattr(tally, column, getattr(tally, column) + number)
        row = UnitTally.objects.filter(idea_id=tally.idea_id, unit=unit)
        if not row.update(**step(choice, number)):
            UnitTally.objects.create(idea_id=tally.idea_id, unit=unit, **{column: number})
    tally.save(update_fields=["support", "object", "passed"])


def _release(idea: Idea, tally: Tally) -> None:
    """Show the present counts once enough new people have voted, and place the idea in every order by them.

    Orders follow what is released, never the live counts: a list that moved with each vote would tell it.
    """
    if not may_release(tally.voters, tally.shown_voters, idea.campaign.smallest_group):
        return
    tally.shown_support, tally.shown_object, tally.shown_passed = tally.support, tally.object, tally.passed
    tally.release += 1
    tally.released_at = timezone.now()
    tally.save(update_fields=["shown_support", "shown_object", "shown_passed", "release", "released_at"])
    counts = ranking.Counts(tally.support, tally.object, tally.passed)
    place(
        idea.pk,
        top=ranking.top(counts),
        common_ground=ranking.common_ground(queries.counts_by_unit(idea)),
        divisive=ranking.divisive(counts),
        for_you=ranking.for_you(counts),
    )


@transaction.atomic
def take_over(*, campaign: Campaign, ballots: Iterable[tuple[Idea, bytes, str, Unit | None]]) -> int:
    """Write the votes of an import into `campaign`, count them and release. Returns how many there are.

    Each ballot is an idea, the voter's pseudonym, the choice, and the unit as near as it may be reported. A pair of
    idea and voter occurs once.
    """
    rows = [Vote(idea=idea, voter=voter, choice=choice, unit=unit) for idea, voter, choice, unit in ballots]
    Vote.objects.bulk_create(rows, batch_size=BATCH)
    recount(idea_ids=[row.idea_id for row in rows])
    for tally in Tally.objects.filter(idea__campaign=campaign).select_related("idea__campaign").order_by("pk"):
        mark_voted_on(tally.idea)
        _release(tally.idea, tally)
    return len(rows)


@transaction.atomic
def recount(*, idea_ids: Iterable[int]) -> None:
    """Set the tallies of these ideas to what their votes add up to."""
    ids = sorted(set(idea_ids))
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
