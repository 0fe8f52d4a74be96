"""The API's side of `notices`."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.endpoints import Endpoint
from notices import actions, queries
from notices.serializers import DigestChange, DigestDocument


@extend_schema(tags=["me"])
class Digest(Endpoint):
    """When I get the digest by mail."""

    @extend_schema(operation_id="digest", summary="When I get the digest by mail", responses=DigestDocument)
    def get(self, request: Request) -> Response:
        return self.show(queries.subscription(self.viewer), DigestDocument)

    @extend_schema(
        operation_id="change_digest",
        summary="Choose when I get the digest by mail, or that I get none",
        description="It comes at a full hour on the clock of my time zone, never in my quiet hours, and only when "
        "there is something new. `next_at` is when it is due, null without one.",
        request=DigestChange,
        responses=DigestDocument,
    )
    def patch(self, request: Request) -> Response:
        return self.show(actions.choose(by=self.viewer, **self.body(DigestChange, partial=True)), DigestDocument)
