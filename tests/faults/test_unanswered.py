"""A web worker that is killed after the commit and before the answer: whoever asks again changes nothing."""

from collections.abc import Callable, Iterator
from http.client import HTTPConnection, RemoteDisconnected
from pathlib import Path
from typing import Any

import pytest

from core.models import KeptAnswer
from ideas.models import Comment, Idea
from people.actions import create_token
from people.models import User
from tests.faults.crowd import send
from tests.faults.dying import HEADER
from tests.services.processes import running, surroundings
from tests.services.server import free_port
from tests.waiting import wait_until
from votes import queries
from votes.actions import cast
from votes.models import Tally, Vote

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres, pytest.mark.slow]
Ask = Callable[..., Any]
IDEAS = "/api/v1/campaigns/next-visit/ideas/"


@pytest.fixture
def port(keys_folder: Path, tmp_path: Path) -> Iterator[int]:
    """gunicorn with one worker, which it starts again, on this test's own database."""
    port, log = free_port(), tmp_path / "web.log"
    gthread = ["--worker-class", "gthread", "--threads", "2", "--bind", f"127.0.0.1:{port}"]
    with running({log: ["-m", "gunicorn", "tests.faults.dying", *gthread]}, surroundings(keys_folder)):
        wait_until(lambda: answers(port), log.read_text)
        yield port


def answers(port: int) -> bool:
    server = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        server.request("GET", "/livez")
        return server.getresponse().status == 200
    except OSError:
        return False
    finally:
        server.close()


@pytest.fixture
def ask(port: int, bo: User) -> Ask:
    """`ask("PUT", path, body, key)`: once without getting an answer, and then the status and the answer."""
    token = create_token(user=bo, scope="write")

    def twice(method: str, path: str, body: dict[str, str] | None = None, key: str = "") -> Any:
        server = HTTPConnection("127.0.0.1", port, timeout=30)
        send(server, method, path, token, body, key, **{HEADER: "now"})
        with pytest.raises((RemoteDisconnected, ConnectionResetError)):
            server.getresponse()
        server.close()
        send(server, method, path, token, body, key)
        response = server.getresponse()
        response.read()
        server.close()
        return response

    return twice


def test_a_vote_that_was_never_answered_stands_and_is_not_cast_again(ask: Ask, idea: Idea) -> None:
    response = ask("PUT", f"/api/v1/ideas/{idea.pk}/vote/", {"choice": "support"})

    assert response.status == 200
    assert Vote.objects.count() == Tally.objects.get().support == 1
    assert queries.drift() == []


def test_a_vote_taken_back_without_an_answer_is_taken_back_once(ask: Ask, idea: Idea, bo: User) -> None:
    cast(by=bo, idea=idea, choice="object")

    assert ask("DELETE", f"/api/v1/ideas/{idea.pk}/vote/").status == 204

    assert not Vote.objects.exists()
    assert Tally.objects.get().object == 0


def test_an_idea_that_was_never_answered_is_there_once(ask: Ask, idea: Idea) -> None:
    response = ask("POST", IDEAS, {"title": "Open on Sundays"}, "key-1")

    assert (response.status, response.headers["Idempotency-Replayed"]) == (201, "true")
    assert Idea.objects.filter(title="Open on Sundays").count() == KeptAnswer.objects.count() == 1


def test_a_comment_that_was_never_answered_is_said_once(ask: Ask, idea: Idea) -> None:
    response = ask("POST", f"/api/v1/ideas/{idea.pk}/comments/", {"text": "Yes."}, "key-2")

    assert (response.status, response.headers["Idempotency-Replayed"]) == (201, "true")
    assert Comment.objects.count() == 1


def test_the_negative_control_without_a_key_the_same_is_said_twice(ask: Ask, idea: Idea) -> None:
    ask("POST", f"/api/v1/ideas/{idea.pk}/comments/", {"text": "Yes."})

    assert Comment.objects.count() == 2
