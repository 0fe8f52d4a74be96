"""Themes in the API."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.endpoints import Endpoint, found
from curation import actions, queries
from curation.serializers import NewTheme, ThemeDocument, ThemeIdeas
from ideas import queries as idea_queries


class ThemeEndpoint(Endpoint):
    """An address that shows themes."""

    def theme(self, pk: int) -> Any:
        """A theme that the viewer may see."""
        return found(queries.all_themes(self.viewer).filter(pk=pk).first())

    def show_theme(self, theme: Any, status: int = 200) -> Response:
        """One theme, counted now."""
        return self.show(queries.themes(self.viewer, theme.campaign).get(pk=theme.pk), ThemeDocument, status)


@extend_schema(tags=["themes"])
class Themes(ThemeEndpoint):
    """The themes of a campaign."""

    @extend_schema(operation_id="themes", summary="Themes, in the curators' order", responses=ThemeDocument(many=True))
    def get(self, request: Request, slug: str) -> Response:
        campaign = found(idea_queries.campaign(self.viewer, slug))
        return self.page(queries.themes(self.viewer, campaign), ThemeDocument)

    @extend_schema(
        operation_id="create_theme",
        summary="Start a theme (curators in scope)",
        request=NewTheme,
        responses={201: ThemeDocument},
    )
    def post(self, request: Request, slug: str) -> Response:
        campaign = found(idea_queries.campaign(self.viewer, slug))
        theme = actions.create_theme(by=self.viewer, campaign=campaign, **self.body(NewTheme))
        return self.show_theme(theme, 201)


@extend_schema(tags=["themes"])
class Theme(ThemeEndpoint):
    """One theme."""

    @extend_schema(operation_id="theme", summary="One theme", responses=ThemeDocument)
    def get(self, request: Request, pk: int) -> Response:
        return self.show_theme(self.theme(pk))

    @extend_schema(
        operation_id="change_theme",
        summary="Reword a theme (curators in scope)",
        request=NewTheme,
        responses=ThemeDocument,
    )
    def patch(self, request: Request, pk: int) -> Response:
        fields = self.body(NewTheme, partial=True)
        return self.show_theme(actions.change_theme(by=self.viewer, theme=self.theme(pk), **fields))

    @extend_schema(operation_id="delete_theme", summary="Dissolve a theme (curators in scope)", responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        actions.delete_theme(by=self.viewer, theme=self.theme(pk))
        return Response(status=204)


@extend_schema(tags=["themes"])
class IdeasOfTheme(ThemeEndpoint):
    """What is in a theme."""

    @extend_schema(
        operation_id="set_theme_ideas",
        summary="Make these exactly the ideas in a theme (curators in scope)",
        request=ThemeIdeas,
        responses=ThemeDocument,
    )
    def put(self, request: Request, pk: int) -> Response:
        theme = self.theme(pk)
        actions.set_ideas(by=self.viewer, theme=theme, **self.body(ThemeIdeas))
        return self.show_theme(theme)
