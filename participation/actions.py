"""Counting who has been heard, and releasing it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from core.errors import require
from core.jobs import enqueue
from core.locks import alone
from core.privacy import may_release
from ideas.actions import collect_taken_part, mix_taken_part, recount_heard
from ideas.actions import remind as remind_the_silent
from ideas.models import Campaign
from ideas.queries import is_reminder_due
from notices.actions import clear_alarm, raise_alarm
from participation import queries, rules
from participation.coverage import UnitCount, figures
from participation.models import Reason, Release, Snapshot, Summary
from participation.queries import LiveCount
from participation.summary import summed_up
from people.actions import record
from people.models import Unit, User
from votes.actions import recount_part
from votes.queries import spread

BATCH = 1000
COUNTS = ["invited", "heard", "active", "ideas", "comments"]
VOTES_FROM, VOTES_TO = 5, 95  # per cent of a rebuild, between which it reads the votes
NAMED = 20


def ask_for_summary(*, by: User, campaign: Campaign) -> None:
    """Have a worker count `campaign` now."""
    require(rules.may_summarise(by))
    enqueue("participation.summarise", campaign_id=campaign.pk)


def summarise(*, campaign: Campaign) -> Summary:
    """Bring today's snapshots up to date and release the figures if enough new people have been heard.

    Only rows of today change. What was counted before is not read again: it costs as much as there are units, people
    and ideas, and what is new of votes and of taking part. The first time, and when it may have missed something,
    everything is counted (`rebuild`). Run twice, it changes nothing the second time but `counted_at`. Of two at once
    the second changes nothing. Who took part is written down first and by itself: word of it is lost with a
    transaction that fails.
    """
    with alone(_name(campaign)) as mine:
        summary = _current(campaign)
        if mine and queries.must_rebuild(summary):
            return _rebuild(campaign)
        if mine:
            collect_taken_part(campaign=campaign)
            return _count(campaign)
    return summary


def rebuild(*, campaign: Campaign) -> Summary:
    """Count `campaign` from its votes, ideas, comments and rows of taking part, as if nobody had counted it before.

    `Summary.progress` tells how far it is. Killed, it goes on where it was, also when it is `summarise` that runs next.
    Rows of past days stay; weeks in which nobody counted get one. While somebody else counts the campaign, nothing
    changes but that the next one has to begin at the beginning.
    """
    _current(campaign)
    Summary.objects.filter(campaign=campaign, progress=None).update(progress=0)
    with alone(_name(campaign)) as mine:
        return _rebuild(campaign) if mine else _current(campaign)


def _rebuild(campaign: Campaign) -> Summary:
    """Each step is done by itself and may be done again."""
    done = _current(campaign).progress or 0
    _say(campaign, done)
    if done < VOTES_TO:
        recount_heard(campaign=campaign)
        collect_taken_part(campaign=campaign, also=queries.unnoted(campaign))
        while (percent := recount_part(campaign)) < 100:
            _say(campaign, VOTES_FROM + (VOTES_TO - VOTES_FROM) * percent // 100)
        _say(campaign, VOTES_TO)
    for day in queries.uncounted_weeks(campaign):
        _write(campaign, day, queries.counts_on(campaign, day))
    return _count(campaign, rebuilt=True)


def _say(campaign: Campaign, percent: int) -> None:
    Summary.objects.filter(campaign=campaign).update(progress=percent)


def note_lost(*, campaign: Campaign) -> int:
    """Write down people who contributed and of whom word was lost; returns how many there were. They took part today.

    It looks everybody up who is not noted, and so costs more than a count.
    """
    lost = queries.unnoted(campaign)
    if lost:
        collect_taken_part(campaign=campaign, also=lost)
    return len(lost)


def remind(*, campaign: Campaign) -> bool:
    """Remind whoever has not taken part, if it is time for it; whether it was. First everybody is noted who has."""
    if not is_reminder_due(campaign):
        return False
    collect_taken_part(campaign=campaign, also=queries.unnoted(campaign))
    return remind_the_silent(campaign=campaign)


@transaction.atomic
def _count(campaign: Campaign, *, rebuilt: bool = False) -> Summary:
    now, today = timezone.now(), timezone.localdate()
    summary = Summary.objects.select_for_update(of=("self",)).select_related("latest").get(campaign=campaign)
    mix_taken_part(campaign=campaign, since=today - timedelta(days=1))
    counts = queries.live_counts(campaign)
    _write(campaign, today, counts)
    closed = queries.closed_units(campaign)
    heard = sum(count.heard for count in counts.values()) + sum(unit.heard for unit in closed)
    if may_release(heard, summary.heard, campaign.smallest_group):
        _release(campaign, summary, [*queries.unit_counts(campaign, counts), *closed])
    summary.counted_at = now
    if rebuilt:
        summary.rebuilt_at, summary.progress = now, None
    summary.save()
    return summary


def _write(campaign: Campaign, day: date, counts: Mapping[int, LiveCount]) -> None:
    """Have exactly these rows for `day`: if any changed all are written, so that where they lie does not tell which."""
    rows = Snapshot.objects.filter(campaign=campaign, day=day)
    stored = {unit: tuple(values) for unit, *values in rows.values_list("unit_id", *COUNTS)}
    wanted = {unit: tuple(getattr(count, name) for name in COUNTS) for unit, count in counts.items()}
    if stored == wanted:
        return
    rows.exclude(unit__in=counts).delete()
    Snapshot.objects.bulk_create(
        _rows(campaign, day, wanted),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["campaign", "unit", "day"],
        update_fields=COUNTS,
    )


def _rows(campaign: Campaign, day: date, wanted: Mapping[int, tuple[int, ...]]) -> Iterable[Snapshot]:
    for unit, values in wanted.items():
        yield Snapshot(campaign=campaign, unit_id=unit, day=day, **dict(zip(COUNTS, values, strict=True)))


def _release(campaign: Campaign, summary: Summary, units: Sequence[UnitCount]) -> None:
    """Let out what the reporting engine lets through beside all earlier releases, under the next number.

    All that is told of the campaign stands in the one row, so that two pages never disagree.
    """
    earlier = summary.figures
    shown = figures(units, queries.totals(campaign), campaign.smallest_group, earlier)
    if shown["heard"] in (None, earlier.get("heard")):
        return
    said, heard = queries.said(campaign, earlier), queries.heard_by_day(campaign)
    shown = summed_up(shown, votes=spread(campaign), heard=heard, said=said)
    summary.heard = shown["heard"]
    summary.latest = Release.objects.create(
        campaign=campaign, number=summary.release + 1, released_at=timezone.now(), figures=shown
    )


@transaction.atomic
def explain(*, by: User, campaign: Campaign, unit: Unit, reason: str) -> Reason | None:
    """Note why `unit` is likely to be quiet in `campaign`; an empty `reason` takes back what was noted."""
    require(rules.may_explain(by, campaign, unit))
    words = reason.strip()
    known = Reason.objects.select_for_update().filter(campaign=campaign, unit=unit).first()
    if (known.text if known else "") == words:
        return known
    before = {"reason": known.text, "unit": unit.pk} if known else None
    if known is not None and not words:
        record("participation.explain", by=by, on=known, before=before)
        known.delete()
        return None
    noted, _ = Reason.objects.update_or_create(campaign=campaign, unit=unit, defaults={"text": words})
    record("participation.explain", by=by, on=noted, before=before, after={"reason": words, "unit": unit.pk})
    return noted


def check() -> None:
    """Alarm administrators when not as many people are heard as took part, and mend nothing: first find the cause."""
    wrong = queries.heard_drift()
    if wrong:
        raise_alarm(kind="tally_drift", subject="heard", data={"campaigns": len(wrong), "first": wrong[:NAMED]})
    else:
        clear_alarm(kind="tally_drift", subject="heard")


def _current(campaign: Campaign) -> Summary:
    Summary.objects.get_or_create(campaign=campaign)
    return Summary.objects.select_related("latest").get(campaign=campaign)


def _name(campaign: Campaign) -> str:
    return f"participation {campaign.pk}"
