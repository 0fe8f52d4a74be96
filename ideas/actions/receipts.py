"""What is done with a receipt code: showing it, and claiming the idea that it belongs to (docs/decisions/0024)."""

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid, Refusal, require
from ideas import queries, rules
from ideas.actions.events import happened
from ideas.models import Event, Idea
from people.actions import record
from people.models import User

MOST_TRIES = 10
WAIT = 600  # seconds


class WrongCode(Invalid):
    """Raised when a code belongs to no idea that the person may see, whether there was ever one or not."""

    code = "wrong_code"
    message = _("This code belongs to no idea here. Check each group of four, and that nothing is missing.")


class TooManyTries(Refusal):
    """Raised after more wrong codes than somebody mistypes."""

    code = "too_many_tries"
    status = 429
    message = _("Too many wrong codes. Please wait ten minutes, then try again.")

    def __init__(self) -> None:
        super().__init__(retry_after=WAIT)


class AlreadyNamed(Refusal):
    """Raised when somebody puts their role and unit to an idea that has them already."""

    code = "already_named"
    message = _("This idea is not anonymous any more: it is shown with the role and unit of its author.")


def open_receipt(*, by: User, text: str) -> tuple[Idea, bytes]:
    """The idea whose receipt code is `text`, and the code. Only wrong tries are counted; nothing is written down."""
    tries = f"receipt-tries-{by.pk}"
    require(int(cache.get(tries, 0)) < MOST_TRIES, TooManyTries)
    found = queries.by_receipt(by, text)
    if found is None:
        _count(tries)
        raise WrongCode(field="code")
    return found


def _count(tries: str) -> None:
    cache.add(tries, 0, WAIT)
    try:
        cache.incr(tries)
    except ValueError:  # forgotten in between
        cache.set(tries, 1, WAIT)


@transaction.atomic
def claim(*, by: User, idea: Idea) -> Idea:
    """Put the author's role and unit to their own anonymous idea, for good. Its receipt code ends with that.

    Of two claims at once the second finds it named: the row is locked.
    """
    idea = queries.locked(idea)
    require(idea.is_anonymous, AlreadyNamed)
    require(rules.may_claim(by, idea))
    idea.author, idea.job_title, idea.unit = by, by.job_title, by.unit
    idea.author_key = idea.receipt = None
    idea.save(update_fields=["author", "author_key", "receipt", "job_title", "unit"])
    happened(idea, Event.Kind.CLAIMED)
    record("ideas.claim", by=by, on=idea)
    return idea
