"""The keys of the board: each does what the help says, leads to where the next one works, and leaves typing alone."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_board import lane, selected, waiting

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("product")]
EVERY = [*"abcdefghijklmnopqrstuvwxyz0123456789 ?/.", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]
EVERY += ["Enter", "Escape", "Backspace", "Delete", "Home", "End", "Tab"]
NAMES = {"Control": "ctrlKey", "Alt": "altKey", "Meta": "metaKey"}
# Notes what the board's script gives to `singleKeys`, which tells for each key what it would do.
SPY = """
  let real;
  Object.defineProperty(window, "singleKeys", {
    get: () => real && ((find, how) => { window.find = find; real(find, how); }),
    set: (made) => { real = made; },
  });
"""
PRESS = """(node, [keys, how]) => keys.filter((key) =>
  !node.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...how })))"""


def tile(page: Page) -> int:
    """The id of the idea that is selected."""
    return int(str(page.locator("[data-tile].sel").get_attribute("id")).removeprefix("tile-"))


def told(page: Page, path: str) -> Any:
    """What the API tells, and so what is stored."""
    response = page.request.get(f"/api/v1/{path}")
    assert response.ok, response.text()
    return response.json()


def themes(page: Page, slug: str) -> dict[int, str]:
    return {theme["id"]: theme["title"] for theme in told(page, f"campaigns/{slug}/themes/")["results"]}


def theme_of(page: Page, slug: str, idea: int) -> str:
    """The title of the theme in which an idea lies, "" for the inbox."""
    return themes(page, slug).get(told(page, f"ideas/{idea}/")["theme"], "")


def tab_to(page: Page, selector: str) -> None:
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached")


def test_m_merges_and_comes_back_to_the_next_idea(open_board: Callable[..., Page]) -> None:
    page = open_board("keys-merge")
    page.keyboard.press("j")
    page.keyboard.press("j")
    idea, following = tile(page), page.locator("#tiles-0 > [data-tile]").nth(3).get_attribute("id")

    page.keyboard.press("m")
    page.wait_for_url(f"**/ideas/{idea}/merge/**")
    expect(page.locator("#id_into")).to_be_focused()
    for key in ("Tab", "Space", "Enter"):
        page.keyboard.press(key)

    page.wait_for_url("**/curation/keys-merge/")
    expect(page.locator("#messages")).to_contain_text("Merged.")
    assert told(page, f"ideas/{idea}/")["status"] == "merged"
    expect(waiting(page)).to_have_text("7")
    expect(page.locator(f"#{following}")).to_be_focused()
    page.keyboard.press("1")
    expect(waiting(page)).to_have_text("6")
    page.keyboard.press("u")
    page.keyboard.press("u")
    expect(page.locator("#said")).to_contain_text("was merged into")
    assert told(page, f"ideas/{idea}/")["status"] == "open"


def test_q_asks_the_author_and_comes_back_to_the_same_idea(open_board: Callable[..., Page]) -> None:
    page = open_board("keys-ask")
    page.keyboard.press("j")
    idea = tile(page)

    page.keyboard.press("q")
    page.wait_for_url(f"**/ideas/{idea}/ask/**")
    expect(page.get_by_label("Your question")).to_be_focused()
    page.keyboard.type("Just which mornings, and at which store? squak 12")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.wait_for_url("**/curation/keys-ask/")
    [question] = told(page, f"ideas/{idea}/questions/")["results"]
    assert question["text"] == "Just which mornings, and at which store? squak 12"
    expect(page.locator(f"#tile-{idea}")).to_be_focused()
    page.keyboard.press("2")
    expect(waiting(page)).to_have_text("7")
    assert theme_of(page, "keys-ask", idea) == "One conversation, not four"


def test_s_splits_the_theme_of_the_selected_idea(open_board: Callable[..., Page]) -> None:
    page = open_board("keys-split")
    page.keyboard.press("s")  # in the inbox there is nothing to split
    for _ in range(3):
        page.keyboard.press("1")
    expect(waiting(page)).to_have_text("5")
    expect(lane(page, "Waiting you can plan for").locator("[data-tile]")).to_have_count(3)

    tab_to(page, "[data-lane]:not([data-lane='']) [data-tile] *")
    page.keyboard.press("j")
    idea = tile(page)
    page.keyboard.press("s")
    page.wait_for_url(re.compile(rf"/split/\?idea={idea}"))
    expect(page.get_by_label("What the new theme is called")).to_be_focused()
    page.keyboard.type("Bicycles that are safe")
    page.keyboard.press("Enter")

    page.wait_for_url("**/curation/keys-split/")
    assert theme_of(page, "keys-split", idea) == "Bicycles that are safe"
    expect(lane(page, "Bicycles that are safe").locator("[data-tile]")).to_have_count(1)
    expect(lane(page, "Waiting you can plan for").locator("[data-tile]")).to_have_count(2)
    page.keyboard.press("u")
    expect(lane(page, "Bicycles that are safe")).to_have_count(0)
    assert theme_of(page, "keys-split", idea) == "Waiting you can plan for"


def test_a_accepts_the_first_suggestion_and_the_next_key_goes_on(open_board: Callable[..., Page]) -> None:
    page = open_board("keys-accept")
    first = page.locator("[data-suggestions] article").first
    title = first.get_by_role("heading").inner_text()
    number = page.locator("[data-suggestions] article").count()
    expect(first.get_by_role("button", name="Accept")).to_contain_text("Accept 4")
    page.keyboard.press("j")

    page.keyboard.press("a")
    expect(waiting(page)).to_have_text("4")
    expect(page.locator("[data-suggestions] article")).to_have_count(number - 1)
    expect(lane(page, title).locator("[data-count]")).to_have_attribute("data-count", "4")
    assert title in themes(page, "keys-accept").values()
    expect(page.locator("[data-tile].sel")).to_have_count(1)
    idea = tile(page)
    page.keyboard.press("1")
    expect(waiting(page)).to_have_text("3")
    assert theme_of(page, "keys-accept", idea) == "Waiting you can plan for"
    page.keyboard.press("u")
    page.keyboard.press("u")

    expect(waiting(page)).to_have_text("8")
    expect(page.locator("[data-suggestions] article")).to_have_count(number)
    assert title not in themes(page, "keys-accept").values()


def test_a_twice_in_a_hurry_accepts_only_what_was_seen(open_board: Callable[..., Page]) -> None:
    page = open_board("keys-accept")
    number = page.locator("[data-suggestions] article").count()

    page.keyboard.press("a")
    page.keyboard.press("a")

    expect(page.locator("[data-suggestions] article")).to_have_count(number - 1)
    page.wait_for_timeout(500)
    expect(page.locator("#toasts .cc-flash")).to_have_count(0)
    page.keyboard.press("u")
    expect(page.locator("[data-suggestions] article")).to_have_count(number)


def test_the_menu_of_an_idea_moves_it_by_keyboard_alone(open_board: Callable[..., Page]) -> None:
    page = open_board("keys-menu")
    page.keyboard.press("j")
    idea, following = tile(page), page.locator("#tiles-0 > [data-tile]").nth(2).get_attribute("id")

    tab_to(page, "[data-tile].sel select")
    page.keyboard.type("3")  # chooses the option, and is no key here
    expect(waiting(page)).to_have_text("8")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(waiting(page)).to_have_text("7")
    assert theme_of(page, "keys-menu", idea) == "Returns without shame"
    expect(page.locator(f"#{following}")).to_be_focused()
    page.keyboard.press("j")
    assert tile(page) != int(str(following).removeprefix("tile-"))


def test_keys_are_never_taken_from_somebody_who_types(open_board: Callable[..., Page]) -> None:
    page = open_board("keys-typing")
    address, before = page.url, selected(page)
    page.locator("summary").filter(has_text="New theme").click()
    field = page.get_by_label("Title")

    field.press_sequentially("jkmsaqu12")

    assert field.input_value() == "jkmsaqu12"
    for other in ("#id_summary", "#order", "#groups", "[data-tile].sel select"):
        assert page.locator(other).first.evaluate(PRESS, [EVERY, {}]) == [], other
    assert (page.url, selected(page)) == (address, before)
    expect(waiting(page)).to_have_text("8")


@pytest.mark.parametrize("held", NAMES)
def test_keys_do_nothing_beside_a_held_one(open_board: Callable[..., Page], held: str) -> None:
    page = open_board("keys-typing")
    address, before = page.url, selected(page)

    taken = page.locator("[data-tile].sel").evaluate(PRESS, [EVERY, {NAMES[held]: True}])
    for key in "jmaqu1":
        page.keyboard.press(f"{held}+{key}")
    page.wait_for_timeout(300)

    assert taken == []
    assert (page.url, selected(page)) == (address, before)
    expect(waiting(page)).to_have_text("8")


def test_a_held_digit_moves_one_idea(open_board: Callable[..., Page]) -> None:
    page = open_board("keys-held")

    for _ in range(5):
        page.keyboard.down("1")  # from the second on as a keyboard repeats it
    page.keyboard.up("1")
    for _ in range(3):
        page.keyboard.down("j")  # which may be held
    page.keyboard.up("j")

    expect(waiting(page)).to_have_text("11")
    expect(lane(page, "Waiting you can plan for").locator("[data-tile]")).to_have_count(1)
    assert page.locator("#tiles-0 > [data-tile]").nth(3).get_attribute("aria-current") == "true"


def test_undo_is_not_lost_on_whoever_is_faster_than_the_answers(open_board: Callable[..., Page]) -> None:
    page = open_board("keys-quick")
    page.keyboard.press("1")
    expect(waiting(page)).to_have_text("29")

    for key in "23uuu":
        page.keyboard.press(key)

    expect(waiting(page)).to_have_text("30")
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()


def test_the_bar_of_keys_never_covers_the_selected_idea(open_board: Callable[..., Page]) -> None:
    page = open_board("keys-quick")
    bar = page.locator("[data-keys]").bounding_box()
    assert bar is not None

    for _ in range(20):
        page.keyboard.press("j")
        box = page.locator("[data-tile].sel").bounding_box()
        assert box is not None
        assert 0 <= box["y"] < box["y"] + box["height"] <= bar["y"]


def test_the_help_lists_exactly_the_keys_that_there_are(boards: str, be: Callable[..., Page]) -> None:
    page = be("curator")
    page.add_init_script(SPY)
    page.goto("/curation/keys-typing/")

    known = set(page.evaluate("keys => keys.filter((key) => Boolean(window.find(key)))", EVERY))

    shown = set()
    for entry in page.locator("[data-keys] > span").all():
        keys = [key.lower() for key in entry.locator("kbd").all_inner_texts()]
        shown |= {str(at) for at in range(int(keys[0]), int(keys[1]) + 1)} if keys[0].isdigit() else set(keys)
    assert known == shown
    assert {"j", "k", "m", "s", "a", "q", "u", "1", "9"} <= known
