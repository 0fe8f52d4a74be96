"""Three workers that find the same reminder due send it once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, models

from ideas.models import Reminder
from notices import actions as notices
from notices.models import Message
from participation import actions
from tests import factories
from tests.races import failures, race

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


NOW = datetime(2026, 5, 6, 10, 30, tzinfo=UTC)  # a Wednesday


def remind_at_once(crowd: Any) -> int:
    """How many mails three workers wrote to twelve people."""
    with time_machine.travel(NOW):
        campaign = factories.campaign(listens_at=NOW - timedelta(days=9))
        crowd(12)
        notices.plan()
        assert not failures(race(*[lambda: actions.remind(campaign=campaign)] * 3))
    return Message.objects.count()


def test_three_workers_write_to_everybody_once(company: Any, crowd: Any) -> None:
    assert remind_at_once(crowd) == 12


def test_the_control_without_the_constraint_they_write_more_often(company: Any, crowd: Any) -> None:
    constraint = next(each for each in Reminder._meta.constraints if each.name == "reminded_once")
    assert isinstance(constraint, models.UniqueConstraint)
    with connection.schema_editor() as editor:
        editor.remove_constraint(Reminder, constraint)
    try:
        written = remind_at_once(crowd)
    finally:
        Reminder.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Reminder, constraint)

    assert written > 12
