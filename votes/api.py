"""The API's side of `votes`."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.endpoints import Endpoint, found
from core.api.pages import Pages
from core.errors import require
from ideas.queries import campaign, find
from votes import actions, queries, rules
from votes.serializers import (
    BallotDocument,
    BurstDocument,
    Cast,
    NewsDocument,
    SeenDocument,
    Until,
    Verdict,
    ballot_document,
)


@extend_schema(tags=["ideas"])
class Vote(Endpoint):
    """One's own vote on an idea. It is secret: no other address shows it to anybody else."""

    @extend_schema(
        operation_id="cast_vote",
        summary="Set one's vote, and see the result once there is one to show",
        request=Cast,
        responses=BallotDocument,
    )
    def put(self, request: Request, pk: int) -> Response:
        ballot = found(actions.cast_now(by=self.viewer, idea_id=pk, **self.body(Cast)))
        return Response(ballot_document(ballot))

    @extend_schema(operation_id="withdraw_vote", summary="Take one's vote back", responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        actions.withdraw(by=self.viewer, idea=found(find(self.viewer, pk)))
        return Response(status=204)


@extend_schema(tags=["me"])
class News(Endpoint):
    """What became of the ideas that matter to me."""

    @extend_schema(
        operation_id="news",
        summary="What became of ideas that I wrote, support or follow, the latest first",
        description="It is found out when it is asked for, and kept nowhere. Once a campaign's key is destroyed, only "
        "what I wrote under my name and what I follow is left of it.",
        responses=NewsDocument(many=True),
    )
    def get(self, request: Request) -> Response:
        pages = Pages()
        cursor, size = pages.asked(request)
        pages.page = queries.news(self.viewer, cursor=cursor, size=size)
        rows: Any = pages.page.rows
        return pages.get_paginated_response(NewsDocument(rows, many=True).data)


@extend_schema(tags=["me"])
class Seen(Endpoint):
    """Up to where I have read the news."""

    @extend_schema(
        operation_id="see_news",
        summary="Remember that I have read the news up to one of them, or all, and all notices",
        request=Until,
        responses=SeenDocument,
    )
    def post(self, request: Request) -> Response:
        return Response({"until": actions.see_news(by=self.viewer, **self.body(Until))})


@extend_schema(tags=["board"])
class Bursts(Endpoint):
    """Support that came too fast to be chance."""

    @extend_schema(
        operation_id="bursts",
        summary="Ideas whose support came too fast, those nobody has looked at first (curators in scope)",
        responses=BurstDocument(many=True),
    )
    def get(self, request: Request, slug: str) -> Response:
        seen = found(campaign(self.viewer, slug))
        require(rules.may_settle(self.viewer, seen))
        return self.page(queries.bursts(self.viewer).filter(idea__campaign=seen), BurstDocument)


@extend_schema(tags=["board"])
class Settle(Endpoint):
    """What a curator found."""

    @extend_schema(
        operation_id="settle_burst",
        summary="Say whether it is harmless; it may be said anew (curators in scope)",
        request=Verdict,
        responses=BurstDocument,
    )
    def post(self, request: Request, pk: int) -> Response:
        burst = found(queries.burst(self.viewer, pk))
        return self.show(actions.settle(by=self.viewer, burst=burst, **self.body(Verdict)), BurstDocument)
