from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.models import User
from strategy import actions
from strategy.models import Commitment, Publication, Strategy
from tests import factories
from tests.factories import fresh
from tests.strategy.views.conftest import words

pytestmark = pytest.mark.django_db
Named = Callable[[str], User]


@pytest.fixture
def late(eve: User, draft: Strategy, publication: Publication) -> Commitment:
    made_on = timezone.localdate() - timedelta(days=60)
    due_on = timezone.localdate() - timedelta(days=12)
    return actions.promise(by=eve, strategy=draft, promise="Answer every letter", due_on=due_on, made_on=made_on)


def test_late_promises_come_first(read: Any, bo: User, commitment: Commitment, late: Commitment) -> None:
    page = read(bo, "strategy:commitments")

    assert "Late by 12 days" in page
    assert page.index(late.promise) < page.index(commitment.promise)


def test_a_promise_under_a_draft_is_not_public(read: Any, bo: User, eve: User, draft: Strategy) -> None:
    actions.promise(by=eve, strategy=draft, promise="Not yet said", due_on=timezone.localdate())

    assert "Not yet said" not in read(bo, "strategy:commitments")


def test_a_priority_is_linked_only_once_it_is_published(
    read: Any, bo: User, eve: User, publication: Publication
) -> None:
    strategy, due_on = publication.strategy, timezone.localdate()
    for priority in (strategy.priorities.get(), factories.priority(eve, strategy, title="Still secret")):
        actions.promise(by=eve, strategy=strategy, promise="Soon", due_on=due_on, priority=priority)

    page = read(bo, "strategy:commitments")

    assert "Still secret" not in page
    assert (page.count("Soon"), page.count("#p1")) == (2, 1)


@pytest.mark.parametrize(("who", "status"), [("bo", 403), ("mod", 403), ("root", 403), ("eve", 200)])
def test_only_executives_get_the_form_to_promise(
    who: str, status: int, visit: Any, named: Named, publication: Publication
) -> None:
    assert visit(named(who), "strategy:promise", publication.strategy.slug).status_code == status


def test_a_promise_is_made_from_the_page(visit: Any, eve: User, publication: Publication) -> None:
    due_on = timezone.localdate() + timedelta(days=9)

    visit(eve, "strategy:promise", publication.strategy.slug, data={"promise": "Call back", "due_on": str(due_on)})

    made = Commitment.objects.get()
    assert (made.leader, made.promise, made.due_on) == (eve, "Call back", due_on)


def test_a_promise_for_yesterday_is_shown_again_with_what_was_typed(
    visit: Any, eve: User, publication: Publication
) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    data = {"promise": "Call back", "due_on": str(yesterday)}

    answer = visit(eve, "strategy:promise", publication.strategy.slug, data=data)

    assert answer.status_code == 400
    assert "Choose a date that is still to come." in words(answer)
    assert "Call back" in words(answer)


def test_a_leader_says_what_became_of_a_promise(visit: Any, eve: User, commitment: Commitment) -> None:
    visit(eve, "strategy:settle", commitment.pk, data={"status": "kept", "words": "Since Monday."})

    assert (fresh(commitment).status, fresh(commitment).words) == ("kept", "Since Monday.")


def test_words_can_be_added_while_it_is_open(visit: Any, eve: User, late: Commitment) -> None:
    visit(eve, "strategy:settle", late.pk, data={"status": "open", "words": "I should have planned for that."})

    assert (fresh(late).status, fresh(late).words) == ("open", "I should have planned for that.")


def test_giving_up_without_a_word_is_refused_in_the_form(visit: Any, eve: User, commitment: Commitment) -> None:
    answer = visit(eve, "strategy:settle", commitment.pk, data={"status": "withdrawn", "words": ""})

    assert answer.status_code == 400
    assert "Say why, in your own words." in words(answer)


def test_what_is_settled_is_not_settled_again(visit: Any, eve: User, commitment: Commitment) -> None:
    actions.settle(by=eve, commitment=commitment, status="kept")

    answer = visit(eve, "strategy:settle", commitment.pk, data={"status": "broken", "words": "After all."})

    assert answer.status_code == 409
    assert fresh(commitment).status == "kept"


@pytest.mark.parametrize("who", ["bo", "mod", "root"])
def test_nobody_settles_another_s_promise(who: str, visit: Any, named: Named, commitment: Commitment) -> None:
    answer = visit(named(who), "strategy:settle", commitment.pk, data={"status": "kept", "words": ""})

    assert answer.status_code == 403
    assert fresh(commitment).status == "open"


def test_the_list_narrows_to_what_is_open(
    client: Client, bo: User, eve: User, commitment: Commitment, late: Commitment
) -> None:
    actions.settle(by=eve, commitment=commitment, status="kept")
    client.force_login(bo)

    page = words(client.get(reverse("strategy:commitments"), {"show": "open"}))

    assert late.promise in page
    assert commitment.promise not in page
