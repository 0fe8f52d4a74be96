"""One digest for each person and period, however many look for them: threads, workers and schedulers."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiosmtpd.controller import Controller
from django.db import connection
from django.utils import timezone

from ideas.models import Campaign
from notices.models import Digest, Message, Subscription
from people.models import User
from strategy.actions import write_digests
from tests.notices.digesting import make_due, subscribe
from tests.notices.test_mail import Letterbox
from tests.races import LINGER, failures, race
from tests.services.processes import running, surroundings
from tests.services.server import free_port
from tests.waiting import wait_until

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PEOPLE = 40


@pytest.fixture
def readers(crowd: Callable[..., list[User]], campaign: Campaign) -> list[User]:
    """Whom the campaign asks, and whose digest is due."""
    people = crowd(PEOPLE)
    subscribe(*people)
    make_due(*people)
    return people


def mails() -> Counter[str]:
    return Counter(Message.objects.values_list("to", flat=True))


def test_of_many_workers_one_writes_to_each_person(readers: list[User]) -> None:
    outcomes = race(*[write_digests] * 6)

    assert failures(outcomes) == []
    assert sum(outcomes) == PEOPLE
    assert mails() == Counter({reader.email: 1 for reader in readers})
    assert Digest.objects.count() == PEOPLE


def again(people: list[User]) -> int:
    """A worker whose clock is late, or that was held up: it finds people due who were written to."""
    first = write_digests()
    for person in people:  # all in one statement would wait for each other
        make_due(person)
    return first + write_digests()


def test_who_is_due_again_within_the_period_is_left_alone(readers: list[User]) -> None:
    outcomes = race(*[partial(again, readers)] * 6)

    assert failures(outcomes) == []
    assert sum(outcomes) > PEOPLE, "some were looked at more than once"
    assert set(mails().values()) == {1}


def write_carelessly() -> None:
    """What `write_digests` does, without the lock and the constraint: look who is due, write, and note it."""
    for planned in Subscription.objects.filter(next_at__lte=timezone.now()).select_related("user"):
        with connection.cursor() as cursor:
            cursor.execute(LINGER)
        Message.objects.create(channel="mail", to=planned.user.email, subject="News", body="News")
        Subscription.objects.filter(pk=planned.pk).update(next_at=None)


def test_the_negative_control_without_lock_and_constraint_some_get_several(readers: list[User]) -> None:
    race(*[write_carelessly] * 3)

    assert max(mails().values()) > 1


@pytest.fixture
def letterbox() -> Iterator[tuple[Letterbox, int]]:
    box, port = Letterbox(), free_port()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    yield box, port
    server.stop()


@pytest.mark.slow
def test_two_schedulers_and_three_workers_send_each_person_one(
    readers: list[User], letterbox: tuple[Letterbox, int], redis_url: str, keys_folder: Path, tmp_path: Path
) -> None:
    box, port = letterbox
    environment = surroundings(
        keys_folder,
        EMAIL_URL=f"smtp://127.0.0.1:{port}",
        COCREATE_PERIODS="strategy.write_digests=3,notices.relay=2",
        LOG_LEVEL="INFO",
        REDIS_URL=urlsplit(redis_url)._replace(path="/6").geturl(),
    )
    celery = ["-m", "celery", "-A", "cocreate"]
    workers = {tmp_path / f"worker-{n}": [*celery, "worker", "--pool", "solo", "-n", f"{n}@here"] for n in range(3)}
    beats = {tmp_path / f"beat-{n}": [*celery, "beat", "--pidfile", ""] for n in range(2)}
    commands = {log: [*what, "--loglevel", "INFO"] for log, what in (workers | beats).items()}

    with running(commands, environment):
        wait_until(lambda: len(box.taken) >= PEOPLE, lambda: str(len(box.taken)), 240)
        asked = len(logged(list(workers), "strategy.write_digests"))
        make_due(*readers)  # as after a clock that was put back
        wait_until(lambda: len(logged(list(workers), "strategy.write_digests")) >= asked + 2, str(asked), 240)

    arrived = Counter(mail["To"] for mail in box.taken)
    assert arrived == Counter({reader.email: 1 for reader in readers})
    assert len({mail["Message-ID"] for mail in box.taken}) == PEOPLE


def logged(logs: list[Path], task: str) -> list[str]:
    """What the workers said of taking up a task."""
    lines = [line for log in logs for line in log.read_text().splitlines() if line.startswith("{")]
    events = [str(json.loads(line)["event"]) for line in lines]
    return [event for event in events if task in event and event.endswith("received")]
