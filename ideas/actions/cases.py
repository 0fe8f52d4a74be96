"""Opening a case about a text, and settling it. What people do with cases stands in `moderation`."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal
from ideas.actions.events import happened, kept_of
from ideas.models import Campaign, Case, Comment, Event, Flag, Idea, Pause
from people.actions import record
from people.models import User

TRIES = 5  # each takes another moderator who settles the case between our two statements


class TextGone(Refusal):
    """Raised when a text was taken back or hidden meanwhile."""

    code = "gone"
    message = _("This is no longer shown: it was taken back or hidden meanwhile.")


@transaction.atomic
def open_case(*, idea: Idea, comment: Comment | None = None, by: User | None = None, why: str, note: str = "") -> Case:
    """Have a moderator look at `idea`, or at `comment` under it: opens a case, or joins the one that is open.

    `by=None` is the product itself. Who reports is written beside the reason and shown to nobody; a second time changes
    nothing. It writes no log, which would tell who it was, and of an anonymous idea keeps no more than the day.
    """
    moment = timezone.now() if by else kept_of(idea, timezone.now())
    case = open_row(idea, comment, at=moment)
    flag = Flag(case=case, by=by, why=why, note=note.strip(), flagged_at=moment)
    if by is not None:
        Flag.objects.bulk_create([flag], ignore_conflicts=True)
    elif not case.flags.filter(by=None, why=why).exists():
        flag.save()
    return case


def open_row(idea: Idea, comment: Comment | None, *, at: datetime | None = None) -> Case:
    """The open case of the text, made where there is none, locked until the transaction ends."""
    found = Case.objects.select_for_update(no_key=True).filter(idea=idea, comment=comment, settled_at=None)
    for _try in range(TRIES):
        case = found.first()
        if case is not None:
            case.idea, case.comment = idea, comment
            return case
        new = Case(idea=idea, comment=comment, opened_at=at or timezone.now())
        Case.objects.bulk_create([new], ignore_conflicts=True)  # whoever comes second waits here for the first
    raise Refusal


def settle(case: Case, *, by: User, outcome: str, reason: str) -> Case:
    """Show or hide the text of `case`, which is locked, and write down why.

    Tells its author, unless it was shown all along and they said nothing: of an idea that waited they learn it, too.
    """
    hide = outcome == Case.Outcome.HIDDEN
    changed = _set_hidden(case, hide=hide)
    objected = bool(case.objection)
    case.outcome, case.reason = outcome, reason.strip()
    case.settled_at, case.settled_by = timezone.now(), by
    case.save(update_fields=["outcome", "reason", "settled_at", "settled_by"])
    verb = "ideas.hide" if hide else "ideas.show"
    before = {"hidden": hide != changed}
    record(verb, by=by, on=case.comment or case.idea, before=before, after={"hidden": hide, "case": case.pk})
    if hide or changed or objected:
        about: dict[str, Any] = {"comment": case.comment_id} if case.comment_id else {}
        happened(case.idea, Event.Kind.HIDDEN if hide else Event.Kind.SHOWN, case=case.pk, **about)
    return case


def _set_hidden(case: Case, *, hide: bool) -> bool:
    """Whether that changed anything. The idea's number of comments follows."""
    value = timezone.now() if hide else None
    if case.comment is None:
        return bool(Idea.objects.filter(pk=case.idea_id, hidden_at__isnull=hide).update(hidden_at=value))
    comment = Comment.objects.select_for_update(no_key=True).get(pk=case.comment.pk)
    if (comment.hidden_at is not None) == hide:
        return False
    comment.hidden_at = value
    comment.save(update_fields=["hidden_at"])
    if comment.withdrawn_at is None:
        count_comment(comment, -1 if hide else 1)
    return True


def count_comment(comment: Comment, step: int) -> None:
    """Add `step` to the numbers in which `comment` is counted. Always in this order: what it answers, then the idea."""
    if comment.parent_id is not None:
        Comment.objects.filter(pk=comment.parent_id).update(reply_count=F("reply_count") + step)
    Idea.objects.filter(pk=comment.idea_id).update(comment_count=F("comment_count") + step)


def set_pause(campaign: Campaign, author_key: bytes, *, by: User, days: int) -> Pause | None:
    """Let a pseudonym share nothing anonymous for so many days; none ends the pause. Replaces an earlier one."""
    if not days:
        Pause.objects.filter(campaign=campaign, author_key=author_key).delete()
        return None
    values = {"until": timezone.now() + timedelta(days=days), "by": by}
    return Pause.objects.update_or_create(campaign=campaign, author_key=author_key, defaults=values)[0]
