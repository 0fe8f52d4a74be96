"""Saying where an idea has got to."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid, Refusal, require
from core.text import is_blank
from ideas import queries, rules
from ideas.actions.events import happened, mark_handled, unsay
from ideas.models import Event, Idea
from people.actions import record
from people.models import User


class IsMerged(Refusal):
    """Raised when the status of a merged idea would change: it has that of the idea it was merged into."""

    code = "is_merged"
    message = _("This idea is merged into another. Set the status there, or take them apart first.")


@transaction.atomic
def set_status(*, by: User, idea: Idea, status: str, reason: str = "", at: datetime | None = None) -> Idea:
    """Say where `idea` has got to, and have everybody told to whom it matters. Declining needs a reason.

    The same status for the same reason changes nothing and tells nobody. Merging is another verb; `IsMerged`. `at` is
    when it was said, for a demo.
    """
    idea = queries.locked(idea)
    require(rules.may_curate(by, idea.campaign))
    if idea.status == Idea.Status.MERGED:
        raise IsMerged
    if status not in Idea.Status.values or status == Idea.Status.MERGED:
        raise Invalid(_("An idea is open, shortlisted, adopted, delivered or declined."), field="status")
    if status == Idea.Status.DECLINED and is_blank(reason):
        raise Invalid(_("Say why, so that its author can understand it."), field="reason")
    mark_handled([idea])
    if (idea.status, idea.reason) == (status, reason.strip()):
        return idea
    _write(by, idea, status, reason.strip())
    happened(idea, Event.Kind.STATUS, at=at, status=status, reason=idea.reason)
    return idea


@transaction.atomic
def take_back_status(*, by: User, idea: Idea, status: str, reason: str, since: datetime) -> Idea:
    """Undo a status set at `since`: `idea` has its old one, and whoever has not read of the new one never will."""
    idea = queries.locked(idea)
    require(rules.may_curate(by, idea.campaign))
    unsay([idea], Event.Kind.STATUS, since=since)
    _write(by, idea, status, reason)
    return idea


def _write(by: User, idea: Idea, status: str, reason: str) -> None:
    before = {"status": idea.status, "reason": idea.reason}
    idea.status, idea.reason = status, reason
    idea.save(update_fields=["status", "reason"])
    record("ideas.set_status", by=by, on=idea, before=before, after={"status": status, "reason": reason})
