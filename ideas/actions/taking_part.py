"""Taking part in a campaign, and remembering who did without telling what each one did.

Who took part is no secret, what they said by voting is. Rows that name people are therefore never written beside a
contribution: it only leaves a count outside the database, and a job writes all of them down at once, in random order.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from random import SystemRandom

from django.db import connection, transaction
from django.db.models import Count, Min, Q
from django.utils import timezone

from core import counters, keys, locks
from ideas.models import Campaign, Heard, TakenPart
from people.models import Membership, User

BATCH = 2000
KEPT = 7 * counters.DAY  # seconds: that long the job that writes them down may be away
MIX = """
WITH taken AS (
  DELETE FROM ideas_takenpart WHERE campaign_id = %s AND "on" >= %s
  RETURNING user_id, campaign_id, unit_id, "on", is_first
)
INSERT INTO ideas_takenpart (user_id, campaign_id, unit_id, "on", is_first)
SELECT user_id, campaign_id, unit_id, "on", is_first FROM taken ORDER BY gen_random_uuid()
"""
Day = tuple[int, date]  # a person's id, and when they took part


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
    return note_days(campaign=campaign, days={day: units.get(day[0]) for day in days})


def note_many_taken_part(*, campaign: Campaign, days: Iterable[tuple[int, int | None, datetime]]) -> None:
    """Write down who took part in an imported campaign: (user id, unit id, when) of each contribution, in any order."""
    note_days(campaign=campaign, days={(user, timezone.localdate(at)): unit for user, unit, at in days})


@transaction.atomic
def note_days(*, campaign: Campaign, days: Mapping[Day, int | None]) -> int:
    """Write down `days`, each with the unit from which the person took part, and who is heard by it; their number.

    Two that write the same rows by lot would wait for each other, and both find somebody not heard yet: so they come
    one after the other.
    """
    if not days:
        return 0
    locks.wait_until_commit(_name(campaign.pk))
    first = _first(campaign, days)
    rows = [
        TakenPart(campaign=campaign, user_id=user, unit_id=unit, on=on, is_first=(user, on) in first)
        for (user, on), unit in days.items()
    ]
    SystemRandom().shuffle(rows)
    TakenPart.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    heard, _ = Heard.objects.get_or_create(campaign=campaign)
    now_heard = Counter(heard.people) + Counter(_unit(days[day]) for day in first)
    Heard.objects.filter(pk=heard.pk).update(people=dict(now_heard), is_mixed=False)
    return len(rows)


def _first(campaign: Campaign, days: Iterable[Day]) -> set[Day]:
    """Of people who were not heard yet, the earliest of their `days`. It costs as much as there are days."""
    earliest: dict[int, date] = {}
    for user, on in days:
        earliest[user] = min(on, earliest.get(user, on))
    people = sorted(earliest)
    for start in range(0, len(people), BATCH):
        rows = TakenPart.objects.filter(campaign=campaign, is_first=True, user__in=people[start : start + BATCH])
        for user in rows.values_list("user_id", flat=True):
            del earliest[user]
    return set(earliest.items())


@transaction.atomic
def mix_taken_part(*, campaign: Campaign, since: date) -> None:
    """Write the rows of taking part from `since` on anew, in random order and as one transaction, if any is new.

    Rows of one count lie together, and so do those of the next: without this their order would tell at what time of
    the day somebody took part.
    """
    locks.wait_until_commit(_name(campaign.pk))
    if not Heard.objects.filter(campaign=campaign, is_mixed=False).update(is_mixed=True):
        return
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(MIX, [campaign.pk, since])
        return
    rows = list(TakenPart.objects.filter(campaign=campaign, on__gte=since))
    TakenPart.objects.filter(pk__in=[row.pk for row in rows]).delete()
    SystemRandom().shuffle(rows)
    for row in rows:
        row.pk = None
    TakenPart.objects.bulk_create(rows, batch_size=BATCH)


@transaction.atomic
def recount_heard(*, campaign: Campaign) -> None:
    """Set how many were heard to what the rows of taking part add up to. Reads the first row of each person."""
    locks.wait_until_commit(_name(campaign.pk))
    _name_first(campaign)
    rows = TakenPart.objects.filter(campaign=campaign, is_first=True).order_by().values_list("unit_id")
    people = {_unit(unit): number for unit, number in rows.annotate(number=Count("pk"))}
    Heard.objects.update_or_create(campaign=campaign, defaults={"people": people})


def _name_first(campaign: Campaign) -> None:
    """Make the earliest row of people of whom none is the first yet that one.

    Grouped, and not compared row by row: just after an import PostgreSQL does not know how many rows there are.
    """
    people = TakenPart.objects.filter(campaign=campaign).order_by().values_list("user_id")
    without = people.annotate(firsts=Count("pk", filter=Q(is_first=True)), day=Min("on")).filter(firsts=0)
    earliest: dict[date, list[int]] = {}
    for user, _firsts, day in without:
        earliest.setdefault(day, []).append(user)
    for day, users in earliest.items():
        for start in range(0, len(users), BATCH):
            rows = TakenPart.objects.filter(campaign=campaign, on=day, user__in=users[start : start + BATCH])
            rows.update(is_first=True)


def _unit(unit_id: int | None) -> str:
    return "" if unit_id is None else str(unit_id)


def _name(campaign_id: int) -> str:
    return f"taken-part:{campaign_id}"
