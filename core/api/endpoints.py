"""What an address of the API does with a request, whatever it is about."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.http import QueryDict
from rest_framework import exceptions, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api import idempotency
from core.api.fields import StrictFields
from core.api.pages import Pages

T = TypeVar("T")
PAGING = {"cursor", "page_size", "format"}


class Nothing(StrictFields):
    """No body, or an empty one."""


def found(row: T | None) -> T:
    """`row`, or 404: what the viewer may not see does not exist."""
    if row is None:
        raise exceptions.NotFound
    return row


class Endpoint(APIView):
    """An address. `viewer` is who asks; each method translates, calls one query or action, and translates back."""

    pagination_class = Pages
    post: Callable[..., Response]  # where there is one

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Who may come in is settled here, before any method. From here on a POST with a key happens once."""
        super().initial(request, *args, **kwargs)
        post = getattr(self, "post", None)
        if request.method == "POST" and post is not None:
            self.post = partial(self._once, post)

    def _once(self, post: Callable[..., Response], request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.with_secret(idempotency.answered_once(request, partial(post, request, *args, **kwargs)))

    def with_secret(self, response: Response) -> Response:
        """The answer to a POST with what only its reader may have: it is added afresh each time, and never kept."""
        return response

    @property
    def viewer(self) -> Any:
        """The person who asks: a token's or a session's."""
        return self.request.user

    def body(self, shape: type[StrictFields], *, partial: bool = False, **context: Any) -> dict[str, Any]:
        """What was sent, checked against `shape`."""
        data = self.request.data
        fields = data.dict() if isinstance(data, QueryDict) else dict(data)
        return self._checked(shape, fields, partial=partial, **context)

    def asked(self, shape: type[StrictFields]) -> dict[str, Any]:
        """The query parameters, checked against `shape`; an unknown one is refused."""
        given = {name: value for name, value in self.request.query_params.dict().items() if name not in PAGING}
        return self._checked(shape, given, partial=False)

    def _checked(
        self, shape: type[StrictFields], data: Mapping[str, Any], *, partial: bool, **context: Any
    ) -> dict[str, Any]:
        serializer = shape(data=data, partial=partial, context={"viewer": self.viewer, **context})
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def show(
        self, row: Any, shape: type[serializers.BaseSerializer[Any]], status: int = 200, **context: Any
    ) -> Response:
        """One document."""
        return Response(shape(row, context={"viewer": self.viewer, **context}).data, status)

    def page(
        self,
        rows: QuerySet[Any],
        shape: type[serializers.BaseSerializer[Any]],
        beside: Callable[[list[Any]], dict[str, Any]] = lambda rows: {},
    ) -> Response:
        """One page of documents. `beside` fetches for all rows at once what stands beside each."""
        pages = Pages()
        shown = pages.paginate_queryset(rows, self.request, self)
        context = {"viewer": self.viewer, **beside(shown)}
        return pages.get_paginated_response(shape(shown, many=True, context=context).data)

    def only_page(self, rows: list[Any], shape: type[serializers.BaseSerializer[Any]], **context: Any) -> Response:
        """A short list that has no second page, in the same envelope."""
        results = shape(rows, many=True, context={"viewer": self.viewer, **context}).data
        return Response({"next": None, "previous": None, "results": results})
