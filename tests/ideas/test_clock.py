"""Working days as a campaign counts them. 4 May 2026 is a Monday."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideas.clock import Clock, day_of, due_on, is_late, reminder_due, waited

CHRISTMAS = ["2026-12-24", "2026-12-25", "2026-12-28", "2027-01-01"]
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Pacific/Niue", "Asia/Kathmandu"]
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
clocks = st.builds(
    Clock,
    promised=st.integers(1, 20),
    time_zone=st.sampled_from(ZONES),
    holidays=st.frozensets(days, max_size=20),
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("since", "last"),
    [
        ("2026-05-04T09:00:00Z", "2026-05-11"),  # a Monday: until Monday
        ("2026-05-08T23:59:00Z", "2026-05-15"),  # a Friday
        ("2026-05-09T12:00:00Z", "2026-05-15"),  # on a Saturday as on the Friday before
        ("2026-05-10T12:00:00Z", "2026-05-15"),
    ],
)
def test_five_working_days_leave_weekends_out(since: str, last: str) -> None:
    assert due_on(at(since), 5, "UTC", []) == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("until", "number"),
    [
        ("2026-05-04T23:00:00Z", 0),
        ("2026-05-05T00:00:00Z", 1),
        ("2026-05-08T12:00:00Z", 4),
        ("2026-05-10T12:00:00Z", 4),
        ("2026-05-11T12:00:00Z", 5),
        ("2026-05-12T12:00:00Z", 6),
    ],
)
def test_the_day_itself_does_not_count_and_each_working_day_after_it_does(until: str, number: int) -> None:
    assert waited(at("2026-05-04T09:00:00Z"), at(until), "UTC", []) == number


def test_the_promise_is_kept_until_the_end_of_its_last_day() -> None:
    since = at("2026-05-04T09:00:00Z")

    assert not is_late(since, at("2026-05-11T23:59:59Z"), 5, "UTC", [])
    assert is_late(since, at("2026-05-12T00:00:00Z"), 5, "UTC", [])


def test_nothing_waits_before_it_came() -> None:
    assert waited(at("2026-05-04T09:00:00Z"), at("2026-05-01T09:00:00Z"), "UTC", []) == 0


def test_holidays_in_a_row_and_the_end_of_the_year_are_left_out() -> None:
    since = at("2026-12-22T10:00:00Z")

    assert due_on(since, 5, "UTC", CHRISTMAS) == date(2027, 1, 4)
    assert waited(since, at("2027-01-04T10:00:00Z"), "UTC", CHRISTMAS) == 5


def test_a_holiday_on_a_weekend_takes_no_working_day_away() -> None:
    assert due_on(at("2026-05-08T09:00:00Z"), 1, "UTC", ["2026-05-09", "2026-05-10"]) == date(2026, 5, 11)


@pytest.mark.parametrize(
    ("zone", "day"),
    [("Pacific/Kiritimati", "2026-05-05"), ("UTC", "2026-05-04"), ("Pacific/Niue", "2026-05-03")],
)
def test_a_moment_is_on_the_day_that_it_is_where_the_campaign_is(zone: str, day: str) -> None:
    moment = at("2026-05-04T10:30:00Z") if zone != "Pacific/Niue" else at("2026-05-04T10:30:00Z") - timedelta(hours=1)

    assert Clock(5, zone, frozenset()).day(moment) == date.fromisoformat(day)


def test_a_day_that_lasts_23_or_25_hours_is_one_day() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    for friday in (date(2026, 3, 27), date(2026, 10, 23)):  # the clocks change on the Sunday after
        last = datetime(friday.year, friday.month, friday.day, 23, 59, tzinfo=berlin)
        monday = datetime(friday.year, friday.month, friday.day, 0, 0, tzinfo=berlin) + timedelta(days=3)

        assert waited(last, monday, "Europe/Berlin", []) == 1
        assert waited(last, monday - timedelta(seconds=1), "Europe/Berlin", []) == 0


def test_of_what_was_done_anonymously_the_day_is_the_same_in_every_zone() -> None:
    kept = datetime(2026, 5, 5, tzinfo=UTC)

    assert day_of(kept, is_anonymous=True) == date(2026, 5, 5)
    assert Clock(5, "America/New_York", frozenset()).day(day_of(kept, is_anonymous=True)) == date(2026, 5, 5)
    assert Clock(5, "America/New_York", frozenset()).day(day_of(kept, is_anonymous=False)) == date(2026, 5, 4)


@given(clocks, days, st.integers(0, 400))
def test_waiting_counts_the_working_days_one_by_one(clock: Clock, first: date, length: int) -> None:
    passed = [first + timedelta(days=number) for number in range(1, length + 1)]

    assert clock.waited(first, first + timedelta(days=length)) == sum(clock.is_working(day) for day in passed)


@given(clocks, days)
def test_on_the_last_day_exactly_the_promise_has_been_waited(clock: Clock, since: date) -> None:
    last = clock.due_on(since)

    assert clock.waited(since, last) == clock.promised
    assert clock.is_working(last)
    assert not clock.wait(since, last).is_late


@given(clocks, days)
def test_who_comes_later_is_never_due_earlier(clock: Clock, since: date) -> None:
    assert clock.due_on(since) <= clock.due_on(since + timedelta(days=1))


@given(clocks, days)
def test_the_first_day_of_a_due_day_is_where_being_due_then_begins(clock: Clock, due: date) -> None:
    first = clock.begins(due)

    assert clock.due_on(first) >= due
    assert clock.due_on(first - timedelta(days=1)) < due


@given(clocks, days)
def test_what_came_before_the_late_day_is_late_and_what_came_on_it_is_not(clock: Clock, today: date) -> None:
    first = clock.late_before(today)

    assert not clock.is_late(first, today)
    assert clock.is_late(first - timedelta(days=1), today)


@pytest.mark.parametrize(
    ("now", "sent", "due"),
    [
        ("2026-05-05T08:59:00Z", [], False),  # half of the time is over, but it is early
        ("2026-05-05T09:00:00Z", [], True),
        ("2026-05-05T17:00:00Z", [], False),
        ("2026-05-04T09:00:00Z", [], False),  # half of the time is not over
        ("2026-05-09T10:00:00Z", [], False),  # a Saturday
        ("2026-05-07T10:00:00Z", [], False),  # a holiday
        ("2026-05-14T15:00:00Z", ["2026-05-05"], True),
        ("2026-05-14T10:00:00Z", ["2026-05-05"], False),  # the second comes in the afternoon
        ("2026-05-14T15:00:00Z", ["2026-05-13"], False),  # the first was yesterday
        ("2026-05-18T15:00:00Z", ["2026-05-05", "2026-05-14"], False),
        ("2026-05-19T15:00:00Z", ["2026-05-05"], False),  # the last day
    ],
)
def test_two_reminders_in_working_hours_and_in_time(now: str, sent: list[str], due: bool) -> None:
    clock = Clock(5, "UTC", frozenset({date(2026, 5, 7)}))
    start, end = at("2026-04-20T00:00:00Z"), at("2026-05-20T00:00:00Z")

    assert reminder_due(clock, start, end, [date.fromisoformat(day) for day in sent], at(now)) is due


def test_working_hours_are_those_of_the_campaign() -> None:
    start, end = at("2026-04-20T00:00:00Z"), at("2026-05-20T00:00:00Z")
    there, here = (Clock(5, zone, frozenset()) for zone in ("Pacific/Kiritimati", "UTC"))

    assert reminder_due(there, start, end, [], at("2026-05-05T20:00:00Z"))  # ten in the morning of the sixth
    assert not reminder_due(here, start, end, [], at("2026-05-05T20:00:00Z"))
