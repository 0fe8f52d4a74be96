"""Bringing ideas together that say the same, and taking them apart again."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid, Refusal, require
from curation import rules
from curation.actions.moves import note, take_turn
from curation.models import Merge, Move
from ideas import queries as ideas_queries
from ideas.actions.events import happened, mark_handled
from ideas.models import Event, Idea
from people.actions import record
from people.models import User
from votes import queries as votes_queries
from votes.actions import merging as votes


class AlreadyMerged(Refusal):
    """Raised when an idea is merged that somebody has merged already."""

    code = "already_merged"
    message = _("Somebody has already merged this idea. Take it apart first.")


class NotMerged(Refusal):
    """Raised when an idea is taken apart that stands by itself."""

    code = "not_merged"
    message = _("This idea stands by itself already.")


@transaction.atomic
def merge(*, by: User, idea: Idea, into: Idea) -> Idea:
    """Merge `idea` into `into`, or into what that was merged into, and return the survivor. `unmerge` undoes it.

    No vote is cast meanwhile. Words, comments, votes and author stay with the idea; the survivor counts each
    supporter of both once. Raises `AlreadyMerged`, and `Invalid` where `into` is no idea that it could go into, and for
    one that is hidden: the author and followers of `into` would be told of it.
    """
    campaign = ideas_queries.locked_campaign(idea.campaign)
    require(rules.may_change_themes(by, campaign))
    take_turn(campaign)
    moment = timezone.now()  # not after what is told of it: undone, that is forgotten
    idea, target = _locked(idea), _locked(into)
    if idea.status == Idea.Status.MERGED:
        raise AlreadyMerged
    survivor = _locked(votes_queries.survivor(target))
    _require_possible(idea, survivor)
    before = idea.status
    Merge.objects.create(idea=idea, into=survivor, by=by, status=before)
    idea.status, idea.merged_into = Idea.Status.MERGED, survivor
    idea.save(update_fields=["status", "merged_into"])
    survivor.has_merged = True
    survivor.save(update_fields=["has_merged"])
    mark_handled([idea, survivor])
    votes.bring_together(survivor=survivor, idea=idea)
    happened(idea, Event.Kind.MERGED, survivor=survivor.pk)
    happened(survivor, Event.Kind.ABSORBED, merged=idea.pk)
    said = {"status": idea.status, "into": survivor.pk}
    note(by=by, campaign=campaign, verb=Move.Verb.MERGE, idea=idea, before={"status": before}, after=said, at=moment)
    record("curation.merge", by=by, on=idea, before={"status": before}, after={"into": survivor.pk})
    return survivor


@transaction.atomic
def unmerge(*, by: User, idea: Idea) -> Idea:
    """Take `idea` out of what it was merged into, with everything that was merged into it, and return it.

    It has the status that it had. Votes count where they were cast. Raises `NotMerged`.
    """
    campaign = ideas_queries.locked_campaign(idea.campaign)
    require(rules.may_change_themes(by, campaign))
    take_turn(campaign)
    moment = timezone.now()
    idea = _locked(idea)
    row = Merge.objects.select_for_update().filter(idea=idea, unmerged_at=None).first()
    if row is None or idea.status != Idea.Status.MERGED:
        raise NotMerged
    survivor, stood_for = _locked(row.into), _above(idea)
    row.unmerged_at = timezone.now()
    row.save(update_fields=["unmerged_at"])
    idea.status, idea.merged_into = row.status, None
    idea.save(update_fields=["status", "merged_into"])
    survivor.has_merged = survivor.merged.filter(status=Idea.Status.MERGED).exists()
    survivor.save(update_fields=["has_merged"])
    votes.take_apart(idea=idea, stood_for=stood_for)
    happened(idea, Event.Kind.UNMERGED, survivor=survivor.pk)
    happened(survivor, Event.Kind.UNMERGED, merged=idea.pk)
    before = {"status": Idea.Status.MERGED.value, "into": survivor.pk}
    after = {"status": idea.status}
    note(by=by, campaign=campaign, verb=Move.Verb.UNMERGE, idea=idea, before=before, after=after, at=moment)
    record("curation.unmerge", by=by, on=idea, before={"into": survivor.pk}, after={"status": idea.status})
    return idea


def _locked(idea: Idea) -> Idea:
    """The row, locked; others may still refer to it. Within the gate, so that no two lock each other out."""
    return Idea.objects.select_for_update(no_key=True, of=("self",)).select_related("campaign").get(pk=idea.pk)


def _require_possible(idea: Idea, survivor: Idea) -> None:
    if idea.campaign_id != survivor.campaign_id:
        raise Invalid(_("An idea can only be merged into one of the same campaign."), field="into")
    if idea.pk == survivor.pk:
        raise Invalid(_("These two are one idea already."), field="into")
    if survivor.withdrawn_at is not None or survivor.hidden_at is not None:
        raise Invalid(_("The idea that it would go into is shown to nobody."), field="into")
    if idea.withdrawn_at is not None or idea.hidden_at is not None:
        raise Invalid(_("An idea that is shown to nobody cannot be merged. Decide first whether it is shown."))


def _above(idea: Idea) -> list[Idea]:
    """The ideas that `idea` was merged into, the nearest first."""
    found = []
    while idea.status == Idea.Status.MERGED and idea.merged_into is not None:
        idea = idea.merged_into
        found.append(idea)
    return found
