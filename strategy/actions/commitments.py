"""Promising, and saying what became of the promise."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid, Refusal, require
from core.text import is_blank
from people.actions import record
from people.models import User
from strategy import rules
from strategy.models import Commitment, Priority, Strategy


class AlreadySettled(Refusal):
    """Raised when a promise has already been kept, broken or withdrawn."""

    code = "already_settled"
    message = _("This promise has already been settled.")


@transaction.atomic
def promise(
    *,
    by: User,
    strategy: Strategy,
    promise: str,
    due_on: date,
    priority: Priority | None = None,
    made_on: date | None = None,
) -> Commitment:
    """Promise something by a date, in one's own name. `made_on` is for an import; today by default."""
    require(rules.may_promise(by))
    if is_blank(promise):
        raise Invalid(_("Say what you promise."), field="promise")
    made = made_on or timezone.localdate()
    if due_on < made:
        raise Invalid(_("Choose a date that is still to come."), field="due_on")
    if priority is not None and priority.strategy_id != strategy.pk:
        raise Invalid(_("This priority belongs to another strategy."), field="priority")
    row = Commitment.objects.create(
        strategy=strategy, priority=priority, leader=by, promise=promise.strip(), due_on=due_on, made_on=made
    )
    record("strategy.promise", by=by, on=row, after={"promise": row.promise, "due_on": due_on.isoformat()})
    return row


@transaction.atomic
def settle(
    *, by: User, commitment: Commitment, status: str = "", words: str | None = None, on: date | None = None
) -> Commitment:
    """Say what became of one's own promise: `kept`, `broken` or `withdrawn` with words; or add words to an open one."""
    commitment = Commitment.objects.select_for_update().get(pk=commitment.pk)
    require(rules.may_settle(by, commitment))
    if commitment.status != Commitment.Status.OPEN:
        raise AlreadySettled
    before = {"status": commitment.status, "words": commitment.words}
    if words is not None:
        commitment.words = words.strip()
    if status and status != Commitment.Status.OPEN:
        if status not in Commitment.Status.values:
            raise Invalid(_("A promise is kept, broken or withdrawn."), field="status")
        if status in ("broken", "withdrawn") and is_blank(commitment.words):
            raise Invalid(_("Say why, in your own words."), field="words")
        commitment.status = status
        commitment.settled_on = on or timezone.localdate()
    commitment.save()
    record("strategy.settle", by=by, on=commitment, before=before, after={"status": commitment.status})
    return commitment
