"""What became of an idea, and its images, in the API."""

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.endpoints import Endpoint, found
from ideas import actions, queries, rules
from ideas.images import MEDIA_TYPE
from ideas.serializers import EventDocument, ImageDocument, NewImage, RevisionDocument


@extend_schema(tags=["ideas"])
class Revisions(Endpoint):
    """Earlier words of an idea."""

    @extend_schema(
        operation_id="revisions",
        summary="What an idea said when people voted on it, the oldest first",
        responses=RevisionDocument(many=True),
    )
    def get(self, request: Request, pk: int) -> Response:
        idea = found(queries.find(self.viewer, pk))
        return self.page(queries.revisions(idea), RevisionDocument)


@extend_schema(tags=["ideas"])
class Events(Endpoint):
    """What happened to an idea."""

    @extend_schema(
        operation_id="events", summary="What happened to an idea, the last first", responses=EventDocument(many=True)
    )
    def get(self, request: Request, pk: int) -> Response:
        idea = found(queries.find(self.viewer, pk))
        return self.page(queries.events(idea, for_author=rules.is_author(self.viewer, idea)), EventDocument)


@extend_schema(tags=["ideas"])
class Images(Endpoint):
    """Images beside an idea."""

    parser_classes = [MultiPartParser]

    @extend_schema(operation_id="images", summary="Images beside an idea", responses=ImageDocument(many=True))
    def get(self, request: Request, pk: int) -> Response:
        return self.page(queries.images(found(queries.find(self.viewer, pk))), ImageDocument)

    @extend_schema(
        operation_id="attach_image",
        summary="Put an image beside one's own idea (three at most)",
        request={"multipart/form-data": NewImage},
        responses={201: ImageDocument},
    )
    def post(self, request: Request, pk: int) -> Response:
        idea = found(queries.own(self.viewer, pk))
        return self.show(actions.attach(by=self.viewer, idea=idea, **self.body(NewImage)), ImageDocument, 201)


class WebP(JSONRenderer):
    """Says that this address serves images. What goes wrong there is told as everywhere."""

    media_type, format = MEDIA_TYPE, "webp"


@extend_schema(tags=["ideas"])
class Image(Endpoint):
    """One image."""

    renderer_classes = [JSONRenderer, WebP]

    @extend_schema(
        operation_id="image",
        summary="The file of an image",
        responses={(200, MEDIA_TYPE): OpenApiResponse(OpenApiTypes.BINARY)},
    )
    def get(self, request: Request, pk: int) -> HttpResponse:
        content = found(queries.content(found(queries.image(self.viewer, pk))))
        return HttpResponse(content, content_type=MEDIA_TYPE)

    @extend_schema(operation_id="detach_image", summary="Remove an image from one's own idea", responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        image = found(queries.image(self.viewer, pk))
        found(queries.own(self.viewer, image.idea_id))
        actions.detach(by=self.viewer, attachment=image)
        return Response(status=204)
