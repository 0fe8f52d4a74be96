"""One key, many requests at once, and a server that dies between the deed and its answer. On real PostgreSQL."""

from collections.abc import Iterator
from functools import partial
from threading import Event, Thread
from typing import Any, NamedTuple

import pytest
from django.db import IntegrityError, connection, transaction
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory, force_authenticate

from core import answers
from core.api.endpoints import Endpoint
from core.models import JobRun, KeptAnswer
from ideas.models import Campaign, Idea
from people.models import User
from tests.api import Api
from tests.factories import fresh
from tests.races import LINGER, failures, race

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
IDEAS = "campaigns/next-visit/ideas/"
MANY = 20


class Pause(NamedTuple):
    """A deed in the middle of which one waits."""

    started: Event
    may_end: Event


class Deed(Endpoint):
    """Does something that can be counted, in the way that the address says."""

    pause: Pause | None = None

    def post(self, request: Request, how: str) -> Response:
        note()
        with connection.cursor() as cursor:
            if how == "dies":
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
            elif self.pause is not None:
                self.pause.started.set()
                self.pause.may_end.wait(20)
            else:
                cursor.execute(LINGER)
        return Response({}, 201)


def note() -> None:
    """A row that no constraint keeps from being written twice."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO core_jobrun (job, period, started_at) VALUES ('deed', gen_random_uuid(), now())")


def send(user: User, how: str, pause: Pause | None = None) -> Any:
    request = APIRequestFactory().post("/", {}, format="json", headers={"Idempotency-Key": "1"})
    force_authenticate(request, user)
    return Deed.as_view(pause=pause)(request, how=how)


def test_of_many_at_once_one_does_it_and_the_others_hear_so(ada: User) -> None:
    outcomes = race(*[partial(send, fresh(ada), "works") for _time in range(MANY)])

    assert failures(outcomes) == []
    assert JobRun.objects.count() == KeptAnswer.objects.count() == 1
    assert {response.status_code for response in outcomes} <= {201, 409}
    first = [each for each in outcomes if each.status_code == 201 and "Idempotency-Replayed" not in each.headers]
    assert len(first) == 1
    assert all(each.headers["Retry-After"] == "2" for each in outcomes if each.status_code == 409)


def test_an_idea_sent_by_two_fingers_is_one_idea(ada: User, campaign: Campaign) -> None:
    phones = [Api(ada) for _time in range(2)]
    key = {"HTTP_IDEMPOTENCY_KEY": "1"}
    calls = [partial(phone.post, IDEAS, {"title": "Call back"}, **key) for phone in phones]

    for _again in range(3):
        assert {response.status_code for response in race(*calls)} <= {201, 409}

    assert Idea.objects.count() == 1


def test_a_request_that_is_still_running_is_said_to_be_so_at_once(ada: User) -> None:
    pause, user = Pause(Event(), Event()), fresh(ada)
    running = Thread(target=lambda: (send(user, "works", pause), connection.close()))
    running.start()
    assert pause.started.wait(20)

    response = send(ada, "works")  # before the first may end
    pause.may_end.set()
    running.join()

    assert (response.status_code, response.data["code"]) == (409, "still_running")
    assert send(ada, "works").headers["Idempotency-Replayed"] == "true"


def test_a_database_that_dies_between_deed_and_answer_leaves_neither(ada: User) -> None:
    user = fresh(ada)

    assert race(partial(send, user, "dies"))[0].status_code == 503

    assert (JobRun.objects.count(), KeptAnswer.objects.count()) == (0, 0)
    assert send(ada, "works").status_code == 201


@pytest.fixture
def careless_table() -> Iterator[str]:
    """A copy of the table of answers without its primary key."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE careless_answer (LIKE core_keptanswer)")
    yield "careless_answer"
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE careless_answer")


def answer_carelessly(table: str) -> None:
    """What an endpoint does, without the lock and without the key: look, act, write down."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {table}")  # noqa: S608
        if cursor.fetchone() is None:
            note()
            cursor.execute(LINGER)
            cursor.execute(f"INSERT INTO {table} VALUES ('1', '1', 201, '', now())")  # noqa: S608


def test_the_negative_control_without_lock_and_key_it_is_done_more_than_once(careless_table: str) -> None:
    race(*[partial(answer_carelessly, careless_table)] * MANY)

    assert JobRun.objects.count() > 1


def act_without_asking() -> None:
    with transaction.atomic():
        note()
        answers.keep(b"1", b"2", status=201, body="{}")


def test_the_primary_key_alone_stops_the_second_where_the_lock_is_bypassed() -> None:
    outcomes = race(*[act_without_asking] * MANY)

    assert {type(error) for error in failures(outcomes)} == {IntegrityError}
    assert JobRun.objects.count() == KeptAnswer.objects.count() == 1
