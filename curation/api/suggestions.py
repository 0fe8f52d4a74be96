"""Suggestions in the API: reading and settling them, and having the machine look again."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.endpoints import Endpoint, Nothing, found
from core.errors import require
from curation import actions, queries, rules
from curation.api.board import BoardEndpoint
from curation.serializers import (
    AcceptedDocument,
    Accepting,
    Joining,
    LikeliestDocument,
    NewRun,
    RunDocument,
    SuggestionDocument,
)


class SuggestionEndpoint(Endpoint):
    """An address of one suggestion."""

    def suggestion(self, pk: int) -> Any:
        """A suggestion in a campaign that the viewer may see."""
        return found(queries.all_suggestions(self.viewer).filter(pk=pk).first())

    def show_suggestions(self, rows: list[Any], status: int = 200) -> Response:
        """Some suggestions with those of their ideas that they still are about."""
        response = self.only_page(queries.titled(rows[0].campaign, rows) if rows else [], SuggestionDocument)
        response.status_code = status
        return response


@extend_schema(tags=["suggestions"])
class Suggestions(BoardEndpoint):
    """What is suggested in a campaign."""

    @extend_schema(
        operation_id="suggestions",
        summary="Groups and duplicates that nobody has settled, groups first (whoever may see the board)",
        responses=SuggestionDocument(many=True),
    )
    def get(self, request: Request, slug: str) -> Response:
        campaign = self.campaign(slug)
        require(rules.may_see_board(self.viewer, campaign))
        cards = queries.cards_of(self.viewer, campaign, queries.shown_run(campaign))
        return self.only_page(cards, SuggestionDocument)


@extend_schema(tags=["suggestions"])
class LikeliestThemes(BoardEndpoint):
    """Where ideas that wait most likely belong."""

    @extend_schema(
        operation_id="likeliest",
        summary="The three likeliest themes of each idea that waits (whoever may see the board)",
        responses=LikeliestDocument(many=True),
    )
    def get(self, request: Request, slug: str) -> Response:
        campaign = self.campaign(slug)
        require(rules.may_see_board(self.viewer, campaign))
        return self.page(queries.likeliest_in(campaign), LikeliestDocument)


@extend_schema(tags=["suggestions"])
class Runs(BoardEndpoint):
    """Searches for groups and duplicates."""

    @extend_schema(
        operation_id="start_run",
        summary="Have the machine look again (curators in scope)",
        description="The same ideas, themes and number of groups are searched once: then the search that there is "
        "comes back, done.",
        request=NewRun,
        responses={202: RunDocument},
    )
    def post(self, request: Request, slug: str) -> Response:
        run = actions.start_run(by=self.viewer, campaign=self.campaign(slug), **self.body(NewRun))
        return self.show(run, RunDocument, 202)


@extend_schema(tags=["suggestions"])
class Run(BoardEndpoint):
    """One search."""

    @extend_schema(operation_id="run", summary="How far a search is (whoever may see the board)", responses=RunDocument)
    def get(self, request: Request, slug: str, pk: int) -> Response:
        run = found(queries.run_of(self.campaign(slug), pk))
        require(rules.may_see_board(self.viewer, run.campaign))
        return self.show(run, RunDocument)


@extend_schema(tags=["suggestions"])
class Accept(SuggestionEndpoint):
    """Doing what is suggested."""

    @extend_schema(
        operation_id="accept_suggestion",
        summary="Put a group into a theme, or merge duplicates (curators in scope)",
        description="Without a body as it is suggested; with a `title`, a `theme` or `ideas` with these changes.",
        request=Accepting,
        responses=AcceptedDocument,
    )
    def post(self, request: Request, pk: int) -> Response:
        suggestion = self.suggestion(pk)
        done = actions.accept(by=self.viewer, suggestion=suggestion, **self.body(Accepting))
        return self.show(done, AcceptedDocument)


@extend_schema(tags=["suggestions"])
class Dismiss(SuggestionEndpoint):
    """Saying no."""

    @extend_schema(
        operation_id="dismiss_suggestion",
        summary="Say no to a suggestion: it does not come again (curators in scope)",
        request=Nothing,
        responses={204: None},
    )
    def post(self, request: Request, pk: int) -> Response:
        suggestion = self.suggestion(pk)
        self.body(Nothing)
        actions.dismiss(by=self.viewer, suggestion=suggestion)
        return Response(status=204)


@extend_schema(tags=["suggestions"])
class Halve(SuggestionEndpoint):
    """Two groups of one."""

    @extend_schema(
        operation_id="split_suggestion",
        summary="Make two groups of one (curators in scope)",
        request=Nothing,
        responses={201: SuggestionDocument(many=True)},
    )
    def post(self, request: Request, pk: int) -> Response:
        suggestion = self.suggestion(pk)
        self.body(Nothing)
        halves = actions.split_suggestion(by=self.viewer, suggestion=suggestion)
        return self.show_suggestions(halves, 201)


@extend_schema(tags=["suggestions"])
class Join(SuggestionEndpoint):
    """One group of two."""

    @extend_schema(
        operation_id="join_suggestions",
        summary="Make one group of two (curators in scope)",
        request=Joining,
        responses={201: SuggestionDocument(many=True)},
    )
    def post(self, request: Request, pk: int) -> Response:
        joined = actions.join_suggestions(by=self.viewer, suggestion=self.suggestion(pk), **self.body(Joining))
        return self.show_suggestions([joined], 201)
