"""Where ideas have got to, and what waits for curators, in the API."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.endpoints import Endpoint, Nothing, found
from core.api.pages import Pages
from core.errors import require
from curation import actions, queries, rules
from curation.api.ideas import IdeaEndpoint
from curation.serializers import IdeaDocument, NewStatus, WaitingDocument
from ideas import queries as idea_queries


@extend_schema(tags=["ideas"])
class Status(IdeaEndpoint):
    """Where an idea has got to."""

    @extend_schema(
        operation_id="set_status",
        summary="Say where it has got to, with the reason (curators in scope)",
        request=NewStatus,
        responses=IdeaDocument,
    )
    def post(self, request: Request, pk: int) -> Response:
        idea = found(idea_queries.find(self.viewer, pk))
        return self.show_idea(actions.set_status(by=self.viewer, idea=idea, **self.body(NewStatus)))


@extend_schema(tags=["ideas"])
class Read(Endpoint):
    """That an idea was read."""

    @extend_schema(
        operation_id="mark_read",
        summary="Note that it and its author's answers were read (curators in scope)",
        request=Nothing,
        responses={204: None},
    )
    def post(self, request: Request, pk: int) -> Response:
        idea = found(idea_queries.find(self.viewer, pk))
        self.body(Nothing)
        actions.mark_read(by=self.viewer, ideas=[idea])
        return Response(status=204)


@extend_schema(tags=["me"])
class Queue(Endpoint):
    """What waits for a curator."""

    @extend_schema(
        operation_id="queue",
        summary="What waits for me in the campaigns that I curate, what is due first on top",
        responses=WaitingDocument(many=True),
    )
    def get(self, request: Request) -> Response:
        require(rules.may_see_boards(self.viewer))
        pages = Pages()
        cursor, size = pages.asked(request)
        pages.page = queries.queue(self.viewer, cursor=cursor, size=size).page
        shown = [WaitingDocument(row).data for row in pages.page.rows]
        return pages.get_paginated_response(shown)
