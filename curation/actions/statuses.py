"""Saying on the board where an idea has got to, so that it can be undone there; and that it was read."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from core.errors import require
from curation import rules
from curation.actions.moves import Elsewhere, note, take_turn
from curation.models import Move, Question
from ideas import actions as ideas_actions
from ideas import queries as ideas_queries
from ideas.actions.events import mark_handled
from ideas.models import Idea
from people.models import User


@transaction.atomic
def set_status(*, by: User, idea: Idea, status: str, reason: str = "") -> Idea:
    """As `ideas.actions.set_status`, and a move on the board when something changed."""
    take_turn(idea.campaign)
    old = ideas_queries.locked(idea)
    before = {"status": old.status, "reason": old.reason}
    moment = timezone.now()  # not after what is told of it: undone, everything since then is forgotten
    idea = ideas_actions.set_status(by=by, idea=idea, status=status, reason=reason)
    after = {"status": idea.status, "reason": idea.reason}
    if after != before:
        note(by=by, campaign=idea.campaign, verb=Move.Verb.STATUS, idea=idea, before=before, after=after, at=moment)
    return idea


def put_status_back(by: User, move: Move) -> None:
    """Undo `move`, as long as the idea still has the status that it gave."""
    idea = ideas_queries.locked(move.idea) if move.idea else None
    if idea is None or any(getattr(idea, name) != move.after[name] for name in ("status", "reason")):
        raise Elsewhere
    ideas_actions.take_back_status(by=by, idea=idea, since=move.moved_at, **move.before)


@transaction.atomic
def mark_read(*, by: User, ideas: Iterable[Idea]) -> None:
    """Note that a curator has read `ideas`, and what their authors answered, where nothing else is to be done."""
    wanted = list(ideas)
    for campaign in {idea.campaign for idea in wanted}:
        require(rules.may_change_themes(by, campaign))
    mark_handled(wanted)
    answers = Question.objects.filter(idea__in=wanted, answered_at__isnull=False, read_at=None)
    answers.update(read_at=timezone.now())
