"""Taking a campaign along in the API."""

from typing import Any

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from core.api.endpoints import Endpoint, found
from core.errors import require
from curation import queries, rules
from ideas import queries as idea_queries


@extend_schema(tags=["campaigns"])
class Export(Endpoint):
    """A campaign as a file."""

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[Any, str]:
        """`format` names what is in the file, not how a document is written; problems are JSON."""
        return JSONRenderer(), "application/json"

    @extend_schema(
        operation_id="export_campaign",
        summary="A campaign as its pages show it, as a ZIP of CSV files or as JSON (curators in scope, analysts)",
        parameters=[OpenApiParameter("format", enum=["csv", "json"], default="json")],
        responses={(200, "application/zip"): OpenApiTypes.BINARY, (200, "application/json"): OpenApiTypes.OBJECT},
    )
    def get(self, request: Request, slug: str) -> HttpResponseBase:
        campaign = found(idea_queries.campaign(self.viewer, slug))
        require(rules.may_export(self.viewer, campaign))
        file = queries.shown_file(self.viewer, campaign, request.query_params.get("format", "json"))
        headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
        return StreamingHttpResponse(file.parts, content_type=file.content_type, headers=headers)
