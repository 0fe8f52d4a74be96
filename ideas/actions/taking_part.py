"""Taking part in a campaign, and remembering who did without telling what each one did.

Who took part is no secret, what they said by voting is. Rows that name people are therefore never written beside a
contribution: it only leaves a count outside the database, and a job writes all of them down at once, in random order.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from random import SystemRandom

from django.db import transaction
from django.utils import timezone

from core import counters, keys, locks
from ideas.models import Campaign, TakenPart
from people.models import Membership, User

BATCH = 2000
KEPT = 7 * counters.DAY  # seconds: that long the job that writes them down may be away


def seal(campaign: Campaign, *, at: datetime) -> None:
    """Make the campaign's key and freeze its rules, with the first contribution. Later ones change nothing."""
    if campaign.first_contribution_at is None:
        keys.make(campaign.key_name)
        Campaign.objects.filter(pk=campaign.pk, first_contribution_at=None).update(first_contribution_at=at)
        campaign.first_contribution_at = at


def contribute_to(campaign: Campaign, *, by: User, at: datetime | None = None) -> bytes:
    """The pseudonym under which `by` votes. The first contribution makes the campaign's key and freezes its rules.

    Call it inside the transaction of the contribution. Raises `KeyMissing` when a key that was in use is gone.
    """
    seal(campaign, at=at or timezone.now())
    pseudonym = keys.pseudonym(campaign.key_name, by.pk)
    take_part(campaign.pk, by.pk, at=at)
    return pseudonym


def take_part(campaign_id: int, user_id: int, *, at: datetime | None = None) -> None:
    """Leave word that somebody took part, for `collect_taken_part`, once what they said is committed. No query.

    The day is one of UTC, wherever the person is.
    """
    entry = f"{(at or timezone.now()).astimezone(UTC).date().isoformat()}:{user_id}"
    transaction.on_commit(lambda: counters.add(_name(campaign_id), {entry: 1}, seconds=KEPT))


def collect_taken_part(*, campaign: Campaign, also: Iterable[int] = ()) -> int:
    """Write down who has taken part since the last time; returns of how many people and days there was word.

    What is written already stays as it is. `also` are people found in another way, because word of them was lost; they
    took part today. Call it outside of any transaction: what is taken out of the counts is put back when it cannot be
    written, but not when that is undone.
    """
    word = counters.take(_name(campaign.pk))
    try:
        with transaction.atomic():
            locks.wait_until_commit(_name(campaign.pk))  # two that write the same rows by lot would wait for each other
            return _write(campaign, word, also)
    except BaseException:
        counters.add(_name(campaign.pk), word, seconds=KEPT)
        raise


def _write(campaign: Campaign, word: Iterable[str], also: Iterable[int]) -> int:
    said = (entry.split(":") for entry in word)
    days = {(int(user), date.fromisoformat(on)) for on, user in said}
    days |= {(user, timezone.localdate()) for user in also}
    people = sorted({user for user, _on in days})
    units: dict[int, int] = {}
    for start in range(0, len(people), BATCH):
        current = Membership.objects.filter(user__in=people[start : start + BATCH], until=None)
        units.update(current.values_list("user_id", "unit_id"))
    return _note(campaign, {day: units.get(day[0]) for day in days})


def note_many_taken_part(*, campaign: Campaign, days: Iterable[tuple[int, int | None, datetime]]) -> None:
    """Write down who took part in an imported campaign: (user id, unit id, when) of each contribution, in any order."""
    _note(campaign, {(user, timezone.localdate(at)): unit for user, unit, at in days})


def _note(campaign: Campaign, days: dict[tuple[int, date], int | None]) -> int:
    rows = [TakenPart(campaign=campaign, user_id=user, unit_id=unit, on=on) for (user, on), unit in days.items()]
    SystemRandom().shuffle(rows)
    TakenPart.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    return len(rows)


@transaction.atomic
def mix_taken_part(*, campaign: Campaign, since: date) -> None:
    """Write the rows of taking part from `since` on anew, in random order and as one transaction.

    Rows of one count lie together, and so do those of the next: without this their order would tell at what time of
    the day somebody took part.
    """
    rows = list(TakenPart.objects.select_for_update().filter(campaign=campaign, on__gte=since))
    TakenPart.objects.filter(pk__in=[row.pk for row in rows]).delete()
    SystemRandom().shuffle(rows)
    for row in rows:
        row.pk = None
    TakenPart.objects.bulk_create(rows, batch_size=BATCH)


def _name(campaign_id: int) -> str:
    return f"taken-part:{campaign_id}"
