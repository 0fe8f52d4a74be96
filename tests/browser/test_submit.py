"""Sharing an idea as people do it: on a phone with a poor signal, on a shared device, without JavaScript."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from time import monotonic

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Installation, assert_accessible
from tests.services.processes import ROOT
from tests.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("product")]
SHARE = "/campaigns/next-visit/share/"
PASSWORD = "three quiet words of mine"
SECONDS = 30
KILOBIT = 1024 / 8  # bytes
POOR = {"offline": False, "latency": 400, "downloadThroughput": 400 * KILOBIT, "uploadThroughput": 400 * KILOBIT}
SLOW = 4  # times slower than this machine's processor
TITLE = "Your idea in one line"


@pytest.fixture(scope="session")
def email(installation: Installation) -> str:
    """The address of an employee who has a password."""
    command = [sys.executable, str(ROOT / "manage.py"), "demo_people", "--json"]
    told = subprocess.run(command, env=installation.settings, check=True, capture_output=True, cwd=ROOT)
    found = str(json.loads(told.stdout)["employee"])
    code = f"from people.queries import by_email; u = by_email({found!r}); u.set_password({PASSWORD!r}); u.save()"
    installation.manage("shell", "-c", code)
    return found


@pytest.fixture
def context(product: str, browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A stranger's phone; `@pytest.mark.parametrize("context", [False], indirect=True)`: without JavaScript."""
    scripts = getattr(request, "param", True)
    made = browser.new_context(viewport=PHONE, base_url=product, locale="en-GB", java_script_enabled=scripts)
    made.set_default_timeout(10_000)
    yield made
    made.close()


def sign_in(page: Page, email: str) -> None:
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def begin(context: BrowserContext, email: str) -> Page:
    """The form, for somebody who has signed in."""
    page = context.new_page()
    page.goto(SHARE)
    sign_in(page, email)
    expect(page.get_by_role("heading", name="Share an idea")).to_be_visible()
    return page


def end_session(context: BrowserContext) -> None:
    """What happens by itself after two weeks."""
    context.clear_cookies(name="cocreate-session")


def send(page: Page) -> None:
    page.get_by_role("button", name="Share idea").click()


def expect_receipt(page: Page) -> None:
    expect(page.get_by_text("Shared.", exact=True)).to_be_visible()


