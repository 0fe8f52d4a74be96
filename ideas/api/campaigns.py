"""Campaigns in the API."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.endpoints import Endpoint, found
from ideas import actions, queries
from ideas.serializers import CampaignChange, CampaignDocument, CampaignInFull, NewCampaign


@extend_schema(tags=["campaigns"])
class Campaigns(Endpoint):
    """Campaigns that ask me."""

    @extend_schema(operation_id="campaigns", summary="Campaigns that ask me", responses=CampaignDocument(many=True))
    def get(self, request: Request) -> Response:
        return self.page(queries.campaigns(self.viewer), CampaignDocument)

    @extend_schema(
        operation_id="open_campaign",
        summary="Open a campaign (curators and administrators)",
        request=NewCampaign,
        responses={201: CampaignInFull},
    )
    def post(self, request: Request) -> Response:
        campaign = actions.open_campaign(by=self.viewer, **self.body(NewCampaign))
        return self.show(campaign, CampaignInFull, 201)


@extend_schema(tags=["campaigns"])
class Campaign(Endpoint):
    """One campaign."""

    @extend_schema(operation_id="campaign", summary="One campaign", responses=CampaignInFull)
    def get(self, request: Request, slug: str) -> Response:
        return self.show(found(queries.campaign(self.viewer, slug)), CampaignInFull)

    @extend_schema(
        operation_id="change_campaign",
        summary="Change dates, words and rules (curators in scope and administrators)",
        request=CampaignChange,
        responses=CampaignInFull,
    )
    def patch(self, request: Request, slug: str) -> Response:
        campaign = found(queries.campaign(self.viewer, slug))
        fields = self.body(CampaignChange, partial=True)
        return self.show(actions.change_campaign(by=self.viewer, campaign=campaign, **fields), CampaignInFull)
