"""The API's side of `participation`."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.endpoints import Endpoint, Nothing, found
from ideas.queries import campaigns
from participation import actions, queries
from participation.sentences import sentences
from participation.serializers import Participation as ParticipationDocument
from participation.serializers import ParticipationAsked, ReasonInput


@extend_schema(tags=["participation"])
class Participation(Endpoint):
    """Who has been heard in a campaign."""

    @extend_schema(
        operation_id="participation",
        summary="Released figures of taking part",
        parameters=[ParticipationAsked],
        responses=ParticipationDocument,
    )
    def get(self, request: Request, slug: str) -> Response:
        number = self.asked(ParticipationAsked).get("release")
        return self._shown(found(campaigns(self.viewer).filter(slug=slug).first()), number=number)

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

    def _shown(self, campaign: Any, status: int = 200, number: int | None = None) -> Response:
        """The figures of a release, in the same envelope whether there are any or not."""
        report = found(queries.report(self.viewer, campaign, number))
        figures = report.figures
        document = {
            "campaign": campaign.slug,
            "suppressed": not figures,
            "reason": "" if figures else "too_few",
            "detail": "" if figures else _("Too few people have taken part for figures to be shown."),
            "counted_at": report.counted_at,
            "progress": report.progress,
            "release": report.release,
            "released_at": report.released_at,
            "sentences": sentences(figures, campaign.coverage_goal),
            "weeks": queries.weekly(campaign, figures, report.release) if figures else [],
            "quiet": queries.quiet(self.viewer, campaign, figures),
            "figures": figures or None,
        }
        return self.show(document, ParticipationDocument, status)


@extend_schema(tags=["participation"])
class Reason(Endpoint):
    """Why a unit is likely to be quiet in a campaign."""

    @extend_schema(
        operation_id="explain",
        summary="Note why a unit is likely to be quiet (curators in scope)",
        request=ReasonInput,
        responses=ReasonInput,
    )
    def put(self, request: Request, slug: str, pk: int) -> Response:
        words = self.body(ReasonInput)["reason"]
        self._explain(slug, pk, words)
        return self.show({"reason": words}, ReasonInput)

    @extend_schema(
        operation_id="unexplain", summary="Take a reason back (curators in scope)", request=None, responses={204: None}
    )
    def delete(self, request: Request, slug: str, pk: int) -> Response:
        self._explain(slug, pk, "")
        return Response(status=204)

    def _explain(self, slug: str, pk: int, reason: str) -> None:
        campaign = found(campaigns(self.viewer).filter(slug=slug).first())
        unit = found(queries.asked_unit(campaign, pk))
        actions.explain(by=self.viewer, campaign=campaign, unit=unit, reason=reason)
