"""What must hold afterwards. Each finding is a number that must be 0, but for the rows that are only counted."""

import email
from collections import Counter
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from core import keys
from ideas.models import Campaign, Comment, Idea
from notices.models import Alarm, Message
from tests.faults.crowd import Ledger
from tests.faults.letters import Writer
from tests.faults.world import World
from votes import queries
from votes.models import Tally, UnitTally, Vote

COUNTS = ("support", "object", "passed", "shown_support", "shown_object", "shown_passed")


class Checker:
    """Holds what people were told against the database, and against the mails in the folder `mails`."""

    def __init__(self, world: World, ledger: Ledger, writer: Writer, mails: Path) -> None:
        self.world, self.ledger, self.writer, self.mails = world, ledger, writer, mails

    def findings(self) -> dict[str, int]:
        return {
            **self.votes(),
            "wrong tallies": len(queries.drift()),
            "tallies below zero": below_zero(),
            "false alarms of drift": Alarm.objects.filter(kind="tally_drift").count(),
            **self.outbox(),
            "doubled POSTs": self.doubled_posts(),
            "wrong answers": len(self.ledger.wrong),
        }

    def votes(self) -> dict[str, int]:
        """A vote is lost when it is not what its voter was last told; double when the voter has another on the idea.

        Never told of is one that stands where the voter took theirs back, or never was.
        """
        names = {keys.pseudonym(key_name(self.world), person): person for person, _token in self.world.people}
        rows = Vote.objects.filter(idea__campaign=self.world.campaign_id).values_list("voter", "idea_id", "choice")
        kept = [((names.get(bytes(voter), 0), idea), choice) for voter, idea, choice in rows]
        times, choices = Counter(pair for pair, _choice in kept), dict(kept)
        told = self.ledger.votes
        return {
            "lost": sum(choices.get(pair) != choice for pair, choice in told.items() if choice is not None),
            "double": sum(number - 1 for number in times.values()),
            "never told of": sum(told.get(pair) is None for pair in choices),
        }

    def outbox(self) -> dict[str, int]:
        """An orphan is still to be sent, was never written, or was never sent; what was rolled back is never sent."""
        sent = Counter(event for event, _subject in sent_mails(self.mails))
        rows = {str(pk): subject for pk, subject in Message.objects.values_list("pk", "subject")}
        waiting = Message.objects.filter(sent_at=None).count()
        written = Counter(rows.values())
        told = Alarm.objects.filter(subject__in=self.writer.alarms).count()
        return {
            "orphans in the outbox": waiting
            + sum(sent[event] == 0 for event in rows)
            + sum(written[subject] == 0 for subject in self.writer.letters)
            + abs(len(self.writer.alarms) - told),
            "letters written twice": sum(max(0, written[subject] - 1) for subject in self.writer.letters),
            "mails of what was rolled back": len(sent.keys() - rows.keys()),
        }

    def doubled_posts(self) -> int:
        """How many ideas and comments there are beyond one for each key, or too few, or under another id."""
        said = Idea.objects.filter(campaign=self.world.campaign_id, title__startswith="Said ")
        comments = Comment.objects.filter(text__startswith="Comment ")
        ids = [*said.values_list("pk", "title"), *comments.values_list("pk", "text")]
        rows = Counter(f"key-{words.split()[1]}" for _pk, words in ids)
        told = {(pk, f"key-{words.split()[1]}") for pk, words in ids}
        surplus = sum(abs(rows[key] - 1) for key in self.ledger.posts)
        return surplus + sum((pk, key) not in told for key, pk in self.ledger.posts.items())


def key_name(world: World) -> str:
    return Campaign(pk=world.campaign_id).key_name


def below_zero() -> int:
    whole = Tally.objects.values_list(*COUNTS)
    units = UnitTally.objects.values_list(*COUNTS[:3])
    return sum(min(row) < 0 for row in [*whole, *units])


def sent_mails(folder: Path) -> list[tuple[str, str]]:
    """Event id and subject of each mail that Django's file backend has written: one file a connection."""
    found = []
    for path in folder.glob("*.log"):
        for text in path.read_bytes().split(b"-" * 79 + b"\n"):
            if text.strip():
                message = email.message_from_bytes(text)
                found.append((message["X-Event-Id"], message["Subject"]))
    return found


def blind_spots(checker: Checker) -> list[str]:
    """The negative control: plant each fault, and name those that the checker does not find. Everything is put back."""
    return [name for name, (plant, finding) in FAULTS.items() if not _finds(checker, plant, finding)]


def _finds(checker: Checker, plant: Callable[[Any], None], finding: str) -> bool:
    with planted(plant):
        return checker.findings()[finding] > 0


@contextmanager
def planted(plant: Callable[[Any], None]) -> Any:
    with transaction.atomic(), connection.cursor() as cursor:
        plant(cursor)
        yield
        transaction.set_rollback(True)


def _sql(*statements: str) -> Callable[[Any], None]:
    def run(cursor: Any) -> None:
        for statement in statements:
            cursor.execute(statement)

    return run


AGAIN = "SELECT gen_random_uuid(), idea_id, voter, choice, unit_id"
FAULTS = {
    "a vote removed": (
        _sql("DELETE FROM votes_vote WHERE id = (SELECT id FROM votes_vote ORDER BY id LIMIT 1)"),
        "lost",
    ),
    "a vote changed": (
        _sql(
            "UPDATE votes_vote SET choice = CASE choice WHEN 'pass' THEN 'object' ELSE 'pass' END "
            "WHERE id = (SELECT id FROM votes_vote ORDER BY id LIMIT 1)"
        ),
        "lost",
    ),
    "a vote doubled": (
        _sql(
            "ALTER TABLE votes_vote DROP CONSTRAINT one_vote_per_person",
            f"INSERT INTO votes_vote (id, idea_id, voter, choice, unit_id) {AGAIN} FROM votes_vote LIMIT 1",
        ),
        "double",
    ),
    "a vote of nobody": (
        _sql(
            "INSERT INTO votes_vote (id, idea_id, voter, choice, unit_id) SELECT gen_random_uuid(), idea_id, "
            "'\\x00'::bytea, choice, unit_id FROM votes_vote LIMIT 1"
        ),
        "never told of",
    ),
    "a tally doubled": (_sql("UPDATE votes_tally SET support = support * 2 + 1"), "wrong tallies"),
    "a unit's tally doubled": (_sql("UPDATE votes_unittally SET passed = passed * 2 + 1"), "wrong tallies"),
    "a message unsent": (_sql("UPDATE notices_message SET sent_at = NULL"), "orphans in the outbox"),
    "a message gone": (_sql("DELETE FROM notices_message"), "orphans in the outbox"),
    "a comment doubled": (
        _sql(
            "INSERT INTO ideas_comment (idea_id, author_id, text, unit_id, job_title, created_at, hidden_at) "
            "SELECT idea_id, author_id, text, unit_id, job_title, created_at, hidden_at FROM ideas_comment LIMIT 1"
        ),
        "doubled POSTs",
    ),
}
