"""Merging ideas, in the API."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.endpoints import Nothing, found
from curation import actions
from curation.api.ideas import IdeaEndpoint
from curation.serializers import IdeaDocument, NewMerge
from ideas import queries as idea_queries


@extend_schema(tags=["ideas"])
class Merge(IdeaEndpoint):
    """An idea that says the same as another."""

    @extend_schema(
        operation_id="merge_idea",
        summary="Merge it into another, which counts each supporter of both once (curators in scope)",
        description="Answered with the survivor. What was merged itself stands for the one that it was merged into.",
        request=NewMerge,
        responses=IdeaDocument,
    )
    def post(self, request: Request, pk: int) -> Response:
        idea = found(idea_queries.find(self.viewer, pk))
        survivor = actions.merge(by=self.viewer, idea=idea, **self.body(NewMerge))
        return self.show_idea(found(idea_queries.find(self.viewer, survivor.pk)))


@extend_schema(tags=["ideas"])
class Unmerge(IdeaEndpoint):
    """A merged idea that shall stand by itself again."""

    @extend_schema(
        operation_id="unmerge_idea",
        summary="Take it out again: votes count where they were cast (curators in scope)",
        request=Nothing,
        responses=IdeaDocument,
    )
    def post(self, request: Request, pk: int) -> Response:
        merged = found(idea_queries.find(self.viewer, pk))
        self.body(Nothing)
        idea = actions.unmerge(by=self.viewer, idea=merged)
        return self.show_idea(found(idea_queries.find(self.viewer, idea.pk)))
