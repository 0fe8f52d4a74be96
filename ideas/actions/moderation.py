"""Reporting a text, deciding about it, objecting to that, and what is done about a pseudonym."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from core import locks
from core.errors import Invalid, Refusal, require
from core.text import is_blank
from ideas import queries, rules
from ideas.actions.cases import TextGone, open_case, open_row, set_pause, settle
from ideas.actions.events import kept_of, mark_handled
from ideas.models import Campaign, Case, Comment, Flag, Idea, Pause
from people.actions import record
from people.models import User

A_DAY = timedelta(days=1)
FLAGS_A_DAY = 20
LONGEST_PAUSE = 90  # days


class OwnText(Refusal):
    """Raised when somebody reports what they wrote themselves."""

    code = "own_text"
    message = _("This is yours. You can change it or take it back instead.")


class TooManyFlags(Refusal):
    """Raised after more reports of one person within a day than a colleague would make."""

    code = "too_many"
    status = 429
    message = _("You have reported many texts today. All of them will be looked at. Please go on tomorrow.")

    def __init__(self) -> None:
        super().__init__(retry_after=int(A_DAY.total_seconds()))


class AlreadyDecided(Refusal):
    """Raised when a colleague has decided meanwhile, with what it was."""

    code = "already_decided"

    def __init__(self, case: Case) -> None:
        hidden = _("A colleague has decided already: it is hidden.")
        shown = _("A colleague has decided already: it is shown.")
        message = hidden if case.outcome == Case.Outcome.HIDDEN else shown
        super().__init__(message, outcome=case.outcome, reason=case.reason)


class ReadAgain(Refusal):
    """Raised when the words are others by now than those that the moderator read."""

    code = "changed_meanwhile"
    message = _("Its author has changed it while you were reading. Read it again before you decide.")


class NothingToObjectTo(Refusal):
    """Raised when a decision was objected to before, was replaced by a later one, or hid nothing."""

    code = "no_objection"
    message = _("You have objected to this decision already, or there is a newer one.")


class NotAnonymous(Refusal):
    """Raised when what is done about a pseudonym is asked for a text that has none."""

    code = "not_anonymous"
    message = _("This is only for anonymous ideas.")


class Paused(Refusal):
    """Raised when a pseudonym that is paused shares another anonymous idea, with the date from which it may."""

    code = "paused"

    def __init__(self, until: datetime) -> None:
        text = _(
            "Moderators asked you to pause: you can share anonymous ideas here again from %(date)s. With your role and "
            "unit you can share now."
        )
        shown = date_format(timezone.localtime(until), "DATE_FORMAT")
        super().__init__(text % {"date": shown}, date=until.isoformat())


@transaction.atomic
def flag(*, by: User, idea: Idea, comment: Comment | None = None, why: str, note: str = "") -> Case:
    """Report `idea`, or `comment` under it. Nobody learns who did; a second time changes nothing."""
    require(rules.may_talk(by, idea.campaign))
    require(not rules.wrote(by, idea, comment), OwnText)
    if comment is not None:
        require(comment.hidden_at is None and comment.withdrawn_at is None, TextGone)
    since = timezone.now() - A_DAY
    require(Flag.objects.filter(by=by, flagged_at__gt=since).count() < FLAGS_A_DAY, TooManyFlags)
    return open_case(idea=idea, comment=comment, by=by, why=why, note=note)


@transaction.atomic
def decide(*, by: User, case: Case, outcome: str, reason: str = "", version: str = "") -> Case:
    """Show or hide the text of an open case. Its author reads the reason, which hiding needs.

    `version` is the idea that the moderator read; raises `ReadAgain` if its author has changed that meanwhile.
    """
    case = queries.locked_case(case)
    _require_moderator(by, case)
    _require_reason(outcome, reason)
    if case.settled_at is not None:
        raise AlreadyDecided(case)
    require(case.comment_id is not None or version in ("", case.idea.version), ReadAgain)
    return _settled(case, by=by, outcome=outcome, reason=reason)


@transaction.atomic
def show_again(*, by: User, case: Case, reason: str = "") -> Case:
    """Show a hidden text again, whose last case is `case`. It becomes a decision of its own."""
    case = queries.locked_case(case)
    _require_moderator(by, case)
    again = open_row(case.idea, case.comment)
    text = queries.text_of(again)
    if text.hidden_at is None:
        raise AlreadyDecided(Case(outcome=Case.Outcome.SHOWN))
    return _settled(again, by=by, outcome=Case.Outcome.SHOWN, reason=reason)


@transaction.atomic
def object_to(*, by: User, case: Case, objection: str) -> Case:
    """Say against a decision why one's own text should be shown. It is looked at once more. Once a decision."""
    case = queries.locked_case(case)
    require(rules.wrote(by, case.idea, case.comment))
    if is_blank(objection):
        raise Invalid(_("Say why it should be shown."), field="objection")
    require(queries.may_be_objected_to(case), NothingToObjectTo)
    again = open_row(case.idea, case.comment, at=_day_of(case, timezone.now()))
    require(not again.objection, NothingToObjectTo)
    again.objection = objection.strip()
    again.save(update_fields=["objection"])
    return again


