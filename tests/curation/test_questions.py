"""Asking the author of an idea, an anonymous one too, and what becomes of the answer."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from core import keys
from core.errors import Forbidden, Invalid
from curation import actions, queries
from curation.models import Question
from ideas.models import Campaign, Event, Idea
from people.models import AuditEntry, User
from tests import factories
from tests.api import Api, problem
from tests.curation.browsing import url
from tests.factories import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def secret(ada: User, campaign: Campaign) -> Idea:
    """An anonymous idea of ada's."""
    return factories.idea(ada, campaign, "Show the wait at the door", anonymous=True)


@pytest.fixture
def question(mod: User, secret: Idea) -> Question:
    return actions.ask(by=mod, idea=secret, text="At which door?")


def kinds(idea: Idea) -> list[str]:
    return list(Event.objects.filter(idea=idea).order_by("pk").values_list("kind", flat=True))


def test_a_question_stands_under_the_idea_and_counts_as_read(mod: User, idea: Idea) -> None:
    question = actions.ask(by=mod, idea=idea, text=" Which day? ")

    assert question.text == "Which day?"
    assert fresh(idea).handled_at is not None
    assert kinds(idea) == ["asked"]


def test_there_is_one_open_question_an_idea(mod: User, idea: Idea) -> None:
    actions.ask(by=mod, idea=idea, text="Which day?")

    with pytest.raises(actions.AlreadyAsked):
        actions.ask(by=mod, idea=idea, text="Which hour?")


@pytest.mark.parametrize("who", ["ada", "bo", "eve", "root"])
def test_only_its_curators_ask(who: str, named: Callable[[str], User], idea: Idea) -> None:
    with pytest.raises(Forbidden):
        actions.ask(by=named(who), idea=idea, text="Which day?")


@pytest.mark.parametrize("text", ["", "  ", "\u200b"])
def test_nothing_is_no_question(text: str, mod: User, idea: Idea) -> None:
    with pytest.raises(Invalid):
        actions.ask(by=mod, idea=idea, text=text)


def test_an_anonymous_author_answers_and_only_the_day_is_kept(ada: User, secret: Idea, question: Question) -> None:
    actions.answer(by=ada, question=question, text="The front door.")

    found = fresh(question)
    assert found.answer == "The front door."
    assert (found.answered_at.hour, found.answered_at.minute, found.answered_at.second) == (0, 0, 0)
    told = Event.objects.get(idea=secret, kind="answered")
    assert told.at == found.answered_at


def test_who_answers_about_an_anonymous_idea_is_written_down_nowhere(
    ada: User, secret: Idea, question: Question
) -> None:
    before = AuditEntry.objects.count()

    actions.answer(by=ada, question=question, text="The front door.")

    assert AuditEntry.objects.count() == before
    assert fresh(question).by_id != ada.pk
    assert fresh(secret).author is None
    assert str(ada.pk) not in Event.objects.get(idea=secret, kind="answered").data.values()


@pytest.mark.parametrize("who", ["bo", "mod", "eve", "root"])
def test_nobody_answers_for_the_author(who: str, named: Callable[[str], User], question: Question) -> None:
    with pytest.raises(Forbidden):
        actions.answer(by=named(who), question=question, text="The back door.")


def test_a_question_is_answered_once(ada: User, mod: User, question: Question) -> None:
    actions.answer(by=ada, question=question, text="The front door.")

    with pytest.raises(actions.AlreadyAnswered):
        actions.answer(by=ada, question=question, text="The back door.")
    with pytest.raises(actions.AlreadyAnswered):
        actions.withdraw_question(by=mod, question=question)


def test_once_the_key_is_gone_nobody_is_asked_and_nobody_can_answer(
    ada: User, mod: User, secret: Idea, question: Question, client: Client
) -> None:
    keys.destroy(secret.campaign.key_name)

    with pytest.raises(Forbidden):
        actions.answer(by=ada, question=question, text="The front door.")
    actions.withdraw_question(by=mod, question=question)
    with pytest.raises(actions.NobodyAnswers):
        actions.ask(by=mod, idea=secret, text="Which door?")

    client.force_login(mod)
    assert "the key of this campaign is destroyed" in client.get(url("ask", secret.pk)).text


