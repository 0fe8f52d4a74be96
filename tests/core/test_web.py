"""What every page does when something below it is away."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from people.models import User

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


def test_without_a_database_the_process_lives_and_is_not_ready(client: Client, database_away: None) -> None:
    assert client.get("/livez").status_code == 200
    assert client.get("/readyz").status_code == 503
