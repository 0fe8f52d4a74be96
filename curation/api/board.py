"""The board in the API: what waits, where ideas go, what was done, and undoing it."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.endpoints import Endpoint, Nothing, found
from core.api.pages import Pages
from core.errors import require
from curation import actions, queries, rules
from curation.api.ideas import IdeaEndpoint
from curation.api.themes import ThemeEndpoint
from curation.serializers import (
    IdeaDocument,
    InboxAsked,
    MoveDocument,
    NewPlace,
    NewSplit,
    Shifting,
    ThemeDocument,
)
from ideas import queries as idea_queries


class BoardEndpoint(Endpoint):
    """An address of a campaign's board."""

    def campaign(self, slug: str) -> Any:
        return found(idea_queries.campaign(self.viewer, slug))

    def show_move(self, campaign: Any, move: Any) -> Response:
        return self.show(queries.told(self.viewer, campaign, [move])[0], MoveDocument)


@extend_schema(tags=["board"])
class Inbox(IdeaEndpoint):
    """Ideas that no curator has placed yet."""

    @extend_schema(
        operation_id="inbox",
        summary="Ideas to read (whoever may see the board)",
        parameters=[InboxAsked],
        responses=IdeaDocument(many=True),
    )
    def get(self, request: Request, slug: str) -> Response:
        campaign = found(idea_queries.campaign(self.viewer, slug))
        require(rules.may_see_board(self.viewer, campaign))
        order = queries.InboxOrder(self.asked(InboxAsked)["order"])
        return self.page(queries.unplaced(self.viewer, campaign, order), IdeaDocument, self.beside)


@extend_schema(tags=["board"])
class Placements(BoardEndpoint):
    """Which idea is in which theme."""

    @extend_schema(
        operation_id="place_ideas",
        summary="Put ideas into a theme, or back to be read (curators in scope)",
        description="With `from`, the theme in which they were seen (null: not yet in one), the answer is 409 "
        "`elsewhere` and nothing changes when somebody has moved one of them meanwhile. The answer is the move, or 204 "
        "when all of them are there already.",
        request=NewPlace,
        responses={200: MoveDocument, 204: None},
    )
    def post(self, request: Request, slug: str) -> Response:
        campaign = self.campaign(slug)
        fields = self.body(NewPlace)
        seen = fields.get("from", ...)
        move = actions.put(by=self.viewer, campaign=campaign, ideas=fields["ideas"], theme=fields["theme"], seen=seen)
        return self.show_move(campaign, move) if move else Response(status=204)


@extend_schema(tags=["board"])
class Moves(BoardEndpoint):
    """What curators did on the board."""

    @extend_schema(
        operation_id="moves",
        summary="What was done on the board, the latest first (whoever may see it)",
        responses=MoveDocument(many=True),
    )
    def get(self, request: Request, slug: str) -> Response:
        campaign = self.campaign(slug)
        require(rules.may_see_board(self.viewer, campaign))
        pages = Pages()
        cursor, size = pages.asked(request)
        pages.page = queries.log(self.viewer, campaign, after=cursor, size=size)
        return pages.get_paginated_response([MoveDocument(row).data for row in pages.page.rows])


@extend_schema(tags=["board"])
class Undo(BoardEndpoint):
    """Taking moves back."""

    @extend_schema(
        operation_id="undo_move",
        summary="Take back one's own last move on the board; again: the one before (curators in scope)",
        request=Nothing,
        responses=MoveDocument,
    )
    def post(self, request: Request, slug: str) -> Response:
        campaign = self.campaign(slug)
        self.body(Nothing)
        return self.show_move(campaign, actions.undo(by=self.viewer, campaign=campaign))


@extend_schema(tags=["themes"])
class Split(ThemeEndpoint):
    """Making two themes of one."""

    @extend_schema(
        operation_id="split_theme",
        summary="Put some of its ideas into a new theme (curators in scope)",
        request=NewSplit,
        responses={201: ThemeDocument},
    )
    def post(self, request: Request, pk: int) -> Response:
        theme = self.theme(pk)
        return self.show_theme(actions.split(by=self.viewer, theme=theme, **self.body(NewSplit)), 201)


@extend_schema(tags=["themes"])
class Shift(ThemeEndpoint):
    """The order of themes on the board."""

    @extend_schema(
        operation_id="shift_theme",
        summary="Move it some places to the right, or to the left if negative (curators in scope)",
        request=Shifting,
        responses=ThemeDocument,
    )
    def post(self, request: Request, pk: int) -> Response:
        theme = self.theme(pk)
        actions.shift(by=self.viewer, theme=theme, **self.body(Shifting))
        return self.show_theme(theme)
