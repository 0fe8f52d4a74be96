"""Asking authors in the API."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.endpoints import Endpoint, found
from curation import actions, queries
from curation.serializers import NewAnswer, NewQuestion, QuestionDocument
from ideas import queries as idea_queries


@extend_schema(tags=["ideas"])
class Questions(Endpoint):
    """What curators ask the author of an idea."""

    @extend_schema(
        operation_id="questions",
        summary="What curators asked its author, and what they answered",
        responses=QuestionDocument(many=True),
    )
    def get(self, request: Request, pk: int) -> Response:
        return self.page(queries.questions(found(idea_queries.find(self.viewer, pk))), QuestionDocument)

    @extend_schema(
        operation_id="ask",
        summary="Ask its author, an anonymous one too (curators in scope)",
        request=NewQuestion,
        responses={201: QuestionDocument},
    )
    def post(self, request: Request, pk: int) -> Response:
        idea = found(idea_queries.find(self.viewer, pk))
        return self.show(actions.ask(by=self.viewer, idea=idea, **self.body(NewQuestion)), QuestionDocument, 201)


class QuestionEndpoint(Endpoint):
    """An address about one question."""

    def question(self, pk: int) -> Any:
        return found(queries.question(self.viewer, pk))


@extend_schema(tags=["ideas"])
class Question(QuestionEndpoint):
    """One question."""

    @extend_schema(
        operation_id="withdraw_question",
        summary="Take an open question back (curators in scope)",
        responses={204: None},
    )
    def delete(self, request: Request, pk: int) -> Response:
        actions.withdraw_question(by=self.viewer, question=self.question(pk))
        return Response(status=204)


@extend_schema(tags=["ideas"])
class Answer(QuestionEndpoint):
    """The answer to a question."""

    @extend_schema(
        operation_id="answer_question",
        summary="Answer as the author of the idea; nobody learns who that is",
        request=NewAnswer,
        responses=QuestionDocument,
    )
    def post(self, request: Request, pk: int) -> Response:
        question = self.question(pk)
        return self.show(actions.answer(by=self.viewer, question=question, **self.body(NewAnswer)), QuestionDocument)
