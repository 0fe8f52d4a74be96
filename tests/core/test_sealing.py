import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.sealing import seal, unseal

KEY, OTHER = bytes(range(32)), bytes(32)


@given(st.text(st.characters(codec="utf-8")).map(lambda text: text.rstrip(" ")))
def test_what_is_sealed_can_be_unsealed(text: str) -> None:
    assert unseal(KEY, seal(KEY, text)) == text


def test_with_another_key_there_is_nothing_to_read() -> None:
    assert unseal(OTHER, seal(KEY, "12 for 7")) is None


def test_the_same_text_never_looks_the_same_twice() -> None:
    assert len({seal(KEY, "12 for 7") for _ in range(50)}) == 50


def test_lengths_tell_little() -> None:
    assert len({len(seal(KEY, "x" * size)) for size in (0, 1, 500, 1024)}) == 1


@pytest.mark.parametrize("place", [0, 20, 600, -1])
def test_a_changed_byte_is_noticed(place: int) -> None:
    raw = bytearray(base64.urlsafe_b64decode(seal(KEY, "12 for 7")))
    raw[place] ^= 1

    assert unseal(KEY, base64.urlsafe_b64encode(raw).decode()) is None


@pytest.mark.parametrize("text", ["", "a", "ä", "no base64!", "AAAA" * 20, base64.b64encode(bytes(20)).decode()])
def test_what_was_never_sealed_is_nothing(text: str) -> None:
    assert unseal(KEY, text) is None


def test_the_text_cannot_be_seen() -> None:
    raw = base64.urlsafe_b64decode(seal(KEY, "a" * 900))

    assert b"aaaa" not in raw
    assert len(set(raw)) > 200
