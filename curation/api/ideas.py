"""Ideas in the API, with their theme and votes."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.endpoints import PAGING, Endpoint, Nothing, found
from core.api.pages import Pages
from curation import queries
from curation.serializers import IdeaDocument, IdeasAsked, IdeasSearched, SharedDocument, listed_document
from ideas import actions as idea_actions
from ideas import queries as idea_queries
from ideas.serializers import IdeaChange, NewIdea
from votes.queries import ballots


class IdeaEndpoint(Endpoint):
    """An address that shows ideas."""

    def beside(self, ideas: list[Any]) -> dict[str, Any]:
        """What stands beside each of `ideas`: themes, votes, and whether they are one's own. Three queries."""
        return {
            "own": idea_queries.own_ids(self.viewer, ideas),
            "themes": queries.themes_of(ideas),
            "ballots": ballots(self.viewer, ideas),
        }

    def seen(self, ideas: list[Any]) -> dict[str, Any]:
        """The same where somebody looks at what there is: it is noted that these were shown."""
        idea_actions.note_seen(ideas)
        return self.beside(ideas)

    def show_idea(self, idea: Any, status: int = 200) -> Response:
        """One idea."""
        return self.show(idea, IdeaDocument, status, **self.beside([idea]))

    def seen_or_gone(self, pk: int) -> Any:
        """One idea, or 404, or 410 when its author took it back."""
        idea = idea_queries.find(self.viewer, pk)
        if idea is None:
            raise idea_actions.Withdrawn(found(idea_queries.taken_back(self.viewer, pk)))
        return idea

    def own(self, pk: int) -> Any:
        """One's own idea, or 404: whose it is may not be asked."""
        return found(idea_queries.own(self.viewer, pk))


@extend_schema(tags=["ideas"])
class Ideas(IdeaEndpoint):
    """The ideas of a campaign."""

    @extend_schema(
        operation_id="ideas",
        summary="Ideas of a campaign",
        parameters=[IdeasAsked],
        responses=IdeaDocument(many=True),
    )
    def get(self, request: Request, slug: str) -> Response:
        campaign = found(idea_queries.campaign(self.viewer, slug))
        if not set(request.query_params) - PAGING:
            return self._in_one_query(campaign, idea_queries.Order.FOR_YOU)
        asked = self.asked(IdeasAsked)
        text = asked.pop("q")
        if not (text or asked.keys() - {"order"}):
            return self._in_one_query(campaign, asked["order"])
        return self.page(idea_queries.listed(self.viewer, campaign, text=text, **asked), IdeaDocument, self.seen)

    def _in_one_query(self, campaign: Any, order: str) -> Response:
        """The whole list, which programs read most."""
        pages = Pages()
        cursor, size = pages.asked(self.request)
        pages.page = queries.listed_page(
            self.viewer, campaign, order=idea_queries.Order(order), cursor=cursor, size=size
        )
        idea_actions.note_seen_in(campaign, [listed.row.id for listed in pages.page.rows])
        return pages.get_paginated_response([listed_document(listed, campaign) for listed in pages.page.rows])

    @extend_schema(
        operation_id="submit_idea", summary="Share an idea", request=NewIdea, responses={201: SharedDocument}
    )
    def post(self, request: Request, slug: str) -> Response:
        campaign = found(idea_queries.campaign(self.viewer, slug))
        idea = idea_actions.submit(by=self.viewer, campaign=campaign, **self.body(NewIdea))
        return self.show_idea(idea, 201)

    def with_secret(self, response: Response) -> Response:
        idea = idea_queries.own(self.viewer, response.data["id"]) if response.data["anonymous"] else None
        response.data = {**response.data, "receipt": idea_queries.receipt_code(self.viewer, idea) if idea else ""}
        return response


@extend_schema(tags=["ideas"])
class AllIdeas(IdeaEndpoint):
    """The ideas of all campaigns that I may see."""

    @extend_schema(
        operation_id="search_ideas",
        summary="Ideas of all campaigns that have these words",
        parameters=[IdeasSearched],
        responses=IdeaDocument(many=True),
    )
    def get(self, request: Request) -> Response:
        asked = self.asked(IdeasSearched)
        order, text = asked.pop("order"), asked.pop("q")
        column = idea_queries.COLUMN.get(order, idea_queries.MATCH)
        return self.page(
            idea_queries.everywhere(self.viewer, column=column, text=text, **asked), IdeaDocument, self.seen
        )


@extend_schema(tags=["ideas"])
class Idea(IdeaEndpoint):
    """One idea."""

    @extend_schema(operation_id="idea", summary="One idea", responses=IdeaDocument)
    def get(self, request: Request, pk: int) -> Response:
        idea = self.seen_or_gone(pk)
        idea_actions.note_seen([idea])
        return self.show_idea(idea)

    @extend_schema(
        operation_id="edit_idea",
        summary="Change one's own idea; once somebody has voted on it, everyone sees what was changed",
        request=IdeaChange,
        responses=IdeaDocument,
    )
    def patch(self, request: Request, pk: int) -> Response:
        idea = self.own(pk)
        fields = self.body(IdeaChange, partial=True)
        return self.show_idea(idea_actions.edit(by=self.viewer, idea=idea, **fields))

    @extend_schema(
        operation_id="withdraw_idea",
        summary="Take one's own idea back",
        responses={204: None},
    )
    def delete(self, request: Request, pk: int) -> Response:
        idea_actions.withdraw(by=self.viewer, idea=self.own(pk))
        return Response(status=204)


@extend_schema(tags=["ideas"])
class Claim(IdeaEndpoint):
    """Standing by one's own anonymous idea."""

    @extend_schema(
        operation_id="claim_idea",
        summary="Put one's role and unit to one's own anonymous idea, for good",
        request=Nothing,
        responses=IdeaDocument,
    )
    def post(self, request: Request, pk: int) -> Response:
        idea = self.own(pk)
        self.body(Nothing)
        return self.show_idea(idea_actions.claim(by=self.viewer, idea=idea))
