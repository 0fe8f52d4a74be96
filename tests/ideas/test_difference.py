"""What changed between two texts."""

from hypothesis import given
from hypothesis import strategies as st

from ideas.difference import Kind, difference, fingerprint
from tests.timing import timed

TEXTS = st.lists(st.sampled_from(["call ", "back ", "soon\n", "the ", "day", " "]), max_size=30).map("".join)


@given(TEXTS, TEXTS)
def test_both_texts_are_in_the_difference_letter_by_letter(before: str, after: str) -> None:
    parts = difference(before, after)

    assert "".join(part.text for part in parts if part.kind != Kind.NEW) == before
    assert "".join(part.text for part in parts if part.kind != Kind.GONE) == after
    assert all(part.text for part in parts)


def test_words_stay_go_and_come() -> None:
    parts = difference("Call back the same day", "Call them back the same hour")

    assert [(part.kind, part.text) for part in parts] == [
        ("same", "Call "),
        ("new", "them "),
        ("same", "back the same "),
        ("gone", "day"),
        ("new", "hour"),
    ]


def test_the_same_text_has_no_difference() -> None:
    assert [part.kind for part in difference("Call back", "Call back")] == [Kind.SAME]
    assert difference("", "") == []


def test_no_two_texts_keep_a_reader_waiting() -> None:
    _parts, seconds = timed(lambda: difference("a b " * 1000, "b a a " * 700))

    assert seconds < 0.5


def test_a_fingerprint_tells_any_two_apart() -> None:
    assert fingerprint("a", "b", None) != fingerprint("a", None, "b") != fingerprint("ab", None, None)
    assert fingerprint("a\ud800") == fingerprint("a\ud800")
