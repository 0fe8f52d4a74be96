"""Every page of a curator's afternoon, and what authors see of it, with something on it: light, dark, on a phone."""

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import DESKTOP, PHONE, ROOT, Installation, assert_accessible, personas

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("product")]
AUTHOR = [
    "idea with earlier words",
    "what it said before",
    "its images",
    "what moderators decided",
    "question to answer",
    "idea with an answer",
    "news",
    "search",
    "search with filters",
]
CURATOR = [
    "board",
    "suggestions",
    "suggested group",
    "suggested duplicates",
    "theme",
    "form of a theme",
    "split",
    "merge",
    "merge with a search",
    "idea that others were merged into",
    "idea that was merged",
    "ask",
    "status",
    "log",
    "work queue",
    "moderation",
    "hidden texts",
    "case: named",
    "case: flagged",
    "case: comment",
    "case: anonymous",
    "case: objected",
    "export",
    "poster",
]
CASES = [("employee", name) for name in AUTHOR] + [("curator", name) for name in CURATOR]


@pytest.fixture(scope="session")
def desk(installation: Installation, product: str) -> dict[str, dict[str, str]]:
    """Where the pages are, by persona and name."""
    file = installation.folder / "desk"
    installation.tell(ROOT / "tests/browser/desk.py", DESK=str(file))
    found: dict[str, dict[str, str]] = json.loads(file.read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def complaints() -> list[str]:
    """What the browsers complained about so far."""
    return []


@pytest.fixture(scope="module")
def at(desk: object, product: str, browser: Browser, complaints: list[str]) -> Iterator[Callable[[str], Page]]:
    """`at("curator")`: the one browser of that persona, in which they signed in once."""
    pages: dict[str, Page] = {}
    with personas(product, browser, complaints) as sign_in:
        yield lambda persona: pages[persona] if persona in pages else pages.setdefault(persona, sign_in(persona))


@pytest.mark.parametrize(("persona", "name"), CASES)
def test_a_page_with_something_on_it_is_accessible(
    desk: dict[str, dict[str, str]], at: Callable[[str], Page], complaints: list[str], persona: str, name: str
) -> None:
    page = at(persona)
    complaints.clear()

    response = page.goto(desk[persona][name])

    assert response is not None
    assert response.ok, f"{response.url}: {response.status}"
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        assert_accessible(page)
    assert complaints == []


def test_no_page_is_forgotten(desk: dict[str, dict[str, str]]) -> None:
    assert {persona: sorted(pages) for persona, pages in desk.items()} == {
        "employee": sorted(AUTHOR),
        "curator": sorted(CURATOR),
    }
