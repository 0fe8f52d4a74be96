"""What the OpenAPI document says of the API is so."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from curation import actions as curation
from ideas.models import Campaign, Idea
from people.actions import create_token
from people.models import User
from tests import factories
from tests.api import Api
from tests.votes.saying import open_burst

CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
FEW = settings(
    max_examples=6,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def places(eve: User, mod: User, campaign: Campaign, idea: Idea) -> dict[str, Any]:
    """A row for each address that names one."""
    theme = factories.theme(mod, campaign, idea)
    strategy = factories.strategy(eve, campaign)
    priority = factories.priority(eve, strategy, theme)
    return {
        "campaigns/slug": campaign.slug,
        "strategies/slug": strategy.slug,
        "strategies/number": 1,
        "ideas": idea.pk,
        "themes": theme.pk,
        "priorities": priority.pk,
        "commitments": 1,
        "images": 1,
        "units": mod.unit.pk if mod.unit else 1,
        "suggestions": 1,
        "comments": 1,
        "cases": 1,
        "bursts": open_burst(idea).pk,
        "campaigns/id": 1,
        "questions": curation.ask(by=mod, idea=idea, text="Which day?").pk,
    }


@pytest.fixture
def document(client: Client, db: None) -> dict[str, Any]:
    return dict(client.get("/api/v1/schema/?format=json").json())


def test_the_document_is_valid_and_complete() -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", "/dev/null")


def test_every_operation_has_a_name_a_tag_and_a_summary(document: dict[str, Any]) -> None:
    operations = [each for path in document["paths"].values() for each in path.values()]

    assert all(each["operationId"] and each["tags"] and each["summary"] for each in operations)
    assert len({each["operationId"] for each in operations}) == len(operations)


def test_null_is_said_as_this_version_of_openapi_has_it(document: dict[str, Any]) -> None:
    content = document["components"]["schemas"]["VersionInFull"]["properties"]["content"]["properties"]

    assert content["horizon_on"]["type"] == ["string", "null"]
    assert '"nullable"' not in json.dumps(document)


def test_every_post_and_nothing_else_takes_a_key_that_makes_its_repetition_safe(document: dict[str, Any]) -> None:
    with_key = set()
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if "Idempotency-Key" in {parameter["name"] for parameter in operation.get("parameters", [])}:
                with_key.add((path, method))
                assert {"409", "422"} <= set(operation["responses"])

    every = {(path, method) for path, operations in document["paths"].items() for method in operations}
    assert with_key == {(path, method) for path, method in every if method == "post"}


def test_programs_and_browsers_may_sign_in(document: dict[str, Any]) -> None:
    schemes = document["components"]["securitySchemes"]

    assert {scheme["type"] for scheme in schemes.values()} == {"http", "apiKey"}
    assert all({"bearer": []} in each["security"] for path in document["paths"].values() for each in path.values())


def test_every_address_answers_and_none_to_a_stranger(document: dict[str, Any], eve: User, db: None) -> None:
    """With whatever it is asked for: 404 when that is missing, never 5xx, and 401 without a token."""
    for path, operations in document["paths"].items():
        address = path.format(slug="none", id=1, number=1)
        for method in operations:
            assert Api().generic(method.upper(), address).status_code == 401
            assert Api(eve).generic(method.upper(), address).status_code < 500


def test_the_page_that_shows_it_runs_no_script_of_its_own(client: Client, db: None) -> None:
    page = client.get("/api/v1/docs/")

    assert page.status_code == 200
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    assert b"<script>" not in page.content
    assert b"style" not in page.content.replace(b"stylesheet", b"")
    script = client.get("/api/v1/docs/?script=")
    assert script.headers["Content-Type"].startswith("application/javascript")


@pytest.fixture
def kept_open(db: None) -> Iterator[None]:
    """A request of a real server closes a connection whose transaction is open, as the test's own is here."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.slow
@pytest.mark.parametrize("role", ["eve", "mod", "bo"])
def test_generated_requests_are_answered_as_documented(
    request: pytest.FixtureRequest, role: str, places: dict[str, Any], kept_open: None
) -> None:
    """Schemathesis, with few examples and always the same ones: no 5xx, no undocumented status, type or shape."""
    token = create_token(user=request.getfixturevalue(role), scope="write")
    headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", get_wsgi_application())
    for result in schema.get_all_operations():
        operation = result.ok()

        @FEW
        @given(case=operation.as_strategy())
        def check(case: Any) -> None:
            aim(case, places)
            case.call_and_validate(headers=headers, checks=CHECKS)

        check()


def aim(case: Any, places: dict[str, Any]) -> None:
    """Let a generated request reach a row that exists, or few would come further than 404."""
    for name in case.path_parameters or {}:
        kind = next(kind for kind in ("campaigns", "strategies", "*") if f"/{kind}/" in case.path or kind == "*")
        place = places.get(f"{kind}/{name}") or places[case.path.split("/")[3]]
        case.path_parameters[name] = place
