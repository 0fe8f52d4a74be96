"""The curators' board as people use it: by keyboard alone, with the mouse, two at once, and without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("product")]
LONG = 120_000  # ms: two hundred moves on a busy machine
SOON = 12_000  # ms, in which a screen has looked twice


def waiting(page: Page) -> Locator:
    return page.locator("#waiting")


def selected(page: Page) -> str:
    return page.locator("[data-tile].sel").get_by_role("heading").inner_text()


def lane(page: Page, title: str) -> Locator:
    return page.locator("[data-lane]").filter(has=page.get_by_role("heading", name=title))


def test_two_hundred_ideas_are_curated_by_keyboard_alone(open_board: Callable[..., Page]) -> None:
    page = open_board("board-long")
    first = selected(page)
    page.keyboard.press("j")
    second = selected(page)
    page.keyboard.press("k")

    for at in range(200):
        expect(page.locator("[data-tile].sel")).to_have_count(1, timeout=LONG)
        page.keyboard.press(str(at % 4 + 1))

    expect(waiting(page)).to_have_text("0", timeout=LONG)
    assert first != second
    assert page.get_by_text("Everything is read").is_visible()
    assert page.evaluate("document.activeElement.id") == "inbox"
    for number in range(4):
        expect(page.locator("[data-lane] [data-count]").nth(number)).to_have_attribute("data-count", "50")
    page.get_by_role("link", name="Log").click()
    expect(page.locator(".cc-log > li:not(.cc-more)")).to_have_count(30)
    expect(page.locator(".cc-log > li").first).to_contain_text("is in “Finish it at the door”")


def test_moves_are_taken_back_by_key_and_by_button_one_after_the_other(open_board: Callable[..., Page]) -> None:
    page = open_board("board-undo")
    titles = [selected(page)]
    for digit in "123":
        page.keyboard.press(digit)
        titles.append(selected(page))
    expect(waiting(page)).to_have_text("9")

    page.keyboard.press("u")
    expect(waiting(page)).to_have_text("10")
    expect(page.locator("#said")).to_contain_text("Taken back")
    expect(page.locator("#said")).to_contain_text(titles[2])
    page.get_by_role("button", name="Undo").click()
    expect(waiting(page)).to_have_text("11")
    page.keyboard.press("u")

    expect(waiting(page)).to_have_text("12")
    expect(page.locator("#tiles-0")).to_contain_text(titles[0])
    assert page.get_by_role("button", name="Undo").is_disabled()


def test_single_keys_can_be_switched_off(open_board: Callable[..., Page]) -> None:
    page = open_board("board-undo")
    before = waiting(page).inner_text()

    page.get_by_label("Single keys").uncheck()
    page.keyboard.press("1")
    page.reload()
    page.keyboard.press("1")
    page.wait_for_timeout(500)

    assert waiting(page).inner_text() == before
    page.get_by_label("Single keys").check()


def test_a_tile_is_dragged_into_a_theme_into_another_and_back(open_board: Callable[..., Page]) -> None:
    page = open_board("board-drag")
    tile = page.locator("#tiles-0 > [data-tile]").nth(1)
    title, name = tile.get_by_role("heading").inner_text(), tile.get_attribute("id")
    moved = page.locator(f"#{name}")

    tile.drag_to(lane(page, "Returns without shame").get_by_role("heading", level=3))
    expect(lane(page, "Returns without shame")).to_contain_text(title)
    expect(waiting(page)).to_have_text("11")
    moved.drag_to(lane(page, "Finish it at the door").get_by_role("heading", level=3))
    expect(lane(page, "Finish it at the door")).to_contain_text(title)
    moved.drag_to(page.locator("#inbox"))

    expect(page.locator("#tiles-0")).to_contain_text(title)
    expect(waiting(page)).to_have_text("12")
    expect(moved).to_have_count(1)


def test_two_curators_see_each_other_s_moves_within_seconds(open_board: Callable[..., Page]) -> None:
    mine, theirs = open_board("board-two"), open_board("board-two", "kim")
    title = selected(mine)
    theirs.keyboard.press("j")
    place = selected(theirs)

    mine.keyboard.press("1")

    expect(lane(theirs, "Waiting you can plan for")).to_contain_text(title, timeout=SOON)
    expect(waiting(theirs)).to_have_text("11")
    expect(theirs.locator("#said")).to_contain_text("Another curator")
    assert selected(theirs) == place


def test_nobody_overwrites_what_another_has_just_moved(open_board: Callable[..., Page], request: object) -> None:
    mine, theirs = open_board("board-plain"), open_board("board-plain", "kim")
    for page in (mine, theirs):
        page.evaluate("document.querySelector('[data-watch]').remove()")  # neither has looked yet
    title = selected(mine)
    mine.keyboard.press("1")
    expect(waiting(mine)).to_have_text("11")

    with theirs.expect_response(lambda response: response.status == 409):
        theirs.keyboard.press("2")

    expect(theirs.locator("#toasts")).to_contain_text("Somebody has just put it into “Waiting you can plan for”.")
    expect(lane(theirs, "Waiting you can plan for")).to_contain_text(title)
    expect(theirs.locator("#tiles-0")).not_to_contain_text(title)


def test_the_board_its_log_and_a_split_are_accessible(open_board: Callable[..., Page]) -> None:
    for size in (DESKTOP, PHONE):
        page = open_board("board-two", size=size)
        assert_accessible(page)
        page.locator(".cc-menu > summary").first.click()
        assert_accessible(page)
        page.get_by_role("link", name="Split").first.click()
        page.wait_for_url("**/split/#id_title")
        assert_accessible(page)
        page.goto("/curation/board-two/log/")
        assert_accessible(page)


def test_without_javascript_the_menu_moves_and_the_button_undoes(open_board: Callable[..., Page]) -> None:
    page = open_board("board-two", java_script_enabled=False)
    tile = page.locator("#tiles-0 > [data-tile]").first
    title = tile.get_by_role("heading").inner_text()
    before = int(waiting(page).inner_text())

    tile.get_by_role("combobox").select_option(label="2 One conversation, not four")
    tile.get_by_role("button", name="Move").click()
    there = lane(page, "One conversation, not four").inner_text()
    after = int(waiting(page).inner_text())
    page.get_by_role("button", name="Undo").click()

    assert title in there
    assert (after, int(waiting(page).inner_text())) == (before - 1, before)
