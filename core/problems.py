"""Errors of the API as problem documents (RFC 9457), whoever raised them."""

import logging
from http import HTTPStatus
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.exceptions import ValidationError as ModelValidationError
from django.db import IntegrityError, OperationalError
from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions, serializers
from rest_framework.response import Response
from rest_framework.views import exception_handler

from core.errors import Invalid, Refusal
from core.web import RETRY_SECONDS, will_pass

log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
GENERAL = "non_field_errors"
CODES = {
    "null_characters_not_allowed": "null_characters",
    "surrogate_characters_not_allowed": "invalid_unicode",
    "blank": "required",
    "null": "required",
    "not_a_list": "type",
    "permission_denied": "forbidden",
    "__all__": GENERAL,
}


def problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """Any error as a problem document; `None` for one that nobody foresaw, which then is a 500."""
    response = _foreseen(error) or _from_framework(error, context)
    if response is not None:
        response.content_type = MEDIA_TYPE
    return response


def document(status: int, code: str, detail: str, errors: dict[str, Any] | None = None, **extra: Any) -> dict[str, Any]:
    """The members of a problem document. `errors` are messages by field; `extra` further members."""
    return {
        **extra,
        "type": f"urn:cocreate:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": _shown(detail),
        "errors": errors or {},
        "request_id": structlog.contextvars.get_contextvars().get("request_id", ""),
    }


def answer(status: int, code: str, detail: str) -> JsonResponse:
    """A problem outside of REST framework: an address that nobody serves, a request that no view has seen."""
    return JsonResponse(document(status, code, detail), status=status, content_type=MEDIA_TYPE)


def _foreseen(error: Exception) -> Response | None:
    """What the product itself refuses, and what a database or Django refuses on its behalf."""
    seconds = None
    if isinstance(error, Refusal):
        errors, codes = {}, {}
        if isinstance(error, Invalid) and error.field:
            field = CODES.get(error.field, error.field)
            errors, codes = {field: [_shown(str(error.message))]}, {"codes": {field: [error.code]}}
        body = document(error.status, error.code, str(error.message), errors, **{**error.extra, **codes})
        seconds = error.extra.get("retry_after", seconds)
    elif isinstance(error, OperationalError) and will_pass(error):
        text = _("The database cannot be reached. Nothing was saved. Try again in half a minute.")
        body = document(503, "unavailable", text)
    elif isinstance(error, IntegrityError):
        log.exception("The database refused a write that no action foresaw")
        body = document(409, "conflict", _("Somebody changed the same thing just now. Look again, then try again."))
    elif isinstance(error, RequestDataTooBig):
        body = document(413, "too_large", _("The body is larger than 10 MiB."))
    elif isinstance(error, SuspiciousOperation):
        body = document(400, "malformed", _("This request cannot be read."))
    else:
        return None
    seconds = RETRY_SECONDS if body["status"] == 503 else seconds
    headers = {"Retry-After": str(seconds)} if seconds else None
    return Response(body, body["status"], headers=headers)


def _from_framework(error: Exception, context: dict[str, Any]) -> Response | None:
    if isinstance(error, ModelValidationError):
        error = serializers.ValidationError(serializers.as_serializer_error(error))
    elif isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    response = exception_handler(error, context)
    if response is None or not isinstance(error, exceptions.APIException):
        return None
    if isinstance(error, exceptions.ValidationError):
        response.data = _of_fields(error)
    else:
        code = str(error.get_codes())
        response.data = document(error.status_code, CODES.get(code, code), str(error.detail))
    return response


def _of_fields(error: exceptions.ValidationError) -> dict[str, Any]:
    details = error.get_full_details()
    fields = details if isinstance(details, dict) and "code" not in details else {GENERAL: details}
    found = {_shown(str(name)): _flat(value) for name, value in fields.items()}
    texts = {name: [_shown(str(item["message"])) for item in items] for name, items in found.items()}
    codes = {name: [CODES.get(item["code"], item["code"]) for item in items] for name, items in found.items()}
    code = next((names[0] for names in codes.values() if names), "invalid")
    detail = next((names[0] for names in texts.values() if names), "")
    return document(error.status_code, code, detail, texts, codes=codes)


def _flat(value: Any) -> list[dict[str, Any]]:
    """The messages anywhere below `value`, in order."""
    if isinstance(value, dict) and {"message", "code"} == set(value):
        return [value]
    parts = value.values() if isinstance(value, dict) else value
    return [item for part in parts for item in _flat(part)]


def _shown(text: str) -> str:
    """`text` as UTF-8 can carry it: what was sent may hold half a character, and its problem must still be told."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
