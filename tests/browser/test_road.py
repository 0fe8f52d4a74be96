"""The whole road as four people, in a real browser against the running product with its real Celery worker."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("product")]
CAMPAIGN = "/campaigns/next-visit/"


@pytest.mark.parametrize(("name", "size"), [("desktop", DESKTOP), ("phone", PHONE)])
def test_the_road_from_an_idea_to_what_became_of_it(be: Callable[..., Page], name: str, size: dict[str, int]) -> None:
    title = f"Ring a bell at the till when help is needed, {name}"
    employee, curator, executive = be("employee", size), be("curator", size), be("executive", size)

    share(employee, title)
    vote(employee)
    count(executive)
    theme(curator, title, f"Help within reach, {name}")
    slug = draft(executive, f"Time for people, {name}", f"Help within reach, {name}")
    publish(executive, slug)

    employee.goto("/impact/")
    card = employee.locator("article").filter(has_text=title)
    expect(card).to_contain_text("Became part of Priority 1")
    expect(card).to_contain_text(f"Help within reach, {name}")
    assert_accessible(employee)
    card.get_by_role("link", name=title).click()
    expect(employee.locator("main")).to_contain_text("Became part of Priority 1")
    assert_accessible(employee)


def share(page: Page, title: str) -> None:
    """The employee shares an idea and gets a receipt."""
    assert_accessible(page)
    page.goto(CAMPAIGN)
    assert_accessible(page)
    page.locator("main").get_by_role("link", name="Share an idea").first.click()
    page.wait_for_url("**/share/")
    assert_accessible(page)
    page.get_by_label("Your idea in one line").fill(title)
    page.get_by_role("button", name="Share idea").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_role("status").filter(has_text="Shared.")).to_be_visible()
    assert_accessible(page)


def vote(page: Page) -> None:
    """The employee supports an idea; the button stays pressed after a reload, and only then a result shows."""
    page.goto(f"{CAMPAIGN}?order=top")
    card = page.locator(".cc-idea").filter(has_text="Vote to see").first
    link = card.locator("h3 a")
    address = link.get_attribute("href")
    card.get_by_role("button", name="Support", exact=True).click()
    mine = page.locator(".cc-idea").filter(has=page.locator(f'h3 a[href="{address}"]'))
    expect(mine.get_by_role("button", name="Support", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(mine).to_contain_text(re.compile(r"\d+% support"))
    page.goto(str(address))
    expect(page.get_by_role("button", name="Support", exact=True)).to_have_attribute("aria-pressed", "true")
    assert_accessible(page)


def count(page: Page) -> None:
    """The executive has participation counted; a worker does it while the page waits."""
    page.goto("/participation/next-visit/")
    page.get_by_role("button", name="Count now").click()
    expect(page.locator("#count")).to_contain_text("Being counted now")
    expect(page.locator("#count")).to_contain_text("Counted on", timeout=30_000)
    assert_accessible(page)


def theme(page: Page, idea: str, title: str) -> None:
    """The curator starts a theme and moves the idea into it."""
    page.goto("/curation/next-visit/")
    page.locator("details:not([open]) > summary").filter(has_text="New theme").or_(
        page.get_by_label("Title")
    ).first.click()
    page.get_by_label("Title").fill(title)
    page.get_by_role("button", name="Start the theme").click()
    while not page.locator(".cc-tile").filter(has_text=idea).count():
        page.get_by_role("link", name="Show more").or_(page.get_by_role("button", name="Show more")).first.click()
        page.wait_for_timeout(500)
    tile = page.locator(".cc-tile").filter(has_text=idea)
    tile.click(position={"x": 6, "y": 6})  # beside the title, which leads to the idea
    tile.get_by_role("combobox").select_option(label=option(tile, title))
    tile.get_by_role("button", name="Move").click()
    lane = page.locator(".cc-lane").filter(has=page.get_by_role("heading", name=title))
    expect(lane).to_contain_text(idea)
    assert_accessible(page)


def option(tile: "object", title: str) -> str:
    """The option of "Move to…" that names the theme, with the digit that stands before it."""
    options = tile.locator("option").all_inner_texts()  # type: ignore[attr-defined]
    return next(text.strip() for text in options if text.strip().endswith(title))


def draft(page: Page, title: str, theme: str) -> str:
    """The executive drafts a strategy with a priority from the theme. Returns its address."""
    page.goto("/studio/")
    assert_accessible(page)
    page.get_by_label("Title").fill(title)
    page.get_by_label("Next visit effortless").check()
    page.get_by_role("button", name="Start a draft").click()
    page.wait_for_url(re.compile(r"/studio/[^/]+/$"))
    assert_accessible(page)
    slug = page.url.rstrip("/").rpartition("/")[2]
    page.get_by_role("link", name="Priority from a theme").click()
    page.get_by_label(theme).check()
    assert_accessible(page)
    page.locator("main form").get_by_role("button").last.click()
    expect(page.locator("main")).to_contain_text("Grounded in")
    assert_accessible(page)
    return slug


def publish(page: Page, slug: str) -> None:
    """The executive publishes, and everyone can read it."""
    page.goto(f"/studio/{slug}/publish/")
    assert_accessible(page)
    page.get_by_role("button", name="Publish for everyone").click()
    page.wait_for_url(re.compile(rf"/strategies/{slug}/"))
    expect(page.locator("main")).to_contain_text("Version 1")
    assert_accessible(page)
