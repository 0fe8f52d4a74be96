from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.coverage import UnitCount, figures
from participation.representativeness import lowest, overlap, percent_alike

GROUPS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=12)


def released(*units: tuple[int, int]) -> dict[str, Any]:
    counts = [UnitCount(pk, f"Unit {pk}", people, heard) for pk, (people, heard) in enumerate(units, start=1)]
    return figures(counts, {"ideas": 1, "votes": 1, "comments": 1}, 5)


@pytest.mark.parametrize(
    ("asked", "heard", "expected"),
    [([10, 30], [1, 3], 1), ([10, 10], [5, 0], 0.5), ([10, 0], [0, 5], 0), ([0], [5], 0), ([5], [0], 0)],
)
def test_overlap_of_two_distributions(asked: list[int], heard: list[int], expected: float) -> None:
    assert overlap(asked, heard) == pytest.approx(expected)


@given(GROUPS)
def test_it_is_one_less_half_the_sum_of_differences(groups: list[tuple[int, int]]) -> None:
    asked, heard = (np.array(each, dtype=float) for each in zip(*groups, strict=True))
    found = overlap(*(list(each) for each in zip(*groups, strict=True)))

    if asked.sum() and heard.sum():
        assert found == pytest.approx(1 - np.abs(asked / asked.sum() - heard / heard.sum()).sum() / 2)
    else:
        assert found == 0


def test_units_not_shown_count_as_one() -> None:
    shown = released((20, 10), (20, 10), (20, 4), (20, 3))

    assert [row["heard"] for row in shown["units"]].count(None) == 2
    assert percent_alike(shown) == round(100 * (0.25 + 0.25 + 7 / 27))


def test_nothing_is_told_of_one_unit_or_before_the_first_release() -> None:
    assert percent_alike(released((20, 10))) is None
    assert percent_alike(released((20, 2))) is None
    assert percent_alike({}) is None


def test_the_lowest_units_are_those_shown_below_the_company_s_figure() -> None:
    shown = released((40, 36), (40, 8), (40, 12), (40, 2), (40, 1))

    assert [row["heard"] for row in shown["units"]] == [36, None, 12, None, None]
    assert lowest(shown) == []


def test_the_lowest_comes_first() -> None:
    assert lowest(released((40, 36), (40, 8), (40, 12))) == [2, 3]
