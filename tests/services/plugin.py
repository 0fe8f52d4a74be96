"""pytest's side of the services. Loaded with `-p`, since the database must run before Django reads its settings.

Started any later (from a `conftest.py`, say), Django would have chosen SQLite by then, and a suite that was meant
for PostgreSQL would pass without ever having seen one.
"""

import json
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.services import Unavailable, browser, postgres

DATABASES = ("postgres", "sqlite")
DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("cocreate")
    chosen = os.environ.get("COCREATE_TEST_DATABASE", "postgres")
    group.addoption("--database", choices=DATABASES, default=chosen, help="run the tests on this (default postgres)")
    group.addoption("--not-run", metavar="FILE", help="write what could not be run, and why, into this file")


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    """Before every other plugin, and so before pytest-django: settle what Django will read."""
    options = early_config.known_args_namespace
    inherits = "PYTEST_XDIST_WORKER" in os.environ  # a worker has all this from the process that started it
    if not (inherits or options.help or options.version):
        _settle_environment(early_config)
        _choose_database(early_config, options.database)
    return (yield)


def _settle_environment(config: pytest.Config) -> None:
    """The same settings on every machine, whatever the shell has set; files of the product go to a passing folder."""
    os.environ["TEST_REDIS_URL"] = os.environ.pop("REDIS_URL", "")
    for name in list(os.environ):
        if name.startswith("COCREATE_") and not name.startswith("COCREATE_TEST_"):
            del os.environ[name]
    folder = tempfile.mkdtemp(prefix="cocreate-tests-")
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    (Path(folder) / "static").mkdir()  # WhiteNoise warns where there is none, and a warning is an error here
    os.environ |= {
        "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
        "BASE_URL": "http://testserver",
        "COCREATE_IDEAS_AN_HOUR": "1000",
        "COCREATE_VAR": folder,
        "DEBUG": "1",  # for plain static files; pytest-django turns it off again once the settings are read
        "DJANGO_ALLOW_ASYNC_UNSAFE": "1",  # Playwright keeps an event loop in the thread of the tests
        "SECRET_KEY": "only-for-tests-" + "x" * 50,
    }


def _choose_database(config: pytest.Config, database: str) -> None:
    if database == "sqlite":
        os.environ["DATABASE_URL"] = f"sqlite:///{os.environ['COCREATE_VAR']}/tests.sqlite3"
    elif not os.environ.get("DATABASE_URL", "").startswith(("postgres://", "postgresql://")):
        try:
            os.environ["DATABASE_URL"], server = postgres.start()
        except Unavailable as reason:
            raise pytest.UsageError(str(reason)) from None
        config.add_cleanup(server.stop)


def pytest_configure(config: pytest.Config) -> None:
    # Only now, so that they come after pytest-playwright's own and win.
    config.pluginmanager.import_plugin("tests.services.fixtures")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what SQLite is not meant to run; skip, with its reason, what this machine cannot."""
    if config.getoption("database") == "sqlite":
        elsewhere = [item for item in items if any(map(item.get_closest_marker, ("postgres", "browser")))]
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in elsewhere]
    missing = {"data": _why_no_data(), "browser": _why_no_browser()}
    for item in items:
        for marker, reason in missing.items():
            if reason and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


def data_folder() -> Path:
    """Where the real conversations lie that some tests read."""
    return Path(os.environ.get("COCREATE_TEST_DATA") or DATA)


def _why_no_data() -> str:
    if data_folder().is_dir():
        return ""
    return f"The real conversations are not in {data_folder()}. To have them: set COCREATE_TEST_DATA to their folder"


def _why_no_browser() -> str:
    try:
        browser.find()
    except Unavailable as reason:
        return str(reason)
    return ""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    reports = terminalreporter.stats.get("skipped", [])
    reasons = Counter(str(report.longrepr[2]).removeprefix("Skipped: ") for report in reports)
    for reason, count in reasons.items():
        terminalreporter.write_line(f"Not run: {count} {'test' if count == 1 else 'tests'}. {reason}", yellow=True)
    if path := config.getoption("not_run"):
        Path(path).write_text(json.dumps(reasons), encoding="utf-8")
