"""What a first visit on a phone costs: every byte that comes, headers included, as production serves it."""

from collections import Counter
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import PHONE, ROOT

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("product")]
MOST = 100_000  # bytes
MOST_SCRIPTS = 30_000
HEADERS = 500  # of one answer
FONTS = ROOT / "static/vendor/fonts"
FACES = ("bricolage", "figtree")
KINDS = {"Document": "page", "Stylesheet": "styles", "Script": "scripts", "Font": "fonts"}
PAGES = {
    "home": "/",
    "campaign": "/campaigns/next-visit/",
    "submit": "/campaigns/next-visit/share/",
    "quick vote": "/campaigns/next-visit/quick/",
}


def weigh(page: Page, address: str) -> tuple[Counter[str], str]:
    """Bytes by kind of everything that `page` fetches for `address`, and the addresses of all of it."""
    kinds: dict[str, str] = {}
    bytes_of: Counter[str] = Counter()
    addresses: list[str] = []
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.on("Network.responseReceived", lambda told: kinds.update({told["requestId"]: told["type"]}))
    wire.on("Network.responseReceived", lambda told: addresses.append(told["response"]["url"]))
    wire.on("Network.loadingFinished", lambda told: bytes_of.update({told["requestId"]: told["encodedDataLength"]}))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    weights: Counter[str] = Counter()
    for request, size in bytes_of.items():
        weights[KINDS.get(kinds.get(request, ""), "images")] += int(size)
    return weights, " ".join(addresses)


def assert_light(weights: Counter[str], addresses: str) -> None:
    """It is light with what it holds, and would be if colleagues wrote in every language of Europe."""
    other_letters = [FONTS / f"{face}-{part}.woff2" for face in FACES for part in ("western", "central")]
    absent = sum(path.stat().st_size + HEADERS for path in other_letters if path.stem not in addresses)
    told = f"{weights.total()} bytes, {absent} more with all letters: {dict(weights)}"
    assert weights.keys() >= {"page", "styles", "scripts", "fonts", "images"}, told
    assert weights.total() + absent <= MOST, told
    assert weights["scripts"] <= MOST_SCRIPTS, told


def tell(record_property: Callable[[str, object], None], name: str, weights: Counter[str]) -> None:
    """Put it into the report that `bin/bench` reads."""
    for key, value in {"page": name, "bytes": weights.total(), "scripts": weights["scripts"]}.items():
        record_property(key, value)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_on_a_phone_is_light(
    be: Callable[..., Page], production: str, name: str, record_property: Callable[[str, object], None]
) -> None:
    page = be("employee", PHONE)

    found = weigh(page, production + PAGES[name])

    tell(record_property, name, found[0])
    assert_light(*found)


def test_the_page_of_an_idea_on_a_phone_is_light(
    be: Callable[..., Page], production: str, record_property: Callable[[str, object], None]
) -> None:
    page = be("employee", PHONE)
    page.goto("/campaigns/next-visit/?order=discussed")
    path = page.locator(".cc-idea h3 a").first.get_attribute("href")

    found = weigh(page, f"{production}{path}")

    tell(record_property, "idea", found[0])
    assert_light(*found)
