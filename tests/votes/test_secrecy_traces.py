"""A byte scan: the key of a campaign is in nothing that leaves the process, however it is spelled."""

import base64
import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from celery import current_app
from django.core import mail
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.log import AdminEmailHandler
from django.views.debug import ExceptionReporter
from structlog.stdlib import ProcessorFormatter

from core import keys
from ideas.actions import check_keys, comment
from ideas.models import Idea
from participation.actions import summarise
from people.models import AuditEntry, User
from tests import factories
from votes.actions import cast, mix
from votes.actions.pace import read_pace
from votes.models import Vote

Worker = Callable[[], AbstractContextManager[None]]
OPEN_JOBS = ("votes.mix", "votes.find_bursts", "ideas.check_keys")  # mixing notes the pace of newcomers' support
LAST_JOB = "votes.destroy_keys"
HIDDEN = "&#x27;********************&#x27;"


def spellings(secret: bytes) -> list[bytes]:
    """The ways in which bytes may stand in what was written."""
    plain = bytes(secret)
    return [
        plain,
        plain.hex().encode(),
        plain.hex().upper().encode(),
        plain.hex(" ").encode(),
        base64.b64encode(plain),
        base64.urlsafe_b64encode(plain).rstrip(b"="),
        base64.b32encode(plain),
        repr(plain).encode(),
        str(list(plain)).encode(),
        str(int.from_bytes(plain)).encode(),
        json.dumps(plain.decode("latin-1")).encode()[1:-1],
    ]


def found_in(text: bytes | str, secret: bytes) -> list[bytes]:
    said = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    said += said.replace(b"\\\\", b"\\").replace(b"&#x27;", b"'").replace(b"&quot;", b'"')
    return [form for form in spellings(secret) if form in said]


@pytest.fixture
def key(idea: Idea, bo: User, ada: User, worker: Worker) -> bytes:
    """The key of a campaign in which everything has happened that there is."""
    with worker():
        cast(by=bo, idea=idea, choice="support")
        comment(by=bo, idea=idea, text="So do we")
        factories.idea(ada, idea.campaign, anonymous=True)
    summarise(campaign=idea.campaign)
    mix()
    check_keys()
    return keys.read(idea.campaign.key_name)


@pytest.mark.parametrize("form", range(len(spellings(bytes(range(32))))))
def test_the_scan_finds_each_spelling(form: int) -> None:
    secret = bytes(range(200, 232))

    assert found_in(b"before " + spellings(secret)[form] + b" after", secret)


@pytest.mark.django_db(transaction=True)
def test_the_key_is_in_no_dump(key: bytes, idea: Idea, bo: User) -> None:
    pseudonym = keys.pseudonym(idea.campaign.key_name, bo.pk)

    dump = everything_in_the_database()

    assert found_in(dump, pseudonym), "the scan finds what is there"
    assert not found_in(dump, key)


def everything_in_the_database() -> bytes:
    """SQLite's file, byte for byte, or every row of every table as PostgreSQL copies it out."""
    if connection.vendor == "sqlite":
        return bytes(connection.connection.serialize())
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            with cursor.copy(f'COPY "{table}" TO STDOUT') as rows:
                found.extend(bytes(row) for row in rows)
    return b"\n".join(found)


@pytest.mark.django_db
def test_neither_key_nor_voter_is_in_the_audit_log(key: bytes, idea: Idea, bo: User) -> None:
    pseudonym = keys.pseudonym(idea.campaign.key_name, bo.pk)

    entries = list(AuditEntry.objects.values())

    assert entries
    assert not found_in(str(entries), key) + found_in(str(entries), pseudonym)


