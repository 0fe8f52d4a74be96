"""Fixtures made of the services."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services import Unavailable, browser, redis
from tests.services.plugin import data_folder


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A real Redis of this process's own, started when the first test asks for it."""
    if given := os.environ.get("TEST_REDIS_URL"):
        yield given
        return
    try:
        url, server = redis.start()
    except Unavailable as reason:
        pytest.skip(str(reason))
    yield url
    server.stop()


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real conversations. The test that asks is marked `data`, and skipped where there is none."""
    return data_folder()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Playwright drives the browser that is installed; it downloads none."""
    return browser.launch_options()
