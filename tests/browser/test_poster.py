"""A poster comes onto one page of A4, however long its question."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("product")]
LONG = "What would make the next visit of every single customer of ours better than the last? " * 3
PAGES = re.compile(rb"/Type\s*/Page\b(?!s)")


@pytest.mark.parametrize("words", ["", LONG[:200]], ids=["as it is", "two hundred characters"])
def test_a_poster_is_one_page_of_a4(be: Callable[..., Page], words: str) -> None:
    page = be("curator")
    page.goto("/campaigns/next-visit/poster/?language=de")
    if words:
        page.locator(".cc-poster h1").evaluate("(heading, words) => { heading.textContent = words }", words)

    paper = page.pdf(format="A4")

    assert len(PAGES.findall(paper)) == 1


def test_the_control_a_longer_text_takes_a_second_page(be: Callable[..., Page]) -> None:
    page = be("curator")
    page.goto("/campaigns/next-visit/poster/")
    page.locator(".cc-poster h1").evaluate("(heading, words) => { heading.textContent = words }", LONG * 20)

    assert len(PAGES.findall(page.pdf(format="A4"))) > 1
