"""No text becomes a formula in a spreadsheet, and none is changed by going out and coming in."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cells import FORMULA, plain_text, spreadsheet_cell

texts = st.text(
    alphabet=st.one_of(st.characters(codec="utf-8"), st.sampled_from("'\"=+-@\t\r\n\uff1d\uff0b ")), max_size=30
)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+49 30 1",
        "-5",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "\uff1d1",
        "\uff0b1",
        "\uff0d1",
        "\uff20a",
        "\u22121",
        '"=1',
        "'=1",
        "''=1",
        " =1",
        "\u00a0=1",
        "\ufeff=1",
        "“=1",
        "\uff07=1",
    ],
)
def test_what_a_spreadsheet_could_take_for_a_formula_gets_an_apostrophe(text: str) -> None:
    assert spreadsheet_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Call back", "2 + 2 = 4", "a@b.c", "'quoted'", "well-known"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert spreadsheet_cell(text) == text == plain_text(text)


@given(texts)
def test_every_text_comes_back_as_it_was(text: str) -> None:
    assert plain_text(spreadsheet_cell(text)) == text


@given(texts)
def test_no_cell_begins_like_a_formula(text: str) -> None:
    assert not spreadsheet_cell(text).startswith(FORMULA)


@given(st.lists(texts, min_size=1, max_size=5))
def test_a_row_of_a_file_comes_back_as_it_was(row: list[str]) -> None:
    file = StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_ALL).writerow([spreadsheet_cell(text) for text in row])
    file.seek(0)

    assert [[plain_text(cell) for cell in line] for line in csv.reader(file, strict=True)] == [row]
