"""Where the focus goes when what had it leaves the page: never to the top of it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("product")]


@pytest.mark.parametrize("row", ["<li>More</li>", '<li><a href="#">More</a></li>'], ids=["a row", "a link in it"])
def test_show_more_hands_the_focus_to_what_is_new(be: Callable[..., Page], row: str) -> None:
    page = be("employee", DESKTOP)
    page.goto("/campaigns/next-visit/")
    page.route("**/campaigns/next-visit/?*after=*", lambda route: route.fulfill(body=row, content_type="text/html"))

    page.get_by_role("link", name="Show more").press("Enter")

    expect(page.get_by_text("More", exact=True)).to_be_focused()


def test_a_theme_is_moved_on_by_keyboard_and_its_menu_keeps_the_focus(open_board: Callable[..., Page]) -> None:
    page = open_board("board-undo")
    theme = page.locator("[data-lane]").filter(has=page.get_by_role("heading", name="Returns without shame"))
    menu = theme.locator(".cc-menu > summary")
    order = page.locator("[data-lane] h3").all_inner_texts()
    menu.press("Enter")

    theme.get_by_role("button", name="Earlier").press("Enter")

    expect(page.locator("[data-lane] h3")).not_to_have_text(order)
    expect(menu).to_be_focused()
