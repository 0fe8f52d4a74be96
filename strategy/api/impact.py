"""What became of what somebody said."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.endpoints import Endpoint
from strategy import queries, serializers


@extend_schema(tags=["me"])
class Impact(Endpoint):
    """My impact."""

    @extend_schema(operation_id="impact", summary="What became of what I said", responses=serializers.ImpactDocument)
    def get(self, request: Request) -> Response:
        return self.show(queries.impact(self.viewer), serializers.ImpactDocument)
