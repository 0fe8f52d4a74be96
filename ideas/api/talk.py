"""Talk under an idea in the API."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.endpoints import Endpoint, found
from ideas import actions, queries
from ideas.serializers import CommentDocument, NewComment


@extend_schema(tags=["ideas"])
class Comments(Endpoint):
    """Talk under an idea."""

    @extend_schema(operation_id="comments", summary="Talk, the oldest first", responses=CommentDocument(many=True))
    def get(self, request: Request, pk: int) -> Response:
        idea = found(queries.find(self.viewer, pk))
        return self.page(queries.comments(self.viewer, idea), CommentDocument)

    @extend_schema(
        operation_id="comment",
        summary="Say something about an idea",
        request=NewComment,
        responses={201: CommentDocument},
    )
    def post(self, request: Request, pk: int) -> Response:
        idea = found(queries.find(self.viewer, pk))
        comment = actions.comment(by=self.viewer, idea=idea, **self.body(NewComment))
        return self.show(comment, CommentDocument, 201)
