"""Working days, as a campaign counts them: in its own time zone, without weekends and without its holidays. Pure.

What comes in on a day has until the end of the n-th working day after it. On the day itself nothing is counted yet, so
`3 of 5 working days` reads: two are left after today.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Protocol, Self
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
WEEK = 7
WORKING = 5  # Monday to Friday
# Of each reminder: after which share of the time to listen, and from which hour on. Two hours reach two shifts.
REMINDERS = ((0.5, 9), (0.8, 15))
LAST_HOUR = 17
APART = 3 * DAY
IN_TIME = DAY  # before the end: later there would be no time to answer


class Promising(Protocol):
    """What is read of a campaign."""

    read_days: int
    time_zone: str
    holidays: list[str]


@dataclass(frozen=True, slots=True)
class Wait:
    """How long something has waited: working days so far, those promised, and the last day of the promise."""

    days: int
    promised: int
    due_on: date

    @property
    def is_late(self) -> bool:
        return self.days > self.promised

    @property
    def late_by(self) -> int:
        """Working days beyond the promise."""
        return max(0, self.days - self.promised)


@dataclass(frozen=True, slots=True)
class Clock:
    """The promise of a campaign, and the days on which it is kept: `Clock.of(campaign).wait(idea.submitted_at, now)`.

    Wherever a moment is asked for, a date is taken as it is: of what somebody did anonymously only the day is known,
    and it is the same in every zone (`day_of`).
    """

    promised: int
    time_zone: str
    holidays: frozenset[date]

    @classmethod
    def of(cls, campaign: Promising) -> Self:
        return cls(campaign.read_days, campaign.time_zone, _dates(tuple(campaign.holidays)))

    def day(self, moment: datetime | date) -> date:
        """The calendar day of `moment` where the campaign is."""
        return moment.astimezone(ZoneInfo(self.time_zone)).date() if isinstance(moment, datetime) else moment

    def is_working(self, day: date) -> bool:
        return day.weekday() < WORKING and day not in self.holidays

    def due_on(self, since: datetime | date) -> date:
        """The last day on which the promise for what came in at `since` is kept."""
        day, left = self.day(since), self.promised
        while left > 0:
            day += DAY
            left -= self.is_working(day)
        return day

    def waited(self, since: datetime | date, until: datetime | date) -> int:
        """Working days after the day of `since`, up to and with the day of `until`."""
        first, last = self.day(since), self.day(until)
        if last <= first:
            return 0
        off = sum(1 for day in self.holidays if first < day <= last and day.weekday() < WORKING)
        return _weekdays(last) - _weekdays(first) - off

    def is_late(self, since: datetime | date, now: datetime | date) -> bool:
        return self.waited(since, now) > self.promised

    def begins(self, due: date) -> date:
        """The first day from which on what comes in is due on `due` or later. It turns `due_on` around."""
        day = due
        while self.due_on(day - DAY) >= due:
            day -= DAY
        return day

    def late_before(self, now: datetime | date) -> date:
        """The day before which all that came in, and still waits, is late by `now`."""
        today = day = self.day(now)
        while self.waited(day - DAY, today) <= self.promised:
            day -= DAY
        return day

    def midnight(self, day: date) -> datetime:
        """The moment at which `day` begins where the campaign is."""
        return datetime.combine(day, time(), tzinfo=ZoneInfo(self.time_zone))

    def wait(self, since: datetime | date, now: datetime | date) -> Wait:
        """How long what came in at `since` has waited by `now`."""
        return Wait(self.waited(since, now), self.promised, self.due_on(since))


def due_on(since: datetime | date, days: int, time_zone: str, holidays: Iterable[str]) -> date:
    """The last day of a promise of `days` working days for what came in at `since`."""
    return Clock(days, time_zone, _dates(tuple(holidays))).due_on(since)


def waited(since: datetime | date, until: datetime | date, time_zone: str, holidays: Iterable[str]) -> int:
    """Working days after the day of `since`, up to and with the day of `until`."""
    return Clock(0, time_zone, _dates(tuple(holidays))).waited(since, until)


def is_late(since: datetime | date, now: datetime | date, days: int, time_zone: str, holidays: Iterable[str]) -> bool:
    """Whether `days` working days have passed by `now`."""
    return waited(since, now, time_zone, holidays) > days


def day_of(moment: datetime, *, is_anonymous: bool) -> datetime | date:
    """`moment`, or of what was done anonymously its day, for which midnight UTC stands: yesterday, further west."""
    return moment.date() if is_anonymous else moment


def reminder_due(clock: Clock, start: datetime, end: datetime, sent: Sequence[date], now: datetime) -> bool:
    """Whether a reminder goes out at `now` in a campaign that listens from `start` to `end`.

    `sent` are the days of those before. They go out on working days and in working hours, where the campaign is.
    """
    if len(sent) >= len(REMINDERS) or not start <= now <= end - IN_TIME:
        return False
    share, hour = REMINDERS[len(sent)]
    today, local = clock.day(now), now.astimezone(ZoneInfo(clock.time_zone))
    if sent and today - max(sent) < APART:
        return False
    return now >= start + share * (end - start) and clock.is_working(today) and hour <= local.hour < LAST_HOUR


@lru_cache(maxsize=200)
def _dates(texts: tuple[str, ...]) -> frozenset[date]:
    return frozenset(date.fromisoformat(text) for text in texts)


def _weekdays(day: date) -> int:
    """Mondays to Fridays from the first day of the calendar, a Monday, up to and with `day`."""
    weeks, rest = divmod(day.toordinal(), WEEK)
    return weeks * WORKING + min(rest, WORKING)
