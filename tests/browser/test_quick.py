"""Quick vote as people use it: by keyboard, by finger, without JavaScript, without a connection."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("product")]
QUICK = "/campaigns/next-visit/quick/"
FINGER = 44  # pixels


@pytest.fixture
def visit(be: Callable[..., Page]) -> Callable[..., Page]:
    """`visit("curator", PHONE)`: that persona before the first card."""

    def begin(persona: str, size: dict[str, int] = DESKTOP, path: str = QUICK, **options: object) -> Page:
        page = be(persona, size, **options)
        page.goto(path)
        return page

    return begin


def card(page: Page) -> Locator:
    """The card that is shown."""
    return page.locator("[data-card]:not(.leaving):not([hidden])")


def title(page: Page) -> str:
    return card(page).get_by_role("heading", level=2).inner_text()


def press(page: Page, key: str, *, then: str) -> None:
    """Press a key once the card has lain there for a moment, and wait for what the page says then."""
    page.wait_for_timeout(300)
    page.keyboard.press(key)
    expect(page.locator("[data-progress]")).to_have_text(then)


def swipe(page: Page, across: int) -> None:
    """Draw the card aside with one finger, `across` pixels in twelve steps."""
    box = card(page).bounding_box() or {"x": 0.0, "y": 0.0, "width": 0.0, "height": 0.0}
    x, y = box["x"] + box["width"] / 2, box["y"] + 60
    finger = page.context.new_cdp_session(page)
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for part in range(1, 13):
        at = {"x": x + across * part / 12, "y": y + part}
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [at]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("s", "You support"),
        ("p", "You passed on"),
        ("o", "You object to"),
        ("ArrowRight", "You support"),
        ("ArrowLeft", "You object to"),
    ],
)
def test_one_key_answers_and_the_next_card_is_there(visit: Callable[..., Page], key: str, said: str) -> None:
    page = visit("curator")
    before = title(page)

    press(page, key, then="2 of 10")

    assert title(page) != before
    expect(page.locator("[data-card]:visible")).to_have_count(1)
    expect(page.locator("#last")).to_contain_text(f"{said} “{before}”")
    assert page.evaluate("document.activeElement.textContent.trim()") == title(page)


def test_a_visit_is_done_by_keyboard_alone_without_the_single_keys(visit: Callable[..., Page]) -> None:
    page = visit("executive")
    page.get_by_label("Single keys").uncheck()
    card(page).get_by_role("heading", level=2).focus()  # in a field, single keys are never taken
    press(page, "s", then="1 of 10")

    card(page).get_by_role("button", name="Pass").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-progress]")).to_have_text("2 of 10")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.textContent.trim()") == "Support"
    assert page.evaluate("document.activeElement.closest('[data-card]').hidden") is False
    page.get_by_label("Single keys").check()


def test_a_key_that_is_held_down_answers_once(visit: Callable[..., Page]) -> None:
    page = visit("curator")

    for _ in range(6):  # longer than two presses in a row are taken for one
        page.wait_for_timeout(300)
        page.keyboard.down("p")
    page.keyboard.up("p")

    expect(page.locator("[data-progress]")).to_have_text("2 of 10")


def test_a_second_press_in_the_same_moment_is_the_same_press(visit: Callable[..., Page]) -> None:
    page = visit("curator")

    card(page).get_by_role("button", name="Pass").dblclick()

    expect(page.locator("#last")).to_contain_text("You passed on")
    expect(page.locator("[data-progress]")).to_have_text("2 of 10")


def test_the_last_vote_is_taken_back(visit: Callable[..., Page]) -> None:
    page = visit("curator")
    before = title(page)
    press(page, "s", then="2 of 10")

    press(page, "u", then="1 of 10")

    expect(page.locator("#last")).to_have_text("Your vote is taken back.")
    assert title(page) == before
    press(page, "o", then="2 of 10")
    expect(page.locator("#last")).to_contain_text(f"You object to “{before}”")


def test_loading_again_keeps_the_place_and_the_card(visit: Callable[..., Page]) -> None:
    page = visit("curator")
    press(page, "p", then="2 of 10")
    expect(page.locator("#last")).to_contain_text("You passed on")
    before = title(page)

    page.reload()

    expect(page.locator("[data-progress]")).to_have_text("2 of 10")
    assert title(page) == before


@pytest.mark.parametrize(("across", "said"), [(190, "You support"), (-190, "You object to")])
def test_a_swipe_answers(visit: Callable[..., Page], across: int, said: str) -> None:
    page = visit("employee", PHONE, has_touch=True)
    before = title(page)

    swipe(page, across)

    expect(page.locator("#last")).to_contain_text(f"{said} “{before}”")
    expect(page.locator("[data-progress]")).to_have_text("2 of 10")


def test_a_card_that_is_drawn_only_a_little_comes_back(visit: Callable[..., Page]) -> None:
    page = visit("employee", PHONE, has_touch=True)
    before = title(page)

    swipe(page, 60)

    page.wait_for_timeout(300)
    assert title(page) == before
    assert card(page).evaluate("card => getComputedStyle(card).transform") in ("none", "matrix(1, 0, 0, 1, 0, 0)")


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_it_ends_by_itself_and_says_where_to_go(visit: Callable[..., Page], motion: str) -> None:
    page = visit("employee", PHONE, f"{QUICK}?done=8", reduced_motion=motion)
    for place in ("9 of 10", "10 of 10"):
        expect(page.locator("[data-progress]")).to_have_text(place)
        page.wait_for_timeout(300)
        card(page).get_by_role("button", name="Pass").click()

    end = page.get_by_role("heading", name="That is all for today")
    expect(end).to_be_focused()
    expect(card(page)).to_have_count(0)
    expect(page.locator("#last")).to_contain_text("You passed on")
    assert_accessible(page)
    page.get_by_role("link", name="Go on with others").click()
    expect(page.locator("[data-progress]")).to_have_text("1 of 10")


def test_without_javascript_every_answer_brings_the_next_card(visit: Callable[..., Page]) -> None:
    page = visit("administrator", PHONE, java_script_enabled=False)
    met = []

    for place in range(1, 11):
        expect(page.locator("[data-progress]")).to_have_text(f"{place} of 10")
        met.append(title(page))
        card(page).get_by_role("button", name="Pass").click()

    assert len(set(met)) == 10
    expect(page.get_by_role("heading", name="That is all for today")).to_be_visible()
    page.get_by_role("button", name="Undo last").click()
    assert title(page) == met[-1]


def test_a_vote_that_does_not_arrive_brings_its_card_back(product: str, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE, base_url=product, locale="en-GB")
    page = context.new_page()
    page.goto("/demo/sign-in/curator/")
    page.goto(QUICK)
    before = title(page)
    context.route("**/vote/", lambda route: route.abort())

    card(page).get_by_role("button", name="Pass").click()

    expect(page.get_by_role("alert")).to_contain_text("No connection. Nothing was saved")
    expect(page.locator("[data-progress]")).to_have_text("1 of 10")
    assert title(page) == before
    context.close()


def test_everything_on_a_phone_is_as_large_as_a_finger(visit: Callable[..., Page]) -> None:
    page = visit("employee", PHONE)

    controls = page.locator("main :is(button, a.btn):visible")
    heights = {re.sub(r"\s+", " ", each.inner_text()): each.bounding_box() for each in controls.all()}

    assert len(heights) == 6
    assert {name for name, box in heights.items() if not box or box["height"] < FINGER} == set()