class Hand:
    """Somebody on a phone: counts taps; the keyboard's own keys are typing."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def tap(self, name: str) -> None:
        self.taps += 1
        self.page.get_by_role("button", name=name).or_(self.page.get_by_label(name)).first.tap()

    def type(self, text: str) -> None:
        self.page.keyboard.type(text, delay=40)


def test_from_the_poster_to_the_receipt_in_thirty_seconds_and_three_taps(
    production: str, browser: Browser, email: str
) -> None:
    phone = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, locale="en-GB")
    page = phone.new_page()
    tools = phone.new_cdp_session(page)
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", POOR)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOW})
    hand = Hand(page)

    began = monotonic()
    page.goto(production + SHARE, wait_until="domcontentloaded")
    hand.tap("E-mail")
    hand.type(email)
    page.keyboard.press("Tab")
    hand.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Share an idea")).to_be_visible(timeout=SECONDS * 1000)
    hand.tap(TITLE)
    hand.type("Print the label for sending things back")
    hand.tap("Share idea")
    expect(page.get_by_text("Shared.", exact=True)).to_be_visible(timeout=SECONDS * 1000)
    seconds = monotonic() - began

    phone.close()
    assert hand.taps <= 3
    assert seconds < SECONDS


def test_a_draft_survives_a_reload_and_is_gone_once_it_is_shared(context: BrowserContext, email: str) -> None:
    page = begin(context, email)
    page.get_by_label(TITLE).fill("Call before we come")
    page.get_by_label("What happens today?").fill("Nobody calls.")
    page.get_by_text("Anonymous", exact=True).click()
    expect(page.get_by_text("Draft kept on this device.")).to_be_visible()

    page.reload()

    expect(page.get_by_label(TITLE)).to_have_value("Call before we come")
    expect(page.get_by_label("What happens today?")).to_have_value("Nobody calls.")
    expect(page.get_by_role("radio", name="Anonymous")).to_be_checked()
    send(page)
    expect_receipt(page)
    page.goto(SHARE)
    expect(page.get_by_label(TITLE)).to_have_value("")
    expect(page.get_by_text("Draft kept on this device.")).to_be_hidden()


def test_without_a_connection_the_idea_waits_on_the_device(context: BrowserContext, email: str) -> None:
    page = begin(context, email)
    page.get_by_label(TITLE).fill("Say when the train is late")

    context.set_offline(True)
    send(page)

    expect(page.get_by_role("alert").filter(has_text="What you typed is still here")).to_be_visible()
    expect(page.get_by_label(TITLE)).to_have_value("Say when the train is late")
    context.set_offline(False)
    expect(page.get_by_text("What you typed is still here")).to_be_hidden()
    send(page)
    expect_receipt(page)


# Types as soon as the field is there, before any script of the page runs.
EARLY = """
new MutationObserver((_changes, observer) => {
  const field = document.querySelector("#id_title");
  if (field) { field.value = "Ask Mrs Miller early"; observer.disconnect(); }
}).observe(document, {childList: true, subtree: true});
"""


def test_what_is_typed_before_the_script_comes_is_kept_and_looked_at(context: BrowserContext, email: str) -> None:
    page = begin(context, email)
    page.get_by_label(TITLE).fill("An older draft")
    expect(page.get_by_text("Draft kept on this device.")).to_be_visible()
    page.add_init_script(EARLY)

    page.reload()

    expect(page.get_by_label(TITLE)).to_have_value("Ask Mrs Miller early")
    expect(page.get_by_text("Does this name a person?")).to_be_visible()
    kept = page.evaluate("Object.entries(localStorage).find(([name]) => name.startsWith('cocreate-draft'))[1]")
    assert "Ask Mrs Miller early" in kept


def test_what_did_not_arrive_is_still_there(context: BrowserContext, email: str) -> None:
    page = begin(context, email)
    page.get_by_label(TITLE).fill("Answer while one waits")
    context.route(f"**{SHARE}", lambda route: route.abort() if route.request.method == "POST" else route.continue_())

    send(page)
    page.wait_for_url("chrome-error://**")
    page.goto(SHARE)

    expect(page.get_by_label(TITLE)).to_have_value("Answer while one waits")


@pytest.mark.parametrize("context", [True, False], indirect=True, ids=["with scripts", "without scripts"])
def test_after_the_session_has_ended_nothing_is_typed_twice(context: BrowserContext, email: str) -> None:
    page = begin(context, email)
    page.get_by_label(TITLE).fill("Keep the shop open at noon")
    page.get_by_label("What would be better?").fill("One of us stays.")
    end_session(context)

    send(page)
    sign_in(page, email)

    expect(page.get_by_text("You are signed in, and what you typed is still here")).to_be_visible()
    expect(page.get_by_label(TITLE)).to_have_value("Keep the shop open at noon")
    expect(page.get_by_label("What would be better?")).to_have_value("One of us stays.")
    send(page)
    expect_receipt(page)


@pytest.mark.parametrize("context", [False], indirect=True)
def test_without_javascript_one_line_is_enough(context: BrowserContext, email: str) -> None:
    page = begin(context, email)

    page.get_by_label(TITLE).fill("Put the prices on the shelf")
    send(page)

    expect_receipt(page)
    expect(page.get_by_role("heading", name="Put the prices on the shelf")).to_be_visible()


def test_on_a_shared_device_nothing_outlives_the_tab(context: BrowserContext, email: str) -> None:
    page = begin(context, email)
    page.evaluate("localStorage.setItem('cocreate-draft-another', '{}')")
    page.get_by_label(TITLE).fill("Mend the scanner")

    page.get_by_label("Others use this device too").check()

    expect(page.get_by_text("Draft kept until this tab is closed.")).to_be_visible()
    kept = page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('cocreate-draft'))")
    assert kept == []
    page.reload()
    expect(page.get_by_label(TITLE)).to_have_value("Mend the scanner")
    other = context.new_page()
    other.goto(SHARE)
    expect(other.get_by_label(TITLE)).to_have_value("")
    expect(other.get_by_label("Others use this device too")).to_be_checked()


@pytest.mark.parametrize(
    "text", ["we should ask Zoe Quill", "Call 0171 1234567", "Write to zoe@example.com", "Ask Mrs Miller"]
)
def test_whoever_names_a_person_is_warned_and_may_send(context: BrowserContext, email: str, text: str) -> None:
    page = begin(context, email)
    warning = page.get_by_text("Does this name a person?")

    page.get_by_label(TITLE).fill(text)

    expect(warning).to_be_visible()
    assert_accessible(page)
    expect(page.get_by_role("button", name="Share idea")).to_be_enabled()
    page.get_by_label(TITLE).fill("Call 10 000 customers on 12.05.2026 at our North store")
    expect(warning).to_be_hidden()


def test_a_draft_that_comes_back_with_a_name_is_warned_of(context: BrowserContext, email: str) -> None:
    page = begin(context, email)
    page.get_by_label(TITLE).fill("Ask Mrs Miller")
    expect(page.get_by_text("Draft kept on this device.")).to_be_visible()

    page.reload()

    expect(page.get_by_label(TITLE)).to_have_value("Ask Mrs Miller")
    expect(page.get_by_text("Does this name a person?")).to_be_visible()


def test_a_photo_is_made_small_before_it_travels(context: BrowserContext, email: str, tmp_path: Path) -> None:
    file = tmp_path / "photo.jpg"
    noise = BytesIO()
    Image.effect_noise((3000, 2000), 60).convert("RGB").save(noise, "JPEG", quality=92)
    file.write_bytes(noise.getvalue())
    page = begin(context, email)
    page.get_by_label(TITLE).fill("Mend the shelf by the door")
    page.get_by_text("Add an image").click()

    page.get_by_label("Image", exact=False).first.set_input_files(file)

    chosen = "document.querySelector('input[type=file]').files[0]"
    wait_until(lambda: page.evaluate(f"{chosen}.type") == "image/webp", lambda: str(page.evaluate(f"{chosen}.type")))
    assert page.evaluate(f"{chosen}.size") < len(noise.getvalue()) / 2
    page.get_by_label("What does the image show?").fill("A shelf that hangs")
    send(page)
    expect_receipt(page)
    expect(page.get_by_role("img", name="A shelf that hangs")).to_be_visible()
    assert_accessible(page)


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_pages_of_one_s_own_idea_are_for_everybody(be: Callable[..., Page], size: dict[str, int]) -> None:
    page = be("curator", size)
    page.goto(SHARE)
    page.get_by_label(TITLE).fill("Show the wait at the door")
    send(page)
    own = page.url.partition("?")[0]

    for part in ("", "edit/", "images/", "changes/"):
        page.goto(f"{own}{part}")
        assert_accessible(page)
    page.goto("/campaigns/next-visit/poster/")
    assert_accessible(page)
