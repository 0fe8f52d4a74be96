"""Casting and withdrawing a vote."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import keys
from core.errors import Invalid, Refusal, require
from core.ids import is_id
from core.prepared import Prepared
from core.privacy import SMALLEST_TRACE
from ideas import queries as ideas_queries
from ideas.actions import CampaignClosed, contribute_to, mark_voted_on, take_part
from ideas.models import Idea, Step
from ideas.models.campaign import key_name
from ideas.rules import is_asked, is_author
from people.models import User
from people.queries import reporting_unit
from votes import counting, queries
from votes.actions.said import Said
from votes.actions.tallies import release
from votes.models import Choice, Vote
from votes.queries import Ballot

CAMPAIGN_OF = Prepared(lambda _shape, *, idea: Idea.objects.filter(pk=idea).values_list("campaign_id"))
CHOICES = frozenset(Choice.values)
MOST = 100_000  # ideas whose campaign a process remembers


class OwnIdea(Refusal):
    """Raised when the author votes on an idea of their own."""

    code = "own_idea"
    message = _("This is your own idea. Your colleagues vote on it; you can vote on theirs.")


class TakenBack(Refusal):
    """Raised when the author took the idea back while somebody voted on it."""

    code = "not_found"
    status = 404
    message = _("The author has just taken this idea back.")


class NotShown(Refusal):
    """Raised when a curator would vote on an idea that nobody else sees."""

    code = "hidden"
    message = _("This idea is hidden. It takes votes once it is shown.")


class _Campaigns:
    """Which campaigns ideas belong to, which never changes, as far as this process has met them."""

    def __init__(self) -> None:
        self.known: dict[int, int] = {}
        self.latest = 0

    def likely(self, idea_id: int) -> Iterator[int]:
        """The campaign of an idea; before it, for one that was not met yet, the campaign last voted in, unasked."""
        if idea_id in self.known:
            yield self.known[idea_id]
            return
        guess = self.latest
        if guess:
            yield guess
        for row in CAMPAIGN_OF.rows(idea=idea_id):
            if row.campaign_id != guess:
                yield row.campaign_id

    def remember(self, idea_id: int, campaign_id: int) -> None:
        if len(self.known) >= MOST:
            self.known = {}
        self.known[idea_id] = self.latest = campaign_id


_campaigns = _Campaigns()


def cast_now(*, by: User, idea_id: int, choice: str) -> Ballot | None:
    """Set the person's vote, and return what they now see beside the idea; `None` when they may not see the idea.

    A first vote that nothing stands against is one statement, where the engine can (`votes/counting.py`). All else
    goes the long way, which knows every reason to refuse.
    """
    _require_choice(choice)
    ballot = _cast_at_once(by, idea_id, choice)
    if ballot is not None:
        return ballot
    idea = ideas_queries.find(by, idea_id)
    if idea is None:
        return None
    cast(by=by, idea=idea, choice=choice)
    return queries.ballot(by, queries.survivor(idea))


def _cast_at_once(by: User, idea_id: int, choice: str) -> Ballot | None:
    if by.receipts or not (counting.is_possible() and by.is_active and is_id(idea_id)):
        return None
    for campaign_id in _campaigns.likely(idea_id):
        ballot = _cast_in(campaign_id, by, idea_id, choice)
        if ballot is not None:
            _campaigns.remember(idea_id, campaign_id)
            return ballot
    return None


def _cast_in(campaign_id: int, by: User, idea_id: int, choice: str) -> Ballot | None:
    """The vote, if the idea is of this campaign and nothing stands against it."""
    pseudonyms = keys.both(key_name(campaign_id), by.pk)
    if pseudonyms is None:  # nobody has contributed yet, or something is wrong: the long way knows
        return None
    voter, author = pseudonyms
    shown = counting.first_vote(
        idea_id=idea_id, campaign_id=campaign_id, user_id=by.pk, voter=voter, author=author, choice=choice
    )
    if shown is None:
        return None
    take_part(campaign_id, by.pk)
    result = queries.Result(*shown)
    hidden = "" if result.votes else "too_few"
    return Ballot(idea_id, choice, result, hidden, may_vote=True, may_take_back=True)


@transaction.atomic
def cast(*, by: User, idea: Idea, choice: str, at: datetime | None = None) -> str:
    """Set the person's vote on `idea`, or on the idea that it was merged into, and return the choice.

    The same choice again confirms it for the words as they are now. The tallies change in the same transaction, under
    a lock on the idea's tally; the unique key on idea and voter stands behind it. `at` is when it was cast, for an
    import. Who voted on an idea that was merged into this one says the same again without a second vote, so that
    taking the two apart brings back what was; another choice is a vote of its own, and counts instead.
    """
    _require_choice(choice)
    idea, _step = _admitted(by, idea, at, Step.LISTEN)
    if is_author(by, idea):
        raise OwnIdea
    require(not idea.is_hidden, NotShown)
    _hold_untouched(idea)
    voter = contribute_to(idea.campaign, by=by, at=at)
    said = Said(idea, voter)
    own, counting_vote = said.votes.get(idea.pk), said.counts(idea.pk)
    if own is not None:
        if (own.choice, own.revision) != (choice, idea.revision):
            own.choice, own.revision = choice, idea.revision
            own.save(update_fields=["choice", "revision"])
    elif counting_vote is None or counting_vote.choice != choice:
        unit = reporting_unit(by.unit, smallest=SMALLEST_TRACE)
        said.votes[idea.pk] = Vote.objects.create(
            idea=idea, voter=voter, choice=choice, unit=unit, revision=idea.revision
        )
        mark_voted_on(idea)
    said.count()
    release(said.tallies[idea.pk], smallest=idea.campaign.smallest_group)
    return choice


@transaction.atomic
def withdraw(*, by: User, idea: Idea) -> None:
    """Take the person's vote on `idea` back, with those on what was merged into it. Without a vote nothing changes.

    Listening being over, a curator may still merge ideas: whoever voted on the merged one may take that back.
    """
    idea, step = _admitted(by, idea, None, Step.LISTEN, Step.CURATE)
    if step == Step.CURATE and (not idea.has_merged or idea.campaign.key_destroyed_at is not None):
        raise CampaignClosed(idea.campaign)
    if idea.campaign.first_contribution_at is None:
        return
    said = Said(idea, keys.pseudonym(idea.campaign.key_name, by.pk))
    if is_author(by, idea) and not said.votes:
        raise OwnIdea
    said.take_back(but=None if step == Step.LISTEN else idea.pk)
    said.count()


def _require_choice(choice: str) -> None:
    if choice not in CHOICES:
        raise Invalid(_("A vote is support, object or pass."), field="choice")


def _admitted(by: User, idea: Idea, at: datetime | None, *steps: Step) -> tuple[Idea, Step]:
    """The idea as it is now, or what it was merged into, if `by` is asked and the campaign is in one of `steps`.

    Whoever would close the campaign, or merge ideas of it, waits until this vote is in, or was there before: so the
    idea is read anew.
    """
    campaign = ideas_queries.shared(idea.campaign)
    idea = queries.survivor(Idea.objects.get(pk=idea.pk))
    idea.campaign = campaign
    require(is_asked(by, campaign))
    step = campaign.step_at(at or timezone.now())  # now that the gate is passed
    if campaign.held_at is not None or step not in steps:
        raise CampaignClosed(campaign)
    if idea.withdrawn_at is not None:
        raise TakenBack
    return idea, step


def _hold_untouched(idea: Idea) -> None:
    """Until somebody has voted on it, its author may take an idea back: hold it, unless they just did."""
    if not idea.voted_on:
        held = Idea.objects.select_for_update(no_key=True)  # others may still refer to it, who hold its tally
        if held.values_list("withdrawn_at", flat=True).get(pk=idea.pk) is not None:
            raise TakenBack
