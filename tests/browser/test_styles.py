"""Pages as they come, with what is only known then: no class is named for which the styles have no rule."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.test_pages import PAGES
from tests.core.test_styles import HOOKS

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("product")]
WITHOUT_RULE = """() => {
  const rules = (list) => [...list].flatMap((rule) => [rule.selectorText ?? "", ...rules(rule.cssRules ?? [])]);
  const named = rules([...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])).join(" ");
  const known = new Set([...named.matchAll(/\\.(-?[A-Za-z_][\\w-]*)/g)].map((found) => found[1]));
  const used = new Set([...document.querySelectorAll("[class]")].flatMap((each) => [...each.classList]));
  return [...used].filter((name) => !known.has(name));
}"""


@pytest.mark.parametrize("persona", PAGES)
def test_every_class_of_a_page_has_a_rule(be: Callable[..., Page], persona: str) -> None:
    """One that is put together while a page is made is not seen by bin/vendor: write it out."""
    page = be(persona)
    missing = {}

    for path in PAGES[persona]:
        page.goto(path)
        missing[path] = set(page.evaluate(WITHOUT_RULE)) - HOOKS

    assert {path: names for path, names in missing.items() if names} == {}
