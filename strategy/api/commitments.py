"""What leaders promise, and what became of it."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.endpoints import Endpoint, found
from strategy import actions, queries, serializers


@extend_schema(tags=["commitments"])
class Commitments(Endpoint):
    """Leaders' promises."""

    @extend_schema(
        operation_id="commitments",
        summary="Promises, the late ones first",
        responses=serializers.CommitmentDocument(many=True),
    )
    def get(self, request: Request) -> Response:
        return self.page(queries.commitments(self.viewer), serializers.CommitmentDocument)

    @extend_schema(
        operation_id="promise",
        summary="Promise something by a day, in one's own name (executives)",
        request=serializers.NewCommitment,
        responses={201: serializers.CommitmentDocument},
    )
    def post(self, request: Request) -> Response:
        commitment = actions.promise(by=self.viewer, **self.body(serializers.NewCommitment))
        return self.show(commitment, serializers.CommitmentDocument, 201)


@extend_schema(tags=["commitments"])
class Commitment(Endpoint):
    """One promise."""

    @extend_schema(
        operation_id="settle",
        summary="Say what became of one's own promise",
        request=serializers.Settlement,
        responses=serializers.CommitmentDocument,
    )
    def patch(self, request: Request, pk: int) -> Response:
        commitment = found(queries.commitments(self.viewer).filter(pk=pk).first())
        fields = self.body(serializers.Settlement, partial=True)
        settled = actions.settle(by=self.viewer, commitment=commitment, **fields)
        return self.show(settled, serializers.CommitmentDocument)
