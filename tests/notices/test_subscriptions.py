"""When people get the digest, and who gets none."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from django.core import mail

from core.errors import Invalid
from notices import actions, queries
from notices.actions import Edition, Letter
from notices.models import Digest, Message, Subscription
from people.models import User
from tests import factories
from tests.notices.digesting import periods, subscribe

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)  # a Monday
HOUR = timedelta(hours=1)


def compose(planned: Subscription, unsubscribe_url: str) -> Edition:
    """There is always something to tell: how often there was before."""
    number = planned.told.get("number", 0) + 1
    letter = Letter(f"Number {number}", f"Text {number} {unsubscribe_url}", f"<p>Page {number}</p>")
    return Edition({"number": number}, letter)


def run(at: datetime) -> list[str]:
    """What the job writes and the relay sends then: to whom, and what."""
    before = len(mail.outbox)
    with time_machine.travel(at, tick=False):
        actions.write_due(compose=compose)
        actions.relay()
    return [f"{sent.to[0].split('@')[0]} {sent.subject}" for sent in mail.outbox[before:]]


@pytest.fixture
def reader(bo: User) -> User:
    """Bo, in Berlin, who wants a digest each day at 8; it is Monday, 14 o'clock there."""
    bo.time_zone = "Europe/Berlin"
    bo.save()
    with time_machine.travel(NOON, tick=False):
        actions.choose(by=bo, rhythm="daily", hour=8, quiet_from=20, quiet_until=7)
    return bo


def test_it_comes_at_the_hour_of_the_reader_s_own_clock(reader: User) -> None:
    found = [run(NOON + HOUR * hours) for hours in (17.9, 18, 18.1, 41.9, 42)]

    assert found == [[], ["bo Number 1"], [], [], ["bo Number 2"]]
    assert periods(reader) == ["2026-05-05", "2026-05-06"]


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25)])
def test_it_comes_once_on_days_of_23_and_25_hours(reader: User, day: str, hours: int) -> None:
    start = datetime.fromisoformat(day).replace(tzinfo=UTC) - HOUR * 36
    with time_machine.travel(start, tick=False):
        actions.choose(by=reader)

    at = [hour for hour in range(72) if run(start + HOUR * hour)]

    assert [later - earlier for earlier, later in pairwise(at)] == [hours, 24]


def test_after_days_without_a_worker_there_is_one(reader: User) -> None:
    assert run(NOON + timedelta(days=5)) == ["bo Number 1"]
    assert run(NOON + timedelta(days=5, hours=1)) == []


def test_after_an_outage_it_waits_for_the_end_of_the_quiet_hours(reader: User) -> None:
    night = datetime(2026, 5, 5, 23, 30, tzinfo=UTC)

    assert [run(night), run(night + HOUR * 5), run(night + HOUR * 6)] == [[], [], ["bo Number 1"]]


def test_what_could_not_be_sent_before_the_quiet_hours_waits_too(reader: User) -> None:
    with time_machine.travel(NOON + HOUR * 18, tick=False):
        actions.write_due(compose=compose)

    evening = datetime(2026, 5, 5, 19, 0, tzinfo=UTC)
    assert [run(evening), run(evening + HOUR * 10)] == [[], ["bo Number 1"]]


def test_once_a_week_is_once_a_week(reader: User) -> None:
    with time_machine.travel(NOON, tick=False):
        actions.choose(by=reader, rhythm="weekly", weekday=2)

    found = [name for hours in range(24 * 15) for name in run(NOON + HOUR * hours)]

    assert found == ["bo Number 1", "bo Number 2"]
    assert periods(reader) == ["2026-W19", "2026-W20"]


@pytest.mark.parametrize("change", [{"is_active": False}, {"email": ""}, {"email": "p-1@import.invalid"}])
def test_who_has_left_or_has_no_address_gets_none(reader: User, change: dict[str, Any]) -> None:
    User.objects.filter(pk=reader.pk).update(**change)

    assert run(NOON + HOUR * 18) == []
    assert not Digest.objects.exists()


def test_who_comes_back_gets_it_again(reader: User) -> None:
    User.objects.filter(pk=reader.pk).update(is_active=False)
    run(NOON + HOUR * 18)
    User.objects.filter(pk=reader.pk).update(is_active=True)

    assert run(NOON + HOUR * 42) == ["bo Number 1"]


def test_who_wants_none_gets_none(reader: User) -> None:
    actions.choose(by=reader, rhythm="off")

    assert run(NOON + HOUR * 42) == []


@pytest.mark.parametrize("ends", ["unsubscribe", "leave"])
def test_what_is_written_and_not_sent_is_dropped_when_its_reader_ends_it(reader: User, ends: str) -> None:
    with time_machine.travel(NOON + HOUR * 18, tick=False):
        actions.write_due(compose=compose)
    if ends == "unsubscribe":
        actions.unsubscribe(token=queries.token(reader.subscription))
    else:
        User.objects.filter(pk=reader.pk).update(is_active=False)

    assert run(NOON + HOUR * 19) == []
    assert not Message.objects.exists()


def test_one_person_whose_news_cannot_be_composed_holds_up_nobody(reader: User, ada: User) -> None:
    with time_machine.travel(NOON, tick=False):
        subscribe(ada)

    def fail_for_bo(planned: Subscription, address: str) -> Edition:
        if planned.user == reader:
            raise ValueError
        return compose(planned, address)

    with time_machine.travel(NOON + HOUR * 24, tick=False):
        looked_at = actions.write_due(compose=fail_for_bo)

    assert looked_at == 2
    assert [message.to for message in Message.objects.all()] == [ada.email]
    assert not Digest.objects.filter(user=reader).exists()


def test_everyone_active_is_planned_for_within_the_hour(ada: User, bo: User) -> None:
    gone = factories.person("Gone", is_active=False)

    assert [actions.plan(), actions.plan()] == [2, 0]
    assert not Subscription.objects.filter(user=gone).exists()
    assert {each.rhythm for each in Subscription.objects.all()} == {"weekly"}
    assert all(each.next_at is not None for each in Subscription.objects.all())


def test_a_digest_that_was_made_long_ago_is_forgotten(reader: User) -> None:
    run(NOON + HOUR * 18)
    with time_machine.travel(NOON + timedelta(days=62), tick=False):
        actions.forget_sent()

    assert not Digest.objects.exists()
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("chosen", "field"),
    [
        ({"rhythm": "hourly"}, "rhythm"),
        ({"hour": 24}, "hour"),
        ({"weekday": 7}, "weekday"),
        ({"quiet_from": -1}, "quiet_from"),
        ({"rhythm": "daily", "hour": 6, "quiet_from": 20, "quiet_until": 7}, "hour"),
    ],
)
def test_a_time_that_is_none_is_refused(bo: User, chosen: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        actions.choose(by=bo, **chosen)

    assert refused.value.field == field
