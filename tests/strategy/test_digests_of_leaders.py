"""What a digest tells of leaders, and what it tells them."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from ideas.models import Campaign
from people.models import User
from strategy import actions as strategies
from strategy.models import Strategy
from tests import factories
from tests.factories import fresh
from tests.notices.digesting import after, send, subscribe, text_to, write

pytestmark = pytest.mark.django_db
NEXT_YEAR = date(2099, 1, 1)


def test_everyone_reads_what_leaders_did(bo: User, eve: User, strategy: Strategy, heard: Campaign) -> None:
    subscribe(bo)
    with after(0.5):
        kept = strategies.promise(by=eve, strategy=strategy, promise="A call back", due_on=NEXT_YEAR)
        strategies.settle(by=eve, commitment=kept, status="kept")

    said = text_to(bo)

    assert "1 thing that leaders did" in said
    assert "A call back\n  Promise kept · Chief customer officer" in said


def test_what_a_leader_notes_beside_an_open_promise_is_no_news(
    bo: User, eve: User, strategy: Strategy, heard: Campaign
) -> None:
    subscribe(bo)
    with after(0.5):
        strategies.settle(by=eve, commitment=strategy.commitments.get(), words="We are on it")

    assert text_to(bo) == ""


def test_a_new_version_is_told_and_a_draft_is_not(bo: User, mod: User, strategy: Strategy, heard: Campaign) -> None:
    subscribe(bo)
    eve = strategy.commitments.get().leader
    factories.strategy(eve, heard, title="Nobody knows of it")
    with after(0.5):
        strategies.change_strategy(by=eve, strategy=fresh(strategy), title="Time for people")
        strategies.publish(by=eve, strategy=fresh(strategy))

    said = text_to(bo)

    assert "Time for people\n  Published · Chief customer officer" in said
    assert "Nobody knows of it" not in said


def test_a_promise_that_became_late_is_told_once(bo: User, eve: User, strategy: Strategy, heard: Campaign) -> None:
    strategies.promise(by=eve, strategy=strategy, promise="A call back", due_on=timezone.localdate())
    subscribe(bo)
    first = text_to(bo)
    send()

    second = text_to(bo, 2)
    send()

    assert "Promise late" in first + second
    assert (first + second).count("* A call back") == 1
    assert text_to(bo, 3) == ""


def test_a_leader_hears_of_their_own_promise_a_week_before(
    eve: User, bo: User, strategy: Strategy, heard: Campaign
) -> None:
    factories.took_part(heard, eve)
    subscribe(eve, bo)
    with after(0.1):
        soon = timezone.localdate() + timedelta(days=9)
        strategies.promise(by=eve, strategy=strategy, promise="A call back", due_on=soon)
    write(1)
    send()

    messages = write(2.5)

    assert [message.to for message in messages] == [eve.email]
    assert "WHAT YOU PROMISED\n\n* A call back\n  It is due on" in messages[0].body
