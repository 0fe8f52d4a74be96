import pytest
from django.db import connection

pytest_plugins = ["tests.fixtures"]


@pytest.fixture(scope="session", autouse=True)
def the_database_that_was_asked_for(pytestconfig: pytest.Config) -> None:
    """A suite that runs on the wrong database passes for the wrong reason."""
    vendor = {"postgres": "postgresql", "sqlite": "sqlite"}[pytestconfig.getoption("database")]
    assert connection.vendor == vendor
