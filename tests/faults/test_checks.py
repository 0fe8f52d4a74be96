"""What is held against the database afterwards: nothing is found where all is well, and each fault where it is."""

from pathlib import Path

import pytest
from django.utils import timezone

from ideas.actions import comment
from ideas.models import Idea
from notices.models import Message
from people.models import User
from tests.faults.checks import Checker
from tests.faults.crowd import Ledger
from tests.faults.letters import Writer
from tests.faults.planting import FAULTS, blind_spots
from tests.faults.world import load
from votes.actions import cast_now

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
LETTER = "Letter 1"


@pytest.fixture
def checker(tmp_path: Path) -> Checker:
    """A small world in which everybody was told the truth."""
    world, ledger, writer = load(60), Ledger(), Writer()
    people = list(User.objects.filter(pk__in=[pk for pk, _token in world.people]))
    for person in people:
        for idea in world.ideas:
            cast_now(by=person, idea_id=idea, choice="support")
            ledger.votes[person.pk, idea] = "support"
    said = comment(by=people[0], idea=Idea.objects.get(pk=world.ideas[0]), text="Comment 0")
    ledger.posts["key-0"] = said.pk
    letter = Message.objects.create(channel="mail", to="a@example.com", subject=LETTER, sent_at=timezone.now())
    writer.letters.append(LETTER)
    mail = f"Subject: {LETTER}\nX-Event-Id: {letter.pk}\n\nUnder fire.\n{'-' * 79}\n"
    (tmp_path / "1.log").write_text(mail, encoding="utf-8")
    return Checker(world, ledger, writer, tmp_path)


def test_where_all_is_well_nothing_is_found(checker: Checker) -> None:
    assert {name: number for name, number in checker.findings().items() if number} == {}


def test_the_negative_control_each_planted_fault_is_found_and_taken_away_again(checker: Checker) -> None:
    assert blind_spots(checker) == []
    assert {name: number for name, number in checker.findings().items() if number} == {}
    assert {finding for _plant, finding in FAULTS.values()} == checker.findings().keys()
