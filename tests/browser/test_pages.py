"""Every page as a person meets it: readable in light and dark, on a phone, without JavaScript, by keyboard alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("product")]
PAGES = {
    "employee": [
        "/",
        "/campaigns/",
        "/campaigns/next-visit/",
        "/campaigns/coming-back/?order=common-ground",
        "/campaigns/next-visit/share/",
        "/campaigns/next-visit/quick/",
        "/campaigns/next-visit/quick/?done=10",
        "/campaigns/coming-back/quick/",
        "/strategies/",
        "/strategies/effortless-visit/",
        "/commitments/",
        "/impact/",
        "/notices/",
        "/settings/",
        "/settings/digest/",
        "/trust/",
        "/nowhere/",
    ],
    "curator": [
        "/curation/",
        "/curation/delivery-day/",
        "/curation/next-visit/bursts/",
        "/curation/queue/",
        "/campaigns/delivery-day/export/",
        "/moderation/",
        "/campaigns/next-visit/reach/",
        "/campaigns/next-visit/poster/?language=de",
        "/campaigns/next-visit/moderation/?show=hidden",
        "/studio/looked-after-for-years/",
    ],
    "executive": [
        "/participation/",
        "/participation/next-visit/",
        "/studio/",
        "/studio/effortless-visit/",
        "/studio/effortless-visit/publish/",
        "/studio/looked-after-for-years/publish/",
        "/strategies/effortless-visit/promise/",
    ],
    "administrator": ["/", "/curation/delivery-day/", "/units/", "/units/?q=nothing-has-this"],
}
LINKED = {  # pages whose addresses carry a number: whose they are, the page that leads to them, and the link there
    "idea with its comment form": ("employee", "/campaigns/next-visit/?order=top", "a[href^='/ideas/']"),
    "theme": ("curator", "/curation/delivery-day/", "a[href^='/themes/']"),
    "idea on a curator’s desk": ("curator", "/curation/queue/", "a[href^='/ideas/']"),
    "promise to settle": ("executive", "/commitments/", "a[href^='/commitments/']"),
    "unit with its four forms": ("administrator", "/units/", "a[href^='/units/']"),
    "form of a priority": ("executive", "/studio/effortless-visit/", "a[href*='/priorities/']"),
}
CASES = [(persona, path) for persona, paths in PAGES.items() for path in paths]

SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])


@SIZES
@pytest.mark.parametrize(("persona", "path"), CASES)
def test_axe_finds_nothing(be: Callable[..., Page], persona: str, path: str, size: dict[str, int]) -> None:
    page = be(persona, size)

    page.goto(path)

    assert_accessible(page)


@SIZES
@pytest.mark.parametrize("name", LINKED)
def test_axe_finds_nothing_behind_a_link(be: Callable[..., Page], name: str, size: dict[str, int]) -> None:
    persona, path, link = LINKED[name]
    page = be(persona, size)
    page.goto(path)

    page.goto(str(page.locator(f"main {link}").first.get_attribute("href")))

    assert_accessible(page)


@SIZES
def test_axe_finds_nothing_where_a_theme_is_edited(be: Callable[..., Page], size: dict[str, int]) -> None:
    page = be("curator", size)
    page.goto("/curation/delivery-day/")
    page.goto(str(page.locator("main a[href^='/themes/']").first.get_attribute("href")))

    page.locator("main").get_by_role("link", name="Edit").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Edit theme")
    assert_accessible(page)


@SIZES
def test_axe_finds_nothing_from_sharing_an_idea_to_changing_it(be: Callable[..., Page], size: dict[str, int]) -> None:
    page = be("employee", size)
    page.goto("/campaigns/next-visit/share/")

    page.get_by_label("Your idea in one line").fill(f"Keep {size['width']} hooks for wet umbrellas")
    page.get_by_role("button", name="Share idea").click()
    expect(page.get_by_role("status").filter(has_text="Shared.")).to_be_visible()
    assert_accessible(page)
    page.locator("main").get_by_role("link", name="Change it").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Change your idea")
    assert_accessible(page)


def test_axe_finds_nothing_on_the_sign_in_page(product: str, page: Page) -> None:
    page.goto(f"{product}/accounts/login/")

    assert_accessible(page)


def test_an_idea_can_be_shared_without_javascript(be: Callable[..., Page]) -> None:
    page = be("employee", PHONE, java_script_enabled=False)

    page.goto("/campaigns/next-visit/share/")
    page.get_by_label("Your idea in one line").fill("Put a chair beside every till")
    page.get_by_role("button", name="Share idea").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Put a chair beside every till")


def test_a_vote_can_be_cast_without_javascript(be: Callable[..., Page]) -> None:
    page = be("curator", DESKTOP, java_script_enabled=False)

    page.goto("/campaigns/next-visit/?order=new")
    page.locator(".cc-idea").first.get_by_role("button", name="Pass").click()

    expect(page.locator(".cc-idea").first.get_by_role("button", name="Pass")).to_have_attribute("aria-pressed", "true")


def test_a_vote_can_be_cast_by_keyboard_alone(be: Callable[..., Page]) -> None:
    page = be("executive")
    page.goto("/campaigns/next-visit/?order=top")
    button = page.locator(".cc-idea").first.get_by_role("button", name="Object", exact=True)

    for _ in range(80):
        page.keyboard.press("Tab")
        if button.evaluate("node => node === document.activeElement"):
            break
    page.keyboard.press("Enter")

    expect(page.locator(".cc-idea").first.get_by_role("button", name="Object")).to_have_attribute(
        "aria-pressed", "true"
    )
    assert page.evaluate("document.activeElement.textContent.trim()") == "Object"


def test_the_skip_link_is_the_first_stop(be: Callable[..., Page]) -> None:
    page = be("employee")

    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"


def test_a_draft_survives_leaving_the_page(be: Callable[..., Page]) -> None:
    page = be("employee")
    page.goto("/campaigns/next-visit/share/")
    page.get_by_label("Your idea in one line").fill("Half an idea")
    page.wait_for_timeout(700)

    page.goto("/")
    page.goto("/campaigns/next-visit/share/")

    expect(page.get_by_label("Your idea in one line")).to_have_value("Half an idea")