@pytest.mark.django_db(transaction=True)
def test_neither_key_nor_voter_is_in_the_log(
    idea: Idea, bo: User, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    key, pseudonym = keys.read(idea.campaign.key_name), keys.pseudonym(idea.campaign.key_name, bo.pk)
    client.force_login(bo)

    with caplog.at_level(logging.DEBUG):
        client.post(reverse("votes:cast", args=[idea.pk]), {"vote": "support"})
        for job in OPEN_JOBS:
            current_app.tasks[job].apply(throw=True)
        pace = read_pace(idea.campaign)
        factories.close(idea.campaign, days=8)
        current_app.tasks[LAST_JOB].apply(throw=True)

    said = "\n".join(json.dumps(vars(record), default=str) for record in caplog.records if is_written(record))
    assert list(pace.values()) == [{idea.pk: 1}], "newcomers' support was noted and read again"
    assert not keys.exists(idea.campaign.key_name)
    assert [f"The job {job} runs" in said for job in (*OPEN_JOBS, LAST_JOB)] == [True] * 4
    assert "request_finished" in said
    assert not found_in(said, key) + found_in(said, pseudonym)


def is_written(record: logging.LogRecord) -> bool:
    """Statements are only ever logged while developing (`DEBUG`)."""
    return record.name != "django.db.backends"


@pytest.mark.django_db
def test_the_line_of_a_request_names_no_person_no_address_and_no_idea(
    client: Client, bo: User, idea: Idea, caplog: pytest.LogCaptureFixture
) -> None:
    client.force_login(bo)

    with caplog.at_level(logging.INFO):
        client.post(reverse("votes:cast", args=[idea.pk]), {"vote": "support"}, REMOTE_ADDR="203.0.113.9")

    lines = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
    assert [line["event"] for line in lines] == ["request_started", "request_finished"]
    assert {line["request"] for line in lines} == {"POST /ideas/*/vote/"}
    assert not [line for line in lines if {"user_id", "ip", "user"} & set(line)]
    assert not [said for said in ("203.0.113.9", bo.email, bo.display_name) if said in str(lines)]


@pytest.mark.django_db
def test_a_refusal_s_line_does_not_tell_which_idea_is_one_s_own(client: Client, ada: User, idea: Idea) -> None:
    client.force_login(ada)
    printed = io.StringIO()
    handler = logging.StreamHandler(printed)
    formatters = [handler.formatter for handler in logging.getLogger().handlers]
    handler.setFormatter(next(each for each in formatters if isinstance(each, ProcessorFormatter)))

    logging.getLogger("django.request").addHandler(handler)
    client.post(reverse("votes:cast", args=[idea.pk]), {"vote": "support"})
    logging.getLogger("django.request").removeHandler(handler)

    assert [json.loads(line)["event"] for line in printed.getvalue().splitlines()] == ["Conflict: /ideas/*/vote/"]


def shown_as(variable: str, page: str) -> set[str]:
    """What the page says of the variables of this name, in whatever frame."""
    return set(re.findall(rf'<td>{variable}</td>\s*<td class="code"><pre>(.*?)</pre>', page))


def exploding(people: list[int]) -> Iterator[int]:
    yield from people
    raise RuntimeError("in the middle of it")


@pytest.mark.django_db
@pytest.mark.parametrize("debug", [True, False])
def test_no_report_of_an_error_shows_the_key_that_was_in_use(
    debug: bool, key: bytes, idea: Idea, bo: User, settings: Any, rf: RequestFactory
) -> None:
    settings.DEBUG = debug
    with pytest.raises(RuntimeError) as failed:
        keys.pseudonyms(idea.campaign.key_name, exploding([bo.pk]))
    reporter = ExceptionReporter(rf.post("/ideas/1/vote/", {"vote": "support"}), *failed._excinfo)

    page, text = reporter.get_traceback_html(), reporter.get_traceback_text()

    assert shown_as("key", page) == {"&lt;key&gt;" if debug else HIDDEN}, "the variable that holds it is there"
    assert not found_in(page, key) + found_in(text, key)


@pytest.fixture
def failing(settings: Any) -> Iterator[None]:
    """The database fails in the vote itself, and administrators get a mail about it with everything in it."""
    settings.ADMINS = [("Root", "root@example.com")]
    handler, log = AdminEmailHandler(include_html=True), logging.getLogger("django.request")
    log.addHandler(handler)
    table = Vote._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO elsewhere")
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE elsewhere RENAME TO {table}")
    log.removeHandler(handler)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("debug", [True, False])
def test_when_a_vote_fails_neither_page_nor_mail_shows_the_key(
    debug: bool, idea: Idea, bo: User, failing: None, settings: Any
) -> None:
    settings.DEBUG = debug
    client = Client(raise_request_exception=False)
    client.force_login(bo)

    response = client.post(reverse("votes:cast", args=[idea.pk]), {"vote": "support"})

    key, pseudonym = keys.read(idea.campaign.key_name), keys.pseudonym(idea.campaign.key_name, bo.pk)
    mails = [str(part) for message in mail.outbox for part in (message.subject, message.body, message.alternatives)]
    assert response.status_code in (500, 503)
    assert not found_in(response.content, key) + found_in("".join(mails), key)
    if not debug:
        assert mails, "there is something to look at"
        assert not found_in("".join(mails), pseudonym)
        assert "support" not in "".join(mails)
