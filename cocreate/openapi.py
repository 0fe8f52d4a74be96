"""What the OpenAPI document of the API says about itself, and how it is made."""

from typing import Any

DESCRIPTION = """Employees' ideas, weighed by everyone, turned into a strategy that answers for itself.

Sign in with `Authorization: Bearer` and a token of `bin/manage create_token EMAIL --scope write`; without the scope it
may only read. Bodies are JSON, and a field or parameter that is not described here is refused. Lists come in pages:
follow `next` until it is null. Errors are problem documents: `code` is for programs, `detail` for people. What one may
not see is 404. Times are in UTC. A POST with an `Idempotency-Key` may be sent again when no answer came. With its
receipt code as `Receipt-Code`, one is the author of an anonymous idea at every address.
"""
RECEIPT_PARAMETER = {
    "name": "Receipt-Code",
    "in": "header",
    "required": False,
    "description": "The receipt code of an anonymous idea, or several with commas between them: who sends it is its "
    "author, also when the key of its campaign is destroyed. It is written down nowhere.",
    "schema": {"type": "string", "maxLength": 1000},
}
OF_AUTHORS = {"ideas", "moderation"}  # tags of what is about ideas


def with_receipts(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Say of every operation about ideas that a receipt code may come with it."""
    for operations in result["paths"].values():
        for operation in operations.values():
            if OF_AUTHORS & set(operation.get("tags", [])):
                operation.setdefault("parameters", []).append(RECEIPT_PARAMETER)
    return result


SETTINGS: dict[str, Any] = {
    "TITLE": "Cocreate",
    "DESCRIPTION": DESCRIPTION,
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "OAS_VERSION": "3.1.0",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "core.api.schema.with_null",
        "core.api.schema.with_problems",
        "cocreate.openapi.with_receipts",
    ],
    "ENUM_NAME_OVERRIDES": {
        "CommitmentStatus": "strategy.models.Commitment.Status",
        "IdeaStatus": "ideas.models.Idea.Status",
        "Language": "django.conf.settings.LANGUAGES",
        "LanguageOfWords": "ideas.serializers.ideas.SAID_IN",
        "StrategyStatus": "strategy.models.Strategy.Status",
    },
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}
