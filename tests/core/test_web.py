"""What every page does when something below it is away, and with an address that is nearly right."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory

from core.web import LastSlash
from ideas.models import Campaign
from people.models import User
from tests.api import Api

pytestmark = pytest.mark.django_db


@pytest.fixture
def database_away() -> Iterator[None]:
    """Every query fails, as when the network to the database is cut."""

    def cut(execute: Callable[..., Any], *rest: Any) -> Any:
        raise OperationalError("connection refused")

    with connection.execute_wrapper(cut):
        yield


@pytest.mark.parametrize("path", ["/", "/campaigns/", "/impact/"])
def test_without_a_database_a_page_says_when_to_come_back(
    client: Client, bo: User, path: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(bo)
    request.getfixturevalue("database_away")

    response = client.get(path)

    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
    assert "send it again in half a minute" in response.text


def test_without_a_database_the_api_says_when_to_come_back(
    client: Client, bo: User, request: pytest.FixtureRequest
) -> None:
    client.force_login(bo)
    request.getfixturevalue("database_away")

    response = client.get("/api/v1/me/")

    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")


@pytest.mark.parametrize(
    "statement",
    ["SELECT * FROM no_such_table", "SELECT no_such_column FROM ideas_campaign"],
)
@pytest.mark.parametrize("path", ["/campaigns/", "/api/v1/me/"])
def test_a_table_or_column_that_is_missing_is_our_fault_and_in_the_log(
    client: Client, bo: User, path: str, statement: str, caplog: pytest.LogCaptureFixture
) -> None:
    client.force_login(bo)
    client.raise_request_exception = False

    def ask(execute: Callable[..., Any], sql: str, params: Any, *rest: Any) -> Any:
        return execute(statement, (), *rest)

    with connection.execute_wrapper(ask):
        response = client.get(path)

    assert response.status_code == 500
    assert next(record.exc_info for record in caplog.records if record.name == "django.request") is not None


def test_without_a_database_the_process_lives_and_is_not_ready(client: Client, database_away: None) -> None:
    assert client.get("/livez").status_code == 200
    assert client.get("/readyz").status_code == 503


@pytest.mark.parametrize("debug", [True, False])
def test_what_is_sent_without_the_last_slash_is_sent_again_to_the_right_address(
    bo: User, campaign: Campaign, settings: Any, debug: bool
) -> None:
    settings.DEBUG = debug
    path = f"campaigns/{campaign.slug}/ideas"

    response = Api(bo).post(path, {"title": "Call back the same day"})

    assert (response.status_code, response.headers["Location"]) == (308, f"/api/v1/{path}/")
    assert Api(bo).post(path, {"title": "Call back the same day"}, follow=True).status_code == 201


def test_the_last_slash_leads_to_no_other_host() -> None:
    request = RequestFactory().get("/")
    request.path = request.path_info = "//evil.example/api/v1/me"

    assert LastSlash(lambda request: HttpResponse()).get_full_path_with_slash(request) == "/%2Fevil.example/api/v1/me/"
