"""The receipt of one's own anonymous idea, in the API."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.endpoints import Endpoint, found
from ideas import queries
from ideas.serializers import ReceiptDocument


@extend_schema(tags=["ideas"])
class Receipt(Endpoint):
    """What proves to be the author of an anonymous idea."""

    @extend_schema(
        operation_id="receipt",
        summary="The receipt code of one's own anonymous idea",
        description="Send it as `Receipt-Code` (several with commas between them) to read, answer, change, take back "
        "and claim the idea as its author, also when the campaign's key is destroyed.",
        responses=ReceiptDocument,
    )
    def get(self, request: Request, pk: int) -> Response:
        return self.show(found(queries.receipt(self.viewer, found(queries.own(self.viewer, pk)))), ReceiptDocument)
