"""The whole product in one process, as `bin/demo` runs it: web, a real Celery worker, beat, and the demo company."""

import os
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.services import server
from tests.services.processes import ROOT, running
from tests.waiting import wait_until

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1440, "height": 900}


@dataclass(frozen=True)
class Installation:
    """Where the demo company lies, and the settings with which commands find it."""

    folder: Path
    port: int
    settings: dict[str, str]

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def manage(self, *arguments: str) -> None:
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        subprocess.run(command, env=self.settings, check=True, capture_output=True, cwd=ROOT)

    def tell(self, script: Path, **settings: str) -> None:
        """Run a script where models are known, as `manage.py shell` does."""
        command = [sys.executable, str(ROOT / "manage.py"), "shell"]
        text = script.read_text(encoding="utf-8")
        found = {**self.settings, **settings}
        subprocess.run(command, input=text, text=True, env=found, check=True, capture_output=True, cwd=ROOT)

    @contextmanager
    def serving(self, *arguments: str) -> Iterator[str]:
        """The address at which `python …` answers, until the end of the block."""
        log = self.folder / f"log-{self.port}"
        with running({log: list(arguments)}, self.settings) as [process]:
            wait_until(lambda: is_ready(self.address) or process.poll() is not None, log.read_text)
            assert process.poll() is None, log.read_text()
            yield self.address


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The demo company, loaded into a folder of its own."""
    folder, port = tmp_path_factory.mktemp("product"), server.free_port()
    kept = {name: value for name, value in os.environ.items() if name not in {"DEBUG", "REDIS_URL"}}
    made = Installation(folder, port, kept | settings_of(folder, port))
    made.manage("migrate", "-v0")
    made.manage("load_demo")
    return made


def settings_of(folder: Path, port: int) -> dict[str, str]:
    return {
        "ALLOWED_HOSTS": "localhost",
        "BASE_URL": f"http://localhost:{port}",
        "COCREATE_DEMO": "1",
        "COCREATE_VAR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'cocreate.sqlite3'}",
        "SECRET_KEY": "only-for-this-test-and-long-enough-for-everything-that-signs-with-it",
    }


@pytest.fixture(scope="session")
def product(installation: Installation) -> Iterator[str]:
    """The address of a running product with the demo company in it."""
    with installation.serving("manage.py", "serve", "--port", str(installation.port)) as address:
        yield address


@pytest.fixture(scope="session")
def production(installation: Installation, product: str) -> Iterator[str]:
    """The address of the same product as it runs in earnest: styles in one sheet, everything compressed and hashed.

    Who is signed in at `product` is signed in here. What belongs to no page of ours is not collected.
    """
    port = server.free_port()
    earnest = {**installation.settings, **settings_of(installation.folder, port), "COCREATE_DEMO": "0"}
    here = Installation(installation.folder, port, earnest)
    others = ("drf_spectacular_sidecar", "rest_framework", "echarts*", "htmax*", "htmx-2*")
    here.manage("collectstatic", "--no-input", "-v0", *(f"--ignore={name}" for name in others))
    with here.serving("-m", "waitress", f"--listen=localhost:{port}", "cocreate.wsgi:application") as address:
        yield address


def is_ready(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/readyz", timeout=2) as answer:  # noqa: S310 - our own server
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.fixture
def be(product: str, browser: Browser) -> Iterator[Callable[..., Page]]:
    """`be("curator", PHONE)`: a browser of its own in which that persona has just signed in. No script error passes."""
    complaints: list[str] = []
    with personas(product, browser, complaints) as sign_in:
        yield sign_in
    assert complaints == []


@contextmanager
def personas(product: str, browser: Browser, complaints: list[str]) -> Iterator[Callable[..., Page]]:
    """What `be` gives, until the end of the block. What the browsers complain about is added to `complaints`."""
    contexts = []

    def sign_in(persona: str, size: dict[str, int] = DESKTOP, **options: object) -> Page:
        context = browser.new_context(viewport=size, base_url=product, locale="en-GB", **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.extend(errors(message)))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"/demo/sign-in/{persona}/")
        return page

    yield sign_in
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def boards(installation: Installation, product: str) -> str:
    """Boards of their own for tests, and the session of Kim, who curates too."""
    key = installation.folder / "kim"
    installation.tell(ROOT / "tests/browser/boards.py", BOARDS=str(key))
    return key.read_text(encoding="utf-8")


@pytest.fixture
def open_board(boards: str, be: Callable[..., Page]) -> Callable[..., Page]:
    """`open_board("board-two", "kim")`: the board before Kim; before the demo's curator if nobody is named."""

    def show(slug: str, who: str = "curator", size: dict[str, int] = DESKTOP, **options: object) -> Page:
        page = be("employee" if who == "kim" else who, size, **options)
        if who == "kim":
            [cookie] = [each for each in page.context.cookies() if "session" in each["name"]]
            page.context.add_cookies([{**cookie, "value": boards}])
        page.goto(f"/curation/{slug}/")
        return page

    return show


def errors(message: ConsoleMessage) -> list[str]:
    """What the browser complains about. That a page is not there (404) or a move refused (409) is no complaint."""
    meant = message.location["url"].endswith("/nowhere/") or "status of 409" in message.text
    return [message.text] if message.type == "error" and not meant else []


STANDS_STILL = """() => document.getAnimations().every(
  each => each.playState !== "running" || each.effect.getComputedTiming().endTime === Infinity
)"""


def assert_accessible(page: Page) -> None:
    """axe finds nothing on the page, in light and in dark; nothing scrolls sideways."""
    page.wait_for_load_state()  # whoever follows a link may be between two pages
    before = page.locator("html").get_attribute("data-bs-theme")
    for theme in ("light", "dark"):
        page.evaluate("theme => document.documentElement.setAttribute('data-bs-theme', theme)", theme)
        page.wait_for_timeout(250)  # colours fade for 160 ms; axe would measure them half way
        page.wait_for_function(STANDS_STILL)  # on a busy machine they take longer
        found = Axe().run(page).response["violations"]
        told = [f"{rule['id']}: {[node['html'][:160] for node in rule['nodes'][:3]]}" for rule in found]
        assert told == [], f"{page.url} in {theme}"
    page.evaluate("theme => document.documentElement.setAttribute('data-bs-theme', theme)", before)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{page.url} scrolls sideways"
