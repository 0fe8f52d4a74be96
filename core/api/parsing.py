"""Strict JSON: what two parsers could read in two ways is refused."""

import json
from collections.abc import Mapping
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions, parsers

DEPTH = 20
LARGEST = 10 * 1024 * 1024


class TooLarge(exceptions.APIException):
    """Raised for a body over 10 MiB."""

    status_code = 413
    default_code = "too_large"
    default_detail = gettext_lazy("The body is larger than 10 MiB.")


class Malformed(exceptions.ParseError):
    """Raised for a body that is not strict JSON."""

    default_code = "malformed"


class StrictJSONParser(parsers.JSONParser):
    """JSON in UTF-8 without duplicate keys, NaN, or nesting deeper than 20."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        body = _read(stream, (parser_context or {}).get("request"))
        try:
            data = json.loads(body.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_refuse_constant)
        except UnicodeDecodeError:
            raise Malformed(_("The body is not valid UTF-8.")) from None
        except RecursionError:
            raise Malformed(_("The body is nested too deeply.")) from None
        except ValueError as error:
            raise Malformed(_("The body is not valid JSON: %(why)s") % {"why": str(error)[:200]}) from None
        if not isinstance(data, dict):
            raise exceptions.ValidationError(_("A JSON object belongs here."), code="type")
        _require_shallow(data)
        return data


def _read(stream: IO[Any], request: Any) -> bytes:
    """The body, but never more than `LARGEST`: a length that is announced is refused before anything is read."""
    announced = str(request.headers.get("Content-Length") or "") if request is not None else ""
    if announced.isdecimal() and int(announced) > LARGEST:
        raise TooLarge
    body: bytes = stream.read(LARGEST + 1)
    if len(body) > LARGEST:
        raise TooLarge
    return body


def _require_shallow(data: dict[str, Any]) -> None:
    """Refuse nesting deeper than `DEPTH`, level by level, so that the check itself needs no depth."""
    level: list[Any] = [data]
    for _depth in range(DEPTH):
        level = [
            child
            for parent in level
            for child in (parent.values() if isinstance(parent, dict) else parent)
            if isinstance(child, dict | list)
        ]
        if not level:
            return
    raise Malformed(_("The body is nested too deeply."))


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(_("a key occurs twice"))
    return found


def _refuse_constant(name: str) -> None:
    raise ValueError(_("%(name)s is not a number") % {"name": name})
