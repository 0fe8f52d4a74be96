"""When a digest is due, over days of 23 and 25 hours and wherever the reader is."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices import clock

BERLIN, NEW_YORK, APIA = (ZoneInfo(name) for name in ("Europe/Berlin", "America/New_York", "Pacific/Apia"))
ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Kiritimati", "Australia/Lord_Howe", "UTC"]


def utc(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=UTC)


def slots(start: str, days: int, hour: int, zone: ZoneInfo) -> list[datetime]:
    """Every slot of the days from `start` on, found as the job finds them: the next, and the next after that."""
    moment, end, found = utc(start), utc(start) + timedelta(days=days), []
    while (moment := clock.next_slot(moment, zone, hour)) <= end:
        found.append(moment)
    return found


@pytest.mark.parametrize(
    ("start", "hour", "expected"),
    [
        ("2026-03-27T12:00", 8, ["2026-03-28T07:00", "2026-03-29T06:00", "2026-03-30T06:00"]),  # 23 hours
        ("2026-10-23T12:00", 8, ["2026-10-24T06:00", "2026-10-25T07:00", "2026-10-26T07:00"]),  # 25 hours
        ("2026-03-27T12:00", 2, ["2026-03-28T01:00", "2026-03-29T01:00", "2026-03-30T00:00"]),  # an hour left out
        ("2026-10-23T12:00", 2, ["2026-10-24T00:00", "2026-10-25T00:00", "2026-10-26T01:00"]),  # an hour shown twice
    ],
)
def test_each_day_has_one_slot_at_the_same_hour_of_the_clock(start: str, hour: int, expected: list[str]) -> None:
    assert slots(start, 3, hour, BERLIN) == [utc(words) for words in expected]


def test_a_day_that_a_place_leaves_out_has_no_digest_of_its_own() -> None:
    found = slots("2011-12-28T12:00", 4, 8, APIA)

    assert len(found) == len(set(found))
    assert [clock.period(slot, APIA) for slot in found] == ["2011-12-28", "2011-12-29", "2011-12-31", "2012-01-01"]


@given(
    now=st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    hour=st.integers(0, 23),
    weekday=st.none() | st.integers(0, 6),
)
def test_slots_follow_each_other_and_each_has_a_period_of_its_own(
    now: datetime, zone: ZoneInfo, hour: int, weekday: int | None
) -> None:
    last, following = clock.last_slot(now, zone, hour, weekday), clock.next_slot(now, zone, hour, weekday)

    assert last <= now < following
    assert clock.next_slot(last, zone, hour, weekday) == following
    assert clock.period(last, zone, weekday) != clock.period(following, zone, weekday)
    length = timedelta(days=1 if weekday is None else 7)
    assert abs((following - last) - length) <= timedelta(hours=1)


def test_over_a_year_each_day_and_each_week_is_a_period_once() -> None:
    days = Counter(clock.period(slot, BERLIN) for slot in slots("2026-01-01T00:00", 365, 2, BERLIN))

    assert len(days) == 365
    assert set(days.values()) == {1}


def test_a_week_belongs_to_the_year_that_has_most_of_it() -> None:
    assert clock.period(utc("2027-01-01T07:00"), BERLIN, 4) == "2026-W53"


@pytest.mark.parametrize(
    ("now", "start", "end", "expected"),
    [
        ("2026-05-04T21:30", 20, 7, "2026-05-05T05:00"),
        ("2026-05-05T03:00", 20, 7, "2026-05-05T05:00"),
        ("2026-05-05T05:00", 20, 7, None),
        ("2026-05-05T17:59", 20, 7, None),
        ("2026-05-05T10:15", 12, 14, "2026-05-05T12:00"),
        ("2026-05-05T10:15", 9, 9, None),
        ("2026-03-29T00:30", 22, 3, "2026-03-29T01:00"),  # 3 o'clock follows 2 at once
        ("2026-10-25T00:30", 22, 3, "2026-10-25T02:00"),  # from 2 to 3 it takes two hours
    ],
)
def test_quiet_hours_end_by_the_clock(now: str, start: int, end: int, expected: str | None) -> None:
    found = clock.quiet_until(utc(now), BERLIN, start, end)

    assert found == (utc(expected) if expected else None)


def test_whoever_travels_west_gets_no_second_digest_of_the_day() -> None:
    sent = clock.last_slot(utc("2026-05-05T06:00"), BERLIN, 8)
    later = clock.last_slot(utc("2026-05-05T12:00"), NEW_YORK, 8)

    assert clock.period(sent, BERLIN) == clock.period(later, NEW_YORK) == "2026-05-05"


def test_a_zone_that_nobody_knows_is_utc() -> None:
    assert [clock.zone_of(name) for name in ("Mars/Olympus", "", "../etc/passwd")] == [UTC] * 3
