"""Finding ideas in the API."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.endpoints import Endpoint, found
from ideas import queries
from ideas.serializers import SimilarDocument, SimilarTo


@extend_schema(tags=["ideas"])
class Similar(Endpoint):
    """Ideas like a text, so that nobody has to say the same twice. Neither way writes anything."""

    @extend_schema(
        operation_id="similar_ideas",
        summary="Up to five ideas like this text",
        description="For programs that look for ideas. What somebody is still writing is better sent by POST: then no "
        "log of addresses holds it.",
        parameters=[SimilarTo],
        responses=SimilarDocument(many=True),
    )
    def get(self, request: Request, slug: str) -> Response:
        return self._alike(slug, self.asked(SimilarTo)["text"])

    @extend_schema(
        operation_id="similar_ideas_to_draft",
        summary="Up to five ideas like what somebody is writing",
        request=SimilarTo,
        responses=SimilarDocument(many=True),
    )
    def post(self, request: Request, slug: str) -> Response:
        return self._alike(slug, self.body(SimilarTo)["text"])

    def _alike(self, slug: str, text: str) -> Response:
        campaign = found(queries.campaign(self.viewer, slug))
        alike = {each.idea.pk: each for each in queries.similar(self.viewer, campaign, text)}
        ideas = [each.idea for each in alike.values()]
        return self.only_page(ideas, SimilarDocument, own=queries.own_ids(self.viewer, ideas), alike=alike)
