"""Finding ideas in the API."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.endpoints import Endpoint, found
from ideas import queries
from ideas.serializers import IdeaWords, SimilarTo


@extend_schema(tags=["ideas"])
class Similar(Endpoint):
    """Ideas like a text, so that nobody has to say the same twice."""

    @extend_schema(
        operation_id="similar_ideas",
        summary="Up to five ideas like this text",
        parameters=[SimilarTo],
        responses=IdeaWords(many=True),
    )
    def get(self, request: Request, slug: str) -> Response:
        campaign = found(queries.campaign(self.viewer, slug))
        ideas = queries.similar(self.viewer, campaign, self.asked(SimilarTo)["text"])
        return self.only_page(ideas, IdeaWords, own=queries.own_ids(self.viewer, ideas))
