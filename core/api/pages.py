"""Keyset pages: a page begins where the last one ended, however many rows share a value and whatever was added."""

from datetime import date
from typing import Any

from django.core import signing
from django.db.models import Model, Q
from django.utils.translation import gettext as _
from rest_framework import pagination, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

SALT = "cocreate.pages"


class Pages(pagination.BasePagination):
    """`?page_size=` up to 100, and an opaque cursor. It follows the order that the query already has.

    REST framework's own cursor keeps the first column only and counts rows that share it, up to 1,000: of two
    thousand ideas that nobody has seen yet it would never show the last ones.
    """

    page_size = 20
    largest = 100

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        self.url = request.build_absolute_uri()
        self.columns = [str(column) for column in queryset.query.order_by]
        size = self._size(request.query_params.get("page_size"))
        cursor = self._cursor(request.query_params.get("cursor"))
        backwards = bool(cursor and cursor["back"])
        if cursor:
            queryset = queryset.filter(_beyond(self.columns, cursor["at"], backwards=backwards))
        if backwards:
            queryset = queryset.order_by(*[_reversed(column) for column in self.columns])
        rows = list(queryset[: size + 1])
        more, rows = len(rows) > size, rows[:size]
        if backwards:
            rows.reverse()
        self.next = self._link(rows[-1:], back=False) if (more or backwards) else None
        self.previous = self._link(rows[:1], back=True) if (more if backwards else cursor) else None
        return rows

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"next": self.next, "previous": self.previous, "results": data})

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

    def _cursor(self, text: str | None) -> dict[str, Any] | None:
        if text is None:
            return None
        try:
            cursor: dict[str, Any] = signing.loads(text, salt=SALT)
        except signing.BadSignature:
            cursor = {}
        if cursor.get("order") != self.columns:  # altered, or from a list in another order
            words = _("This cursor does not belong to this list.")
            raise serializers.ValidationError({"cursor": [serializers.ErrorDetail(words, code="invalid")]})
        return cursor

    def _link(self, rows: list[Model], *, back: bool) -> str | None:
        if not rows:
            return None
        at = [_plain(getattr(rows[0], column.lstrip("-"))) for column in self.columns]
        cursor = signing.dumps({"order": self.columns, "at": at, "back": back}, salt=SALT)
        return replace_query_param(self.url, "cursor", cursor)


def _reversed(column: str) -> str:
    return column.removeprefix("-") if column.startswith("-") else f"-{column}"


def _beyond(columns: list[str], values: list[Any], *, backwards: bool) -> Q:
    """Rows after (or before) `values` in the order of `columns`, the last of which is unique."""
    beyond, same = Q(), Q()
    for column, value in zip(columns, values, strict=True):
        name = column.removeprefix("-")
        falls = column.startswith("-") != backwards
        beyond |= same & Q(**{f"{name}__{'lt' if falls else 'gt'}": value})
        same &= Q(**{name: value})
    return beyond


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
