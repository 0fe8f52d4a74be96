"""The road to publication, and what was published."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.endpoints import Endpoint, Nothing, found
from strategy import actions, queries, serializers


@extend_schema(tags=["publication"])
class Readiness(Endpoint):
    """The readiness review of a working text."""

    @extend_schema(
        operation_id="readiness",
        summary="What must hold before publication (executives and curators)",
        responses=serializers.Readiness,
    )
    def get(self, request: Request, slug: str) -> Response:
        strategy = found(queries.drafts(self.viewer).filter(slug=slug).first())
        checks = queries.readiness(strategy)
        ready = all(check.holds for check in checks)
        return self.show({"ready": ready, "checks": checks}, serializers.Readiness)


@extend_schema(tags=["publication"])
class Publish(Endpoint):
    """Making a version."""

    @extend_schema(
        operation_id="publish",
        summary="Publish the working text (executives)",
        description="201 with the new version; 200 when the latest version has this very text; 409 `not_ready` with "
        "the `checks` that do not hold.",
        request=None,
        responses={200: serializers.VersionInFull, 201: serializers.VersionInFull},
    )
    def post(self, request: Request, slug: str) -> Response:
        strategy = found(queries.strategies(self.viewer).filter(slug=slug).first())
        self.body(Nothing)
        before = queries.latest(strategy)
        version = actions.publish(by=self.viewer, strategy=strategy)
        return self.show(version, serializers.VersionInFull, 200 if version == before else 201)


@extend_schema(tags=["publication"])
class Versions(Endpoint):
    """What was published of a strategy."""

    @extend_schema(
        operation_id="versions",
        summary="Published versions, the newest first",
        responses=serializers.VersionDocument(many=True),
    )
    def get(self, request: Request, slug: str) -> Response:
        strategy = found(queries.strategies(self.viewer).filter(slug=slug).first())
        return self.page(queries.versions(self.viewer, strategy).defer("content"), serializers.VersionDocument)


@extend_schema(tags=["publication"])
class Version(Endpoint):
    """One version, which never changes."""

    @extend_schema(operation_id="version", summary="One version", responses=serializers.VersionInFull)
    def get(self, request: Request, slug: str, number: int) -> Response:
        return self.show(found(queries.publication(self.viewer, slug, number)), serializers.VersionInFull)
