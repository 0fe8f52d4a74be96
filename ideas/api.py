"""The API's side of `ideas`. Ideas themselves are shown with their theme and votes, so they stand in `curation`."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.endpoints import Endpoint, found
from ideas import actions, queries
from ideas.serializers import (
    CampaignChange,
    CampaignDocument,
    CampaignInFull,
    CommentDocument,
    IdeaWords,
    NewCampaign,
    NewComment,
    SimilarTo,
)


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


@extend_schema(tags=["ideas"])
class Comments(Endpoint):
    """Talk under an idea."""

    @extend_schema(operation_id="comments", summary="Talk, the oldest first", responses=CommentDocument(many=True))
    def get(self, request: Request, pk: int) -> Response:
        idea = found(queries.find(self.viewer, pk))
        return self.page(queries.comments(self.viewer, idea), CommentDocument)

    @extend_schema(
        operation_id="comment",
        summary="Say something about an idea",
        request=NewComment,
        responses={201: CommentDocument},
    )
    def post(self, request: Request, pk: int) -> Response:
        idea = found(queries.find(self.viewer, pk))
        comment = actions.comment(by=self.viewer, idea=idea, **self.body(NewComment))
        return self.show(comment, CommentDocument, 201)
