"""Every word on a page can be translated, and no page carries style or script of its own: the policy forbids both."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SAID = re.compile(
    r"{%\s*comment\b.*?{%\s*endcomment\s*%}|{#.*?#}"
    r"|{%\s*block width\s*%}.*?{%\s*endblock\s*%}"  # a class of the card in base_plain.html
    r"|{%\s*blocktranslate\b.*?{%\s*endblocktranslate\s*%}"
    r"|{%.*?%}|{{.*?}}",
    re.DOTALL,
)
READ_ALOUD = {"alt", "aria-description", "aria-label", "aria-roledescription", "placeholder", "title"}
NAMES = {"Cocreate", "CSV", "XLSX"}  # the same in every language


class Page(HTMLParser):
    """Collects what a person reads in a template once its tags are gone, and what the policy would not let run."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.forbidden: list[str] = []
        self.inside: list[str] = []
        self.feed(SAID.sub("", source))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.inside.append(tag)
        self.words += [value for name, value in attrs if name in READ_ALOUD and value]
        if tag == "style" or "style" in given or (tag == "script" and "src" not in given):
            self.forbidden.append(f"<{tag}> in line {self.getpos()[0]}")
        self.forbidden += [name for name in given if name.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        while tag in self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not {"kbd", "script", "style"} & set(self.inside):
            self.words.append(data)


def bare(words: list[str]) -> Iterator[str]:
    """Those of `words` that a translator would never see: they hold a letter, and are no name."""
    for text in words:
        yield from (word for word in re.findall(r"[^\W\d_]+", text) if word not in NAMES)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_every_word_goes_through_gettext_and_nothing_runs_inline(path: Path) -> None:
    page = Page(path.read_text())

    assert list(bare(page.words)) == []
    assert page.forbidden == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ('<a title="Hello">{{ name }}</a>', ["Hello"]),
        ('<a title="{% translate "Hello" %}">Cocreate, 3 · <kbd>J</kbd></a>', []),
        ("{% blocktranslate trimmed %}<b>Hello</b> {{ name }}{% endblocktranslate %}", []),
        ("{% comment %}Hello{% endcomment %}{# Hello #}", []),
    ],
)
def test_bare_words_are_found(source: str, found: list[str]) -> None:
    assert list(bare(Page(source).words)) == found


@pytest.mark.parametrize("source", ['<p style="top:0">', "<style>", "<script>1</script>", '<a onclick="x()">'])
def test_what_the_policy_forbids_is_found(source: str) -> None:
    assert Page(source).forbidden


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_people_vote_and_never_weigh(path: Path) -> None:
    assert not re.search(r"\bweigh", path.read_text(), re.IGNORECASE), "one word for one thing"