def test_who_left_is_not_asked(ada: User, mod: User, idea: Idea) -> None:
    User.objects.filter(pk=ada.pk).update(is_active=False)

    with pytest.raises(actions.NobodyAnswers):
        actions.ask(by=mod, idea=fresh(idea), text="Which day?")


def test_a_question_taken_back_leaves_no_news(mod: User, secret: Idea, question: Question) -> None:
    actions.withdraw_question(by=mod, question=question)

    assert not Question.objects.exists()
    assert kinds(secret) == []


def test_the_answer_is_public_and_names_nobody(
    client: Client, ada: User, bo: User, secret: Idea, question: Question
) -> None:
    client.force_login(ada)
    client.post(url("answer", question.pk), {"text": "The front door."})
    client.force_login(bo)
    html = client.get(reverse("ideas:detail", args=[secret.pk])).text

    assert "The front door." in html
    assert "Ada" not in html
    assert "Service adviser" not in html.split("The front door.")[0].split("At which door?")[1]


class TestPages:
    def test_a_curator_asks_and_the_author_finds_it_under_the_idea(
        self, client: Client, ada: User, mod: User, secret: Idea
    ) -> None:
        client.force_login(mod)
        asked = client.post(url("ask", secret.pk), {"text": "At which door?"})
        client.force_login(ada)
        html = client.get(reverse("ideas:detail", args=[secret.pk])).text

        assert asked.url == reverse("ideas:detail", args=[secret.pk])
        assert "At which door?" in html
        assert url("answer", Question.objects.get().pk) in html

    def test_others_read_the_question_and_are_offered_no_answer(
        self, client: Client, bo: User, secret: Idea, question: Question
    ) -> None:
        client.force_login(bo)
        html = client.get(reverse("ideas:detail", args=[secret.pk])).text

        assert "At which door?" in html
        assert "Not answered yet." in html
        assert url("answer", question.pk) not in html

    def test_what_does_not_fit_is_shown_again(self, client: Client, ada: User, question: Question) -> None:
        client.force_login(ada)

        response = client.post(url("answer", question.pk), {"text": "x" * 2001})

        assert response.status_code == 400
        assert "x" * 2001 in response.text

    def test_the_page_for_asking_promises_an_anonymous_author_that_nobody_learns_who_it_is(
        self, client: Client, mod: User, secret: Idea
    ) -> None:
        client.force_login(mod)

        html = client.get(url("ask", secret.pk)).text

        assert "neither you nor anybody else learns who answers" in html
        assert "Ada" not in html


class TestApi:
    def test_questions_are_asked_read_and_answered(self, ada: User, bo: User, mod: User, secret: Idea) -> None:
        asked = Api(mod).post(f"ideas/{secret.pk}/questions/", {"text": "At which door?"})
        pk = asked.json()["id"]
        answered = Api(ada).post(f"questions/{pk}/answer/", {"text": "The front door."})
        read = Api(bo).get(f"ideas/{secret.pk}/questions/").json()["results"]

        assert (asked.status_code, answered.status_code) == (201, 200)
        assert [row["answer"] for row in read] == ["The front door."]
        assert read[0]["answered_at"].endswith("T00:00:00Z")
        assert "by" not in read[0]

    def test_an_open_question_is_taken_back(self, mod: User, question: Question) -> None:
        assert Api(mod).delete(f"questions/{question.pk}/").status_code == 204

    def test_a_second_question_is_refused_with_its_reason(self, mod: User, secret: Idea, question: Question) -> None:
        response = Api(mod).post(f"ideas/{secret.pk}/questions/", {"text": "Which?"})

        assert problem(response) == (409, "already_asked")


def test_questions_are_read_in_order(ada: User, mod: User, secret: Idea, question: Question) -> None:
    actions.answer(by=ada, question=question, text="The front door.")
    second = actions.ask(by=mod, idea=secret, text="And when?")

    assert list(queries.questions(secret)) == [question, second]