@transaction.atomic
def hide_all_of_author(*, by: User, case: Case, reason: str) -> int:
    """Hide the anonymous idea of `case` and all undecided ones of the same pseudonym in its campaign: how many.

    Each becomes a decision of its own, which the author reads and can object to.
    """
    locks.wait_until_commit(f"moderation {case.idea.campaign_id}")  # two such would wait for each other's cases
    case = _anonymous(by, case)
    _require_reason(Case.Outcome.HIDDEN, reason)
    if case.settled_at is not None:
        raise AlreadyDecided(case)
    ideas = list(queries.locked_of_same_author(case))
    for idea in ideas:
        _settled(open_row(idea, None), by=by, outcome=Case.Outcome.HIDDEN, reason=reason)
    record("ideas.hide_all_of_author", by=by, on=case, after={"ideas": len(ideas)})
    return len(ideas)


@transaction.atomic
def pause_author(*, by: User, case: Case, days: int) -> Pause | None:
    """Let whoever wrote the anonymous idea of `case` share no other one for so many days; 0 ends the pause."""
    case = _anonymous(by, case)
    if not 0 <= days <= LONGEST_PAUSE:
        raise Invalid(_("A pause takes at most 90 days."), field="days")
    record("ideas.pause_author", by=by, on=case, after={"days": days})
    return set_pause(case.idea.campaign, bytes(case.idea.author_key or b""), by=by, days=days)


def require_not_paused(campaign: Campaign, author_key: bytes, *, at: datetime) -> None:
    """Raise `Paused` if this pseudonym may share nothing anonymous in `campaign` at that moment."""
    pause = Pause.objects.filter(campaign=campaign, author_key=author_key, until__gt=at).first()
    if pause is not None:
        raise Paused(pause.until)


def _settled(case: Case, **decision: Any) -> Case:
    settled = settle(case, **decision)
    if case.comment_id is None:
        mark_handled([case.idea])
    return settled


def _require_moderator(by: User, case: Case) -> None:
    require(rules.may_curate(by, case.idea.campaign))


def _require_reason(outcome: str, reason: str) -> None:
    if outcome not in Case.Outcome.values:
        raise Invalid(_("A text is shown or hidden."), field="outcome")
    if outcome == Case.Outcome.HIDDEN and is_blank(reason):
        raise Invalid(_("Say why, so that its author can understand it."), field="reason")


def _anonymous(by: User, case: Case) -> Case:
    case = queries.locked_case(case)
    _require_moderator(by, case)
    require(case.comment_id is None and case.idea.is_anonymous, NotAnonymous)
    return case


def _day_of(case: Case, moment: datetime) -> datetime:
    return kept_of(case.idea, moment) if case.comment_id is None else moment
