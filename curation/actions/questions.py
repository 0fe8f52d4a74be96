"""Asking whoever wrote an idea, and answering: without anybody learning who that is."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid, Refusal, require
from core.text import is_blank
from curation import rules
from curation.models import Question
from ideas import queries as ideas_queries
from ideas.actions.events import happened, kept_of, mark_handled
from ideas.models import Event, Idea
from ideas.rules import is_author
from people.actions import record
from people.models import User


class AlreadyAsked(Refusal):
    """Raised when a curator asks while an earlier question waits for its answer."""

    code = "already_asked"
    message = _("There is an open question to the author already. Wait for the answer, or take that question back.")


class NobodyAnswers(Refusal):
    """Raised when a question could reach nobody."""

    code = "nobody_answers"
    message = _("Nobody can answer for this idea any more: its author cannot be reached.")


class AlreadyAnswered(Refusal):
    """Raised when an answered question is answered again or taken back."""

    code = "already_answered"
    message = _("This question is answered already.")


class QuestionGone(Refusal):
    """Raised when a question is answered, or taken back, that a curator has just taken back."""

    code = "question_gone"
    message = _("This question was taken back. You need not answer it.")


@transaction.atomic
def ask(*, by: User, idea: Idea, text: str) -> Question:
    """Ask the author of `idea`, who is told and answers under the idea. One open question an idea."""
    idea = ideas_queries.locked(idea)
    require(rules.may_ask(by, idea))
    require(rules.can_be_answered(idea), NobodyAnswers)
    text = _checked(text)
    if Question.objects.filter(idea=idea, answered_at=None).exists():
        raise AlreadyAsked
    question = Question.objects.create(idea=idea, by=by, text=text)
    mark_handled([idea])
    happened(idea, Event.Kind.ASKED, question=question.pk, text=text)
    record("curation.ask", by=by, on=question, after={"idea": idea.pk, "text": text})
    return question


@transaction.atomic
def answer(*, by: User, question: Question, text: str) -> Question:
    """Answer as the author of the idea, whom nobody learns. Of an anonymous one only the day is kept."""
    idea = ideas_queries.locked(question.idea)
    require(is_author(by, idea))
    question = _open(question)
    question.answer = _checked(text)
    question.answered_at = kept_of(idea, timezone.now())
    question.save(update_fields=["answer", "answered_at"])
    happened(idea, Event.Kind.ANSWERED, at=question.answered_at, question=question.pk)
    return question


@transaction.atomic
def withdraw_question(*, by: User, question: Question) -> None:
    """Take an open question back: nobody sees any more that it was asked."""
    idea = ideas_queries.locked(question.idea)
    require(rules.may_ask(by, idea))
    question = _open(question)
    Event.objects.filter(idea=idea, kind=Event.Kind.ASKED, data__question=question.pk).delete()
    record("curation.withdraw_question", by=by, on=question, before={"idea": idea.pk, "text": question.text})
    question.delete()


def _open(question: Question) -> Question:
    """The question as it is now, behind the lock on its idea."""
    found = Question.objects.filter(pk=question.pk).first()
    if found is None:
        raise QuestionGone
    if found.answered_at is not None:
        raise AlreadyAnswered
    return found


def _checked(text: str) -> str:
    if is_blank(text):
        raise Invalid(_("Write something first."), field="text")
    return text.strip()
