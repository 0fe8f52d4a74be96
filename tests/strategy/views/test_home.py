from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from ideas import actions as ideas
from ideas.models import Campaign, Idea
from participation import actions as participation
from people.models import User
from strategy import actions
from strategy.models import Commitment, Priority, Publication
from tests import factories
from votes.actions import cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "name", ["home", "strategy:list", "strategy:commitments", "strategy:impact", "strategy:studios"]
)
def test_strangers_are_sent_to_sign_in(visit: Any, name: str) -> None:
    answer = visit(None, name)

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_home_asks_the_question_that_is_open(read: Any, bo: User, campaign: Campaign) -> None:
    page = read(bo, "home")

    assert campaign.question in page
    assert reverse("ideas:submit", args=[campaign.slug]) in page


def test_home_of_a_company_that_has_not_begun_says_what_will_be_there(read: Any, bo: User) -> None:
    page = read(bo, "home")

    assert "No question has been asked yet" in page
    assert "Nothing is published yet" in page


def test_home_between_campaigns_shows_the_last_one_and_asks_nothing(read: Any, bo: User) -> None:
    closed = factories.campaign("shape")

    page = read(bo, "home")

    assert "The last question" in page
    assert reverse("ideas:submit", args=[closed.slug]) not in page


def test_home_tells_what_leaders_published_and_promised(read: Any, bo: User, commitment: Commitment) -> None:
    page = read(bo, "home")

    assert "Time given back" in page
    assert "Call back by six" in page


def test_home_calls_a_promise_late_that_is_late(read: Any, bo: User, commitment: Commitment) -> None:
    day = timezone.localdate() - timedelta(days=3)
    Commitment.objects.update(made_on=day - timedelta(days=9), due_on=day)

    page = read(bo, "home")

    assert "Promise late" in page
    assert "was due" in page


def test_the_reason_for_a_no_is_read_as_it_was_written(read: Any, mod: User, ada: User, idea: Idea) -> None:
    ideas.set_status(by=mod, idea=idea, status="declined", reason="It costs **41 posts**.")

    page = read(ada, "strategy:impact")

    assert "It costs <strong>41 posts</strong>." in page


def test_home_names_what_was_published_and_not_the_draft(
    read: Any, bo: User, eve: User, publication: Publication
) -> None:
    actions.change_strategy(by=eve, strategy=publication.strategy, title="A secret turn")

    assert "A secret turn" not in read(bo, "home")
    assert "A secret turn" not in read(bo, "strategy:list")


def test_what_one_was_told_waits_at_home(read: Any, worker: Any, ada: User, eve: User, priority: Priority) -> None:
    with worker():
        actions.publish(by=eve, strategy=priority.strategy)

    assert "became part of" in read(ada, "home")


def test_home_shows_only_what_is_released_of_a_unit(
    read: Any, worker: Any, crowd: Any, ada: User, bo: User, campaign: Campaign, company: Any
) -> None:
    crowd(11, company.quayside)
    with worker():
        for person in crowd(12):
            factories.idea(person, campaign)
    participation.summarise(campaign=campaign)

    assert "12 <small>of 13</small>" in read(ada, "home")
    assert "Hidden, to protect a small group" in read(bo, "home")


def test_one_s_own_thread_says_you(read: Any, ada: User, publication: Publication) -> None:
    page = read(ada, "strategy:impact")

    assert "You said," in page
    assert "Became part of Priority 1" in page
    assert f"{reverse('strategy:version', args=[publication.strategy.slug, 1])}#p1" in page


def test_on_the_page_of_an_idea_the_thread_speaks_to_everyone(
    read: Any, bo: User, publication: Publication, idea: Idea
) -> None:
    page = read(bo, "ideas:detail", idea.pk)

    assert "Became part of Priority 1" in page
    assert "You said," not in page


def test_nobody_sees_what_became_of_another_s_ideas(read: Any, bo: User, publication: Publication, idea: Idea) -> None:
    assert idea.title not in read(bo, "strategy:impact")


def test_supporters_see_where_their_votes_counted(
    read: Any, bo: User, eve: User, idea: Idea, priority: Priority
) -> None:
    cast(by=bo, idea=idea, choice="support")
    actions.publish(by=eve, strategy=priority.strategy)

    assert "1 idea that you supported is in Priority 1" in read(bo, "strategy:impact")


def test_one_who_has_said_nothing_is_asked_to(read: Any, bo: User, campaign: Campaign) -> None:
    assert "You have not shared an idea yet" in read(bo, "strategy:impact")
