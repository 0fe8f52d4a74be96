"""The API's side of `votes`."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.endpoints import Endpoint, found
from ideas.queries import find
from votes import actions
from votes.serializers import BallotDocument, Cast, ballot_document


@extend_schema(tags=["ideas"])
class Vote(Endpoint):
    """One's own vote on an idea. It is secret: no other address shows it to anybody else."""

    @extend_schema(
        operation_id="cast_vote",
        summary="Set one's vote, and see the result once there is one to show",
        request=Cast,
        responses=BallotDocument,
    )
    def put(self, request: Request, pk: int) -> Response:
        ballot = found(actions.cast_now(by=self.viewer, idea_id=pk, **self.body(Cast)))
        return Response(ballot_document(ballot))

    @extend_schema(operation_id="withdraw_vote", summary="Take one's vote back", responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        actions.withdraw(by=self.viewer, idea=found(find(self.viewer, pk)))
        return Response(status=204)
