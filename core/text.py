"""User text: what is accepted, and how Markdown becomes safe HTML."""

import re
import unicodedata

import nh3
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt

MARKS_IN_A_ROW = 20
WORD_LENGTH, SEARCHED = 60, 4000
NESTING = 100
LOST = "\ufffd"  # what a form's bytes become when they are not UTF-8
INVISIBLE = re.compile(
    r"[\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]+"
)
NESTED = re.compile(r"(?:>[ \t]*){%d,}|(?:!?\[){%d,}|\({%d,}|[*_~]{%d,}" % (NESTING, NESTING, NESTING, NESTING))  # noqa: UP031
TAGS = {"a", "blockquote", "br", "code", "em", "h3", "h4", "hr", "li", "ol", "p", "pre", "strong", "ul"}

_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": 20}).disable("image")


def is_blank(text: str) -> bool:
    """Whether `text` shows nothing: empty, white space, or characters without width."""
    return not INVISIBLE.sub("", text)


def check_text(text: str) -> None:
    """Refuse what no reader could use or what would break a page. Raises `ValidationError`, with a code."""
    if "\x00" in text:
        raise ValidationError(_("Take out the null characters."), code="null_characters")
    if any("\ud800" <= character <= "\udfff" or character == LOST for character in text):
        raise ValidationError(_("This text holds half a character. Type it again."), code="invalid_unicode")
    if text and is_blank(text):
        raise ValidationError(_("Write something that people can see."), code="required")
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks > MARKS_IN_A_ROW:
            raise ValidationError(_("There are too many accents on one letter."), code="too_many_marks")
    if NESTED.search(text):
        raise ValidationError(_("This text is nested too deeply. Make it simpler."), code="too_complex")


def markdown(text: str) -> SafeString:
    """Sanitised HTML of the Markdown `text`. Raw HTML is shown as text, images and unknown link schemes are dropped."""
    html = _markdown.render(text)
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
    )
    return mark_safe(clean)  # noqa: S308 - nh3 has sanitised it


def search_words(text: str) -> list[str]:
    """The words of `text` to search for, without the null characters that PostgreSQL refuses.

    Long words are cut: a pattern of 50,000 characters is more than SQLite's LIKE takes.
    """
    return [word[:WORD_LENGTH] for word in text[:SEARCHED].replace("\x00", " ").split()]


def first_line(text: str, limit: int) -> tuple[str, str]:
    """Split `text` into a title of at most `limit` characters and the whole text, or `""` if the title holds it all."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line, ""
    cut = line[: limit - 1]
    at = cut.rfind(" ")
    return (cut[:at] if at > limit // 2 else cut).rstrip(" ,;:") + "…", text.strip()
