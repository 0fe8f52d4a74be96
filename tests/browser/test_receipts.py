"""A receipt code as its author meets it: got on a phone, opened by the camera of another, without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("product")]
Be = Callable[..., Page]


def share(page: Page, title: str) -> str:
    """Share an anonymous idea, and return the code that the page then shows."""
    page.goto("/campaigns/next-visit/share/")
    page.get_by_label("Your idea in one line").fill(title)
    page.locator("[name=shown][value=anonymous]").check(force=True)
    page.get_by_role("button", name="Share idea").click()
    return page.locator("#receipt-code").inner_text()


def test_the_pages_of_a_receipt_are_for_everyone(be: Be) -> None:
    page = be("employee", PHONE)
    code = share(page, "Show the way to the lift")
    page.get_by_role("link", name="See the code").click()

    expect(page.locator("#receipt-code")).to_have_text(code)
    assert_accessible(page)
    page.get_by_role("link", name="Put my role and unit to it").click()
    assert_accessible(page)


def test_the_camera_of_a_phone_brings_the_code_along_and_no_server_hears_of_it(be: Be) -> None:
    code = share(be("employee", PHONE), "Show the way to the exit")
    page, asked = be("employee", PHONE), list[str]()
    page.on("request", lambda request: asked.append(f"{request.url} {request.headers}"))

    page.goto(f"/receipts/#{code}")

    expect(page.get_by_label("Receipt code")).to_have_value(code)
    assert page.url.endswith("/receipts/"), "the history keeps no code"
    assert not [each for each in asked if code in each]
    assert_accessible(page)


def test_without_javascript_the_code_is_read_and_typed_in(be: Be) -> None:
    page = be("employee", PHONE, java_script_enabled=False)
    code = share(page, "Show the way to the stairs")
    expect(page.get_by_role("button", name="Copy")).to_be_hidden()

    page.goto("/receipts/")
    page.get_by_label("Receipt code").fill(code.lower())
    page.get_by_role("button", name="Show my idea").click()

    expect(page.get_by_role("heading", name="Show the way to the stairs")).to_be_visible()
    page.goto("/receipts/")
    page.get_by_role("button", name="Forget on this device").click()
    expect(page.get_by_text("This device has forgotten the codes.")).to_be_visible()
