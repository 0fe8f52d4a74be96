"""What in a text is taken for a name, and what is not."""

import pytest

from ideas.naming import likely_names, titled, ways_to_reach
from tests.timing import timed


@pytest.mark.parametrize(
    "text",
    [
        "Write to bo@example.com",
        "+49 40 123456",
        "(040) 12 34 56 78",
        "0171/1234567",
        "Call 555-123-4567.",
        "0049 171 1234567",
    ],
)
def test_addresses_and_numbers_of_people_are_found(text: str) -> None:
    assert ways_to_reach(text)


@pytest.mark.parametrize(
    "text",
    [
        "info@example.com",
        "Call 0800 123 4567 for free",
        "On 01.02.2026 - 03.04.2026",
        "2026-11-22 to 2026-11-29",
        "order 0004712345",
        "10 000 000 customers",
        "08:30 to 17:00",
        "room 0.123",
        "from 0.5 to 0.75 per cent",
    ],
)
def test_other_numbers_are_none(text: str) -> None:
    assert ways_to_reach(text) == []


@pytest.mark.parametrize("text", ["Mr Miller said", "Mrs. O’Neill", "Frau Dr. Meier", "Herr Schmidt", "Herrn Özil"])
def test_who_is_called_so_is_somebody(text: str) -> None:
    assert titled(text)


@pytest.mark.parametrize("text", ["Miss Deadlines less often", "frau am Schalter", "Mrs", "Sir, please"])
def test_other_words_are_no_titles(text: str) -> None:
    assert titled(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ask Zoe Quill’s team", "Zoe Quill"),
        ("Anna von Berg calls", "Anna von Berg"),
        ("when Mary J. Blige sings", "Mary J. Blige"),
        ("Łukasz Żak", "Łukasz Żak"),
        ("Ask José-María de la Cruz, please", "José-María de la Cruz"),
    ],
)
def test_capitals_in_a_row_may_be_a_name(text: str, name: str) -> None:
    assert name in likely_names(text)


@pytest.mark.parametrize("text", ["Call back the same day", "Zoe, Quill", "Zoe. Quill", "Zoe", ""])
def test_words_apart_are_no_name(text: str) -> None:
    assert "Zoe Quill" not in likely_names(text)


@pytest.mark.parametrize(
    "text", ["0" + "1" * 8000, "a" * 8000, "a." * 4000, "+1 " * 3000, "0 1" * 3000, "A " * 4000, "(0" * 4000]
)
def test_no_text_keeps_anybody_waiting(text: str) -> None:
    _found, seconds = timed(lambda: (ways_to_reach(text), titled(text), likely_names(text)))

    assert seconds < 0.2
    assert len(likely_names(text)) <= 300
