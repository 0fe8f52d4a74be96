from io import BytesIO

import pytest
from openpyxl import load_workbook

from participation.workbook import workbook


def cells(content: bytes) -> list[tuple[object, ...]]:
    """What a reader of the format finds in the sheet."""
    return list(load_workbook(BytesIO(content))["participation"].values)


def test_numbers_stay_numbers_and_text_text() -> None:
    rows: list[list[str | int]] = [["unit", "people"], ['A <b> & "c" ', 12], ["hidden", 0], ["7", -3]]

    assert cells(workbook(rows)) == [tuple(row) for row in rows]


@pytest.mark.parametrize("words", ["=1+1", "=HYPERLINK()", "+1", "@a", "-1"])
def test_no_text_is_a_formula(words: str) -> None:
    sheet = load_workbook(BytesIO(workbook([[words]])))["participation"]

    assert sheet["A1"].value == words
    assert sheet["A1"].data_type == "s"


def test_what_xml_cannot_hold_is_replaced() -> None:
    assert cells(workbook([["a\x0bb"]])) == [("a\ufffdb",)]
