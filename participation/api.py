"""The API's side of `participation`."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.endpoints import Endpoint, Nothing, found
from ideas.queries import campaigns
from participation import actions, queries
from participation.serializers import Participation as ParticipationDocument


@extend_schema(tags=["participation"])
class Participation(Endpoint):
    """Who has been heard in a campaign."""

    @extend_schema(
        operation_id="participation", summary="Released figures of taking part", responses=ParticipationDocument
    )
    def get(self, request: Request, slug: str) -> Response:
        return self._shown(found(campaigns(self.viewer).filter(slug=slug).first()))

    @extend_schema(
        operation_id="summarise",
        summary="Ask for a fresh count (curators, executives, analysts, administrators)",
        request=None,
        responses={202: ParticipationDocument},
    )
    def post(self, request: Request, slug: str) -> Response:
        campaign = found(campaigns(self.viewer).filter(slug=slug).first())
        self.body(Nothing)
        actions.ask_for_summary(by=self.viewer, campaign=campaign)
        return self._shown(campaign, 202)

    def _shown(self, campaign: Any, status: int = 200) -> Response:
        """The figures of the last release, in the same envelope whether there are any or not."""
        summary, figures = queries.summary(campaign), queries.figures(self.viewer, campaign)
        document = {
            "campaign": campaign.slug,
            "suppressed": not figures,
            "reason": "" if figures else "too_few",
            "detail": "" if figures else _("Too few people have taken part for figures to be shown."),
            "counted_at": summary.counted_at if summary else None,
            "released_at": summary.released_at if summary and figures else None,
            "figures": figures or None,
        }
        return self.show(document, ParticipationDocument, status)
