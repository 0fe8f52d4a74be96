"""The negative control of the checks: each fault is planted, must be found, and is taken away again."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from uuid import uuid4

from django.db import connection, transaction

from tests.faults.checks import Checker

Plant = Callable[[Checker], AbstractContextManager[None]]


def blind_spots(checker: Checker) -> list[str]:
    """The planted faults that the checker does not find, and the findings for which none is planted."""
    before, planted = checker.findings(), {finding for _plant, finding in FAULTS.values()}
    blind = [f"nothing is planted for: {finding}" for finding in before if finding not in planted]
    for name, (plant, finding) in FAULTS.items():
        with plant(checker):
            if checker.findings()[finding] <= before[finding]:
                blind.append(name)
    return blind


def sql(*statements: str) -> Plant:
    """Planted in the database, in a transaction that is rolled back."""

    @contextmanager
    def planted(checker: Checker) -> Iterator[None]:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            yield
            transaction.set_rollback(True)

    return planted


@contextmanager
def mail_of_nothing(checker: Checker) -> Iterator[None]:
    """A mail whose event is not in the outbox."""
    path = checker.mails / "planted.log"
    path.write_text(f"Subject: Taken back\nX-Event-Id: {uuid4()}\n\nNever said.\n{'-' * 79}\n", encoding="utf-8")
    yield
    path.unlink()


@contextmanager
def wrong_answer(checker: Checker) -> Iterator[None]:
    checker.ledger.wrong.append("planted")
    yield
    checker.ledger.wrong.pop()


AGAIN = "SELECT gen_random_uuid(), idea_id, voter, choice, unit_id"
FAULTS: dict[str, tuple[Plant, str]] = {
    "a vote removed": (
        sql("DELETE FROM votes_vote WHERE id = (SELECT id FROM votes_vote ORDER BY id LIMIT 1)"),
        "lost",
    ),
    "a vote changed": (
        sql(
            "UPDATE votes_vote SET choice = CASE choice WHEN 'pass' THEN 'object' ELSE 'pass' END "
            "WHERE id = (SELECT id FROM votes_vote ORDER BY id LIMIT 1)"
        ),
        "lost",
    ),
    "a vote doubled": (
        sql(
            "ALTER TABLE votes_vote DROP CONSTRAINT one_vote_per_person",
            f"INSERT INTO votes_vote (id, idea_id, voter, choice, unit_id) {AGAIN} FROM votes_vote LIMIT 1",
        ),
        "double",
    ),
    "a vote of nobody": (
        sql(
            "INSERT INTO votes_vote (id, idea_id, voter, choice, unit_id) SELECT gen_random_uuid(), idea_id, "
            "'\\x00'::bytea, choice, unit_id FROM votes_vote LIMIT 1"
        ),
        "never told of",
    ),
    "a tally doubled": (sql("UPDATE votes_tally SET support = support * 2 + 1"), "wrong tallies"),
    "a unit's tally doubled": (sql("UPDATE votes_unittally SET passed = passed * 2 + 1"), "wrong tallies"),
    "a tally below zero": (
        sql(
            "ALTER TABLE votes_tally DROP CONSTRAINT votes_tally_support_check",
            "UPDATE votes_tally SET support = -1",
        ),
        "tallies below zero",
    ),
    "a unit's tally below zero": (
        sql(
            "ALTER TABLE votes_unittally DROP CONSTRAINT votes_unittally_object_check",
            "UPDATE votes_unittally SET object = -1",
        ),
        "tallies below zero",
    ),
    "an alarm of drift": (
        sql("INSERT INTO notices_alarm (kind, subject, data, raised_at) VALUES ('tally_drift', '', '{}', now())"),
        "false alarms of drift",
    ),
    "a message unsent": (sql("UPDATE notices_message SET sent_at = NULL"), "orphans in the outbox"),
    "a message gone": (sql("DELETE FROM notices_message"), "orphans in the outbox"),
    "a message written twice": (
        sql(
            "CREATE TEMPORARY TABLE again ON COMMIT DROP AS "
            "SELECT * FROM notices_message WHERE subject LIKE 'Letter %' LIMIT 1",
            "UPDATE again SET id = gen_random_uuid()",
            "INSERT INTO notices_message SELECT * FROM again",
        ),
        "letters written twice",
    ),
    "a mail of what was rolled back": (mail_of_nothing, "mails of what was rolled back"),
    "a comment doubled": (
        sql(
            "INSERT INTO ideas_comment "
            "(idea_id, author_id, text, unit_id, job_title, created_at, is_leaders, reply_count) "
            "SELECT idea_id, author_id, text, unit_id, job_title, created_at, is_leaders, reply_count "
            "FROM ideas_comment LIMIT 1"
        ),
        "doubled POSTs",
    ),
    "a wrong answer": (wrong_answer, "wrong answers"),
}
