"""Deciding about a text that its author changes at the same time."""

import re
from typing import Any

from django.urls import reverse

from ideas import actions
from ideas.models import Idea
from people.models import User
from tests.factories import fresh


def test_what_was_changed_meanwhile_is_shown_to_be_read_again(
    signed_in: Any, ada: User, bo: User, mod: User, idea: Idea
) -> None:
    case = actions.flag(by=bo, idea=idea, why="hurtful")
    client, address = signed_in(mod), reverse("ideas:case", args=[case.pk])
    [version] = re.findall(r'name="version" value="(\w+)"', client.get(address).text)
    actions.edit(by=ada, idea=idea, title="Other words")

    response = client.post(address, {"outcome": "shown", "version": version})

    assert (response.status_code, fresh(case).outcome) == (409, "")
    assert "Other words" in response.text
    [again] = re.findall(r'name="version" value="(\w+)"', response.text)
    client.post(address, {"outcome": "shown", "version": again})
    assert fresh(case).outcome == "shown"
