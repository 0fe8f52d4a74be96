"""The OpenAPI document's share of what every endpoint has in common: its problem documents."""

from typing import Any

from core.api.idempotency import HEADER, REPLAYED
from core.problems import MEDIA_TYPE

TEXT = {"type": "string"}
TEXTS = {"type": "object", "additionalProperties": {"type": "array", "items": TEXT}}
PROBLEM = {
    "type": "object",
    "description": "What went wrong (RFC 9457). `code` is for programs, `detail` for people.",
    "required": ["type", "title", "status", "code", "detail", "errors", "request_id"],
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "`urn:cocreate:` and the code."},
        "title": {"type": "string", "description": "The status in words."},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "Such as `max_length`, `campaign_closed`, `frozen`."},
        "detail": TEXT,
        "errors": {**TEXTS, "description": "Messages by field."},
        "codes": {**TEXTS, "description": "Codes by field, in the order of the messages."},
        "request_id": {"type": "string", "description": "Finds the request in the log."},
    },
    "additionalProperties": True,
}
ALWAYS = {
    400: "Something in the request does not fit.",
    401: "Nobody is signed in, or the token is not known or has expired.",
    403: "One may see this, and not do this with it.",
    404: "There is no such thing, or one may not see it.",
    406: "Only JSON is served.",
}
KEY_PARAMETER = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "description": "Makes a repetition safe: within 24 hours the same key, address and body do nothing again and get "
    "the first answer. Use a random one, such as a UUID, for each thing that you do.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
}
KEY_ANSWERED = {"description": "Sent when this is the answer of an earlier request.", "schema": {"const": "true"}}
WITH_KEY = {
    409: "What was asked is not possible now; `detail` says why. `still_running`: the same request is being answered; "
    "ask again after `Retry-After`.",
    422: "`idempotency_mismatch`: the key was used for another body or address.",
}
WRITING = {
    409: "What was asked is not possible now; `detail` says why, and from when on it is.",
    413: "The body is larger than 10 MiB.",
    415: "Only JSON is read.",
    429: "That was too much in too little time; `Retry-After` says when to go on.",
}


def with_null(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Say `null` as OpenAPI 3.1 does: of a `TypedDict`, drf-spectacular still says `nullable`, which 3.1 ignores."""
    below = list(result["components"]["schemas"].values())
    while below:
        part = below.pop()
        if isinstance(part, dict):
            if part.pop("nullable", False):
                part["type"] = [part["type"], "null"]
            below += part.values()
    return result


def with_problems(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Say of every operation what it answers when something is wrong."""
    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = PROBLEM
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for operations in result["paths"].values():
        for method, operation in operations.items():
            statuses = ALWAYS if method == "get" else {**ALWAYS, **WRITING}
            if method == "post":
                statuses = {**statuses, **WITH_KEY}
                _allow_key(operation)
            for status, words in statuses.items():
                operation["responses"].setdefault(str(status), {"description": words, "content": content})
    return result


def _allow_key(operation: dict[str, Any]) -> None:
    """Say that a POST takes a key, and how its repetition is answered."""
    operation.setdefault("parameters", []).append(KEY_PARAMETER)
    for status, response in operation["responses"].items():
        if status.startswith("2"):
            response.setdefault("headers", {})[REPLAYED] = KEY_ANSWERED
