"""When a digest is due on the reader's own clock. Pure.

A slot is the moment at which somebody wants to be written to: an hour on the clock of their time zone, each day or on
one day of each week. Days are those of the zone, so that one may last 23 or 25 hours. An hour that a clock leaves out
is the moment after the gap; one that it shows twice is the first.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAY = timedelta(days=1)
WEEK = 7  # days


def zone_of(name: str) -> tzinfo:
    """The time zone of this name; UTC for one that nobody knows."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def last_slot(now: datetime, zone: tzinfo, hour: int, weekday: int | None = None) -> datetime:
    """The latest slot that is not after `now`, in UTC. `weekday` (Monday is 0) makes it one of each week."""
    return max(slot for slot in _around(now, zone, hour, weekday) if slot <= now)


def next_slot(now: datetime, zone: tzinfo, hour: int, weekday: int | None = None) -> datetime:
    """The first slot after `now`, in UTC."""
    return min(slot for slot in _around(now, zone, hour, weekday) if slot > now)


def period(slot: datetime, zone: tzinfo, weekday: int | None = None) -> str:
    """The day of `slot` in the zone, or its week: `2026-03-29`, `2026-W13`."""
    day = slot.astimezone(zone).date()
    return day.isoformat() if weekday is None else f"{day:%G-W%V}"


def quiet_until(now: datetime, zone: tzinfo, start: int, end: int) -> datetime | None:
    """When the quiet hours from `start` to `end` are over, in UTC, or `None` outside of them.

    They may last over midnight; two equal hours are none.
    """
    local = now.astimezone(zone)
    if not is_quiet(local.hour, start, end):
        return None
    later = (_at(local.date() + DAY * days, end, zone) for days in range(2))
    return next(moment for moment in later if moment > now)


def is_quiet(hour: int, start: int, end: int) -> bool:
    """Whether the hour that begins at `hour` belongs to the quiet hours."""
    return start <= hour < end if start <= end else hour >= start or hour < end


def _around(now: datetime, zone: tzinfo, hour: int, weekday: int | None) -> list[datetime]:
    """The slots of some days before and after `now`, more than one on each side."""
    today, reach = now.astimezone(zone).date(), 2 if weekday is None else WEEK + 1
    days = (today + DAY * step for step in range(-reach, reach + 1))
    return [_at(day, hour, zone) for day in days if weekday is None or day.weekday() == weekday]


def _at(day: date, hour: int, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=zone).astimezone(UTC)
