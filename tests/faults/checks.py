"""What must hold afterwards. Each finding is a number that must be 0, but for the rows that are only counted."""

import email
from collections import Counter
from pathlib import Path

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
