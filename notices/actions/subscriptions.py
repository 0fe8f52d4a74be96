"""When people get the digest, and ending it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid, require
from notices import clock, queries
from notices.models import Subscription
from people.models import User
from people.rules import may_change_settings

BATCH = 1000
HOURS, DAYS = range(24), range(clock.WEEK)
CHOICES = ("rhythm", "hour", "weekday", "quiet_from", "quiet_until")


@transaction.atomic
def choose(*, by: User, **chosen: Any) -> Subscription:
    """Change when `by` gets the digest: the fields of `CHOICES`; what is left out stays as it is.

    Raises `Invalid` for a time that is none, and for an hour that lies in the quiet hours.
    """
    require(may_change_settings(by))
    planned, _new = Subscription.objects.select_for_update().get_or_create(user=by)
    for name in CHOICES:
        setattr(planned, name, chosen.get(name, getattr(planned, name)))
    _check(planned)
    planned.next_at = following(planned, by)
    planned.save(update_fields=[*CHOICES, "next_at"])
    return planned


def _check(planned: Subscription) -> None:
    if planned.rhythm not in Subscription.Rhythm.values:
        raise Invalid(_("Choose how often."), field="rhythm")
    for name in ("hour", "quiet_from", "quiet_until"):
        if getattr(planned, name) not in HOURS:
            raise Invalid(_("Choose a full hour, 0 to 23."), field=name)
    if planned.weekday not in DAYS:
        raise Invalid(_("Choose a day of the week."), field="weekday")
    if planned.rhythm != Subscription.Rhythm.OFF and clock.is_quiet(
        planned.hour, planned.quiet_from, planned.quiet_until
    ):
        raise Invalid(_("This hour lies in your quiet hours."), field="hour")


def following(planned: Subscription, reader: User) -> datetime | None:
    """When the reader's next digest is due, `None` when they want none."""
    if planned.rhythm == Subscription.Rhythm.OFF:
        return None
    return clock.next_slot(timezone.now(), clock.zone_of(reader.time_zone), planned.hour, planned.day_of_week)


def unsubscribe(*, token: str) -> bool:
    """End the digest that `token` names; whether there is one. Whoever has the token need not sign in."""
    found = queries.by_token(token)
    if found is None:
        return False
    Subscription.objects.filter(pk=found.pk).update(rhythm=Subscription.Rhythm.OFF, next_at=None)
    return True


def plan() -> int:
    """Plan the digest of active people for whom it is not planned yet; returns of how many."""
    total = 0
    while people := list(queries.without_subscription()[:BATCH]):
        now = timezone.now()  # one moment for all: what was before it is then read once (strategy/queries/digests.py)
        rows = [Subscription(user=person, since=now) for person in people]
        for row, person in zip(rows, people, strict=True):
            row.next_at = following(row, person)
        Subscription.objects.bulk_create(rows, ignore_conflicts=True)
        total += len(rows)
    return total
