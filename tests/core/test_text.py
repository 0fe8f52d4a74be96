from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError

from core.text import check_text, first_line, is_blank, markdown, search_words
from ideas.models.idea import BODY_LENGTH
from tests.timing import timed

LIMIT = 0.2  # seconds for text that was made to be slow


@pytest.mark.parametrize("text", ["", " \t\n", "\u200b\u200d", "\u2060\ufeff", "\u3164", "\u00ad", "\u00a0"])
def test_text_that_shows_nothing_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", "0", ".", "日", "👍", "\u200ba", "=SUM(A1)", "{{7*7}}"])
def test_text_that_shows_something_is_not_blank(text: str) -> None:
    assert not is_blank(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a\x00b", "null_characters"),
        ("half \ud83d a face", "invalid_unicode"),
        (b"caf\xe9".decode(errors="replace"), "invalid_unicode"),
        ("\u200b\u200b", "required"),
        ("   ", "required"),
        ("a" + "\u0301" * 500, "too_many_marks"),
        ("a" + "\u20dd" * 21, "too_many_marks"),
        (">" * 10_000, "too_complex"),
        ("> " * 10_000, "too_complex"),
        ("[" * 10_000, "too_complex"),
        ("![" * 10_000, "too_complex"),
        ("(" * 10_000, "too_complex"),
        ("*" * 10_000, "too_complex"),
    ],
)
def test_text_that_no_reader_could_use_is_refused_with_its_code(text: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        check_text(text)

    assert refused.value.code == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Call back the same day",
        "Zażółć gęślą jaźń",
        "नमस्ते, ग्राहक को उसी दिन वापस बुलाएँ",
        "שָׁלוֹם",
        "e" + "\u0301" * 20,
        "👩‍👩‍👧‍👦 families wait too long",
        "\u202eright to left override",
        "<script>alert(1)</script>",
        "=cmd|'/c calc'!A1",
        "{{7*7}} ${7*7} %s",
        "> quoted\n> > twice",
    ],
)
def test_what_people_write_is_accepted(text: str) -> None:
    check_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)>",
        "<iframe src=//evil.example></iframe>",
        "[go](javascript:alert(1))",
        "[go](JaVaScRiPt:alert(1))",
        "[go](java&#115;cript:alert(1))",
        "[go](data:text/html;base64,PHNjcmlwdD4=)",
        "[go](vbscript:msgbox(1))",
        "![x](https://evil.example/pixel.png)",
        "![x](javascript:alert(1))",
        '[x](https://ok.example "onmouseover=alert(1)")',
        "<https://ok.example/\"onmouseover='alert(1)'>",
        "```\n</code></pre><script>alert(1)</script>\n```",
        "[x]: javascript:alert(1)\n\n[x]",
    ],
)
def test_markdown_never_runs_anything(text: str) -> None:
    html = str(markdown(text)).lower()

    tags = [part.split(">")[0] for part in html.split("<")[1:]]
    assert not [tag for tag in tags if tag.startswith(("script", "img", "svg", "iframe"))]
    assert not [tag for tag in tags if "javascript:" in tag or "data:" in tag or "vbscript:" in tag]
    assert not [tag for tag in tags if " on" in tag]


def test_markdown_shows_raw_html_as_text() -> None:
    assert "&lt;b&gt;bold&lt;/b&gt;" in markdown("<b>bold</b>")


def test_markdown_keeps_what_helps_reading() -> None:
    html = markdown("**First**\n\n- one\n- two\n\n> said")

    assert html.count("<li>") == 2
    assert "<strong>First</strong>" in html
    assert "<blockquote>" in html


def test_markdown_links_tell_the_other_site_nothing() -> None:
    html = markdown("[help](https://example.com)")

    assert 'href="https://example.com"' in html
    assert 'rel="nofollow noopener noreferrer"' in html


@pytest.mark.parametrize(
    "text",
    [
        ">" * 10_000,
        "> " * 10_000,
        "[" * 10_000,
        "![" * 10_000,
        *(part * (BODY_LENGTH // len(part)) for part in ("[a](", "*a **b ", "`", "- ", "a\n", "<", "&", "\\")),
    ],
    ids=lambda text: f"{text[:7].strip()} × {len(text)}",
)
def test_text_made_to_be_slow_is_answered_in_time(text: str) -> None:
    def render() -> None:
        with suppress(ValidationError):
            check_text(text)
            markdown(text)

    assert timed(render)[1] < LIMIT


@pytest.mark.parametrize(
    ("text", "limit", "title", "rest"),
    [
        ("Short and whole", 40, "Short and whole", ""),
        ("  two\nlines ", 40, "two lines", ""),
        ("Answer every call within the hour, please", 20, "Answer every call…", None),
        ("x" * 50, 20, "x" * 19 + "…", None),
    ],
)
def test_a_title_is_made_of_the_first_words(text: str, limit: int, title: str, rest: str | None) -> None:
    assert first_line(text, limit) == (title, text if rest is None else rest)


@pytest.mark.parametrize(
    ("text", "words"),
    [("call  back", ["call", "back"]), ("call\x00back", ["call", "back"]), ("a" * 60_000, ["a" * 60]), (" \x00 ", [])],
)
def test_any_text_can_be_searched_for(text: str, words: list[str]) -> None:
    assert search_words(text) == words
