"""The API's side of `people`."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.endpoints import Endpoint
from people.serializers import MeDocument


@extend_schema(tags=["me"])
class Me(Endpoint):
    """Who I am."""

    @extend_schema(operation_id="me", summary="Who I am", responses=MeDocument)
    def get(self, request: Request) -> Response:
        return self.show(self.viewer, MeDocument)
