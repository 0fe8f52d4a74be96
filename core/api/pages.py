"""Keyset pages of a list, with links to the next and the previous one."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import pagination, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from core.keyset import Page, WrongCursor, page


class Pages(pagination.BasePagination):
    """`?page_size=` up to 100, and an opaque cursor. It follows the order that the query already has.

    REST framework's own cursor keeps the first column only and counts rows that share it, up to 1,000: of two
    thousand ideas that nobody has seen yet it would never show the last ones.
    """

    page_size = 20
    largest = 100

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        cursor, size = self.asked(request)
        self.page: Page[Any] = page(queryset, cursor=cursor, size=size)
        return self.page.rows

    def asked(self, request: Request) -> tuple[str, int]:
        """The cursor (`""` at the start) and the size that the request names."""
        self.url = request.build_absolute_uri()
        size, cursor = self._size(request.query_params.get("page_size")), request.query_params.get("cursor")
        if cursor == "":
            raise WrongCursor(field="cursor")
        return cursor or "", size

    def get_paginated_response(self, data: Any) -> Response:
        following, preceding = self._link(self.page.next), self._link(self.page.previous)
        return Response({"next": following, "previous": preceding, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": link, "previous": link, "results": schema},
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        size = {"type": "integer", "minimum": 1, "default": self.page_size}
        return [
            {
                "name": "cursor",
                "in": "query",
                "required": False,
                "description": "Where the page begins, as `next` or `previous` gave it.",
                "schema": {"type": "string"},
            },
            {
                "name": "page_size",
                "in": "query",
                "required": False,
                "description": f"Rows a page; {self.largest} at most.",
                "schema": size,
            },
        ]

    def _size(self, asked: str | None) -> int:
        if asked is None:
            return self.page_size
        if not (asked.isascii() and asked.isdecimal() and int(asked[:9])):
            text = _("A whole number from 1 on belongs here.")
            raise serializers.ValidationError({"page_size": [serializers.ErrorDetail(text, code="invalid")]})
        return min(int(asked[:9]), self.largest)

    def _link(self, cursor: str) -> str | None:
        return replace_query_param(self.url, "cursor", cursor) if cursor else None
