"""Moderating in the API: the queue, decisions, and what an author may say to them."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.endpoints import Endpoint, found
from core.errors import require
from ideas import actions, queries, rules
from ideas.serializers import (
    CaseDocument,
    CaseFilters,
    CaseInFull,
    Done,
    NewDecision,
    NewObjection,
    NewPause,
    NewReason,
    PauseDocument,
)


class _Cases(Endpoint):
    """Cases of some campaigns."""

    def _page(self, campaigns: list[Any]) -> Response:
        shown = self.asked(CaseFilters)["show"]
        rows = queries.hidden(campaigns) if shown == "hidden" else queries.cases(campaigns)
        return self.waiting(rows)

    def waiting(self, rows: Any) -> Response:
        pages = self.pagination_class()
        found_rows = pages.paginate_queryset(rows, self.request, self)
        results = CaseInFull(queries.waiting(list(found_rows or [])), many=True).data
        return pages.get_paginated_response(results)


@extend_schema(tags=["moderation"])
class AllCases(_Cases):
    """What waits in all campaigns that I moderate."""

    @extend_schema(
        operation_id="all_cases",
        summary="Texts that wait, or are hidden, in all campaigns that I moderate",
        parameters=[CaseFilters],
        responses=CaseInFull(many=True),
    )
    def get(self, request: Request) -> Response:
        require(self.viewer.has_role("curator"))
        return self._page(queries.curated(self.viewer))


@extend_schema(tags=["moderation"])
class Cases(_Cases):
    """What waits in a campaign."""

    @extend_schema(
        operation_id="cases",
        summary="Texts of a campaign that wait, or are hidden (curators in scope)",
        parameters=[CaseFilters],
        responses=CaseInFull(many=True),
    )
    def get(self, request: Request, slug: str) -> Response:
        campaign = found(queries.campaign(self.viewer, slug))
        require(rules.may_curate(self.viewer, campaign))
        return self._page([campaign])


@extend_schema(tags=["moderation"])
class Decision(Endpoint):
    """Deciding."""

    @extend_schema(
        operation_id="decide",
        summary="Show or hide the text of a case; 409 when a colleague has decided already",
        request=NewDecision,
        responses=CaseDocument,
    )
    def post(self, request: Request, pk: int) -> Response:
        case = found(queries.find_case(self.viewer, pk))
        return self.show(actions.decide(by=self.viewer, case=case, **self.body(NewDecision)), CaseDocument)


@extend_schema(tags=["moderation"])
class ShowAgain(Endpoint):
    """Taking a decision to hide back."""

    @extend_schema(
        operation_id="show_again",
        summary="Show a hidden text again",
        request=NewReason,
        responses=CaseDocument,
    )
    def post(self, request: Request, pk: int) -> Response:
        case = found(queries.find_case(self.viewer, pk))
        return self.show(actions.show_again(by=self.viewer, case=case, **self.body(NewReason)), CaseDocument)


@extend_schema(tags=["moderation"])
class HideAll(Endpoint):
    """Hiding what one pseudonym shared."""

    @extend_schema(
        operation_id="hide_all_of_author",
        summary="Hide all undecided ideas of the author of an anonymous one, without learning who that is",
        request=NewReason,
        responses=Done,
    )
    def post(self, request: Request, pk: int) -> Response:
        case = found(queries.find_case(self.viewer, pk))
        reason = self.body(NewReason).get("reason", "")
        return self.show({"ideas": actions.hide_all_of_author(by=self.viewer, case=case, reason=reason)}, Done)


@extend_schema(tags=["moderation"])
class Pause(Endpoint):
    """Asking a pseudonym to pause."""

    @extend_schema(
        operation_id="pause_author",
        summary="Let the author of an anonymous idea share no other one for some days; 0 ends it",
        request=NewPause,
        responses=PauseDocument,
    )
    def post(self, request: Request, pk: int) -> Response:
        case = found(queries.find_case(self.viewer, pk))
        pause = actions.pause_author(by=self.viewer, case=case, **self.body(NewPause))
        return self.show({"until": pause and pause.until}, PauseDocument)


@extend_schema(tags=["moderation"])
class Objection(Endpoint):
    """Objecting."""

    @extend_schema(
        operation_id="object",
        summary="Say why one's own hidden text should be shown, once a decision",
        request=NewObjection,
        responses={201: CaseDocument},
    )
    def post(self, request: Request, pk: int) -> Response:
        case = found(queries.find_case(self.viewer, pk))
        again = actions.object_to(by=self.viewer, case=case, **self.body(NewObjection))
        return self.show(again, CaseDocument, 201)


@extend_schema(tags=["moderation"])
class OwnDecisions(Endpoint):
    """What was decided about me."""

    @extend_schema(
        operation_id="own_decisions",
        summary="Why texts of my own under an idea are hidden: the last case of each",
        responses=CaseDocument(many=True),
    )
    def get(self, request: Request, pk: int) -> Response:
        idea = found(queries.find(self.viewer, pk))
        return self.only_page(queries.own_decisions(self.viewer, idea), CaseDocument)
