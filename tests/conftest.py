from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

pytest_plugins = ["tests.fixtures"]
END_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture(scope="session", autouse=True)
def the_database_that_was_asked_for(pytestconfig: pytest.Config) -> None:
    """A suite that runs on the wrong database passes for the wrong reason."""
    vendor = {"postgres": "postgresql", "sqlite": "sqlite"}[pytestconfig.getoption("database")]
    assert connection.vendor == vendor


@pytest.fixture(scope="session", autouse=True)
def nobody_left_in_the_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """End the sessions that threads and worker processes of tests left open: a database in use cannot be dropped."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(END_OTHERS)
        connection.close()
