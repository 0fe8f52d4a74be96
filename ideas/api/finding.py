"""Finding ideas in the API."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.endpoints import Endpoint, found
from ideas import queries
from ideas.serializers import SimilarDocument, SimilarTo


@extend_schema(tags=["ideas"])
class Similar(Endpoint):
    """Ideas like a text, so that nobody has to say the same twice."""

    @extend_schema(
        operation_id="similar_ideas",
        summary="Up to five ideas like this text",
        parameters=[SimilarTo],
        responses=SimilarDocument(many=True),
    )
    def get(self, request: Request, slug: str) -> Response:
        campaign = found(queries.campaign(self.viewer, slug))
        alike = {each.idea.pk: each for each in queries.similar(self.viewer, campaign, self.asked(SimilarTo)["text"])}
        ideas = [each.idea for each in alike.values()]
        return self.only_page(ideas, SimilarDocument, own=queries.own_ids(self.viewer, ideas), alike=alike)
