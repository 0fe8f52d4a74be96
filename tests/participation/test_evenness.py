from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.evenness import evenness, gini, top_share

AMOUNTS = st.lists(st.integers(0, 50), min_size=1, max_size=60)


def histogram(amounts: list[int]) -> dict[int, int]:
    return {amount: amounts.count(amount) for amount in set(amounts)}


def mean_difference(amounts: list[int]) -> float:
    """Gini by its other definition: half the mean difference of all pairs, over the mean."""
    values = np.array(amounts, dtype=float)
    if not values.sum():
        return 0.0
    return float(np.abs(values[:, None] - values[None, :]).mean() / (2 * values.mean()))


@pytest.mark.parametrize(
    ("amounts", "expected"), [([1, 1, 1, 1], 0), ([0, 0, 0, 1], 0.75), ([1, 2, 3, 4], 0.25), ([0, 0], 0), ([], 0)]
)
def test_gini_is_as_its_fixtures_say(amounts: list[int], expected: float) -> None:
    assert gini(histogram(amounts)) == pytest.approx(expected)


@given(AMOUNTS)
def test_gini_is_half_the_mean_difference_over_the_mean(amounts: list[int]) -> None:
    assert gini(histogram(amounts)) == pytest.approx(mean_difference(amounts), abs=1e-9)


@given(AMOUNTS, st.integers(2, 9))
def test_gini_does_not_change_when_all_have_more_in_the_same_measure(amounts: list[int], times: int) -> None:
    assert gini(histogram([times * each for each in amounts])) == pytest.approx(gini(histogram(amounts)), abs=1e-9)


def test_somebody_who_has_not_voted_makes_it_less_even() -> None:
    assert all(before < after for before, after in pairwise(gini({0: zeros, 1: 10}) for zeros in range(5)))


@pytest.mark.parametrize(("people", "share"), [({1: 10}, 0.1), ({1: 9, 91: 1}, 0.91), ({1: 4, 6: 1}, 0.3), ({}, 0.0)])
def test_the_share_of_the_most_active_tenth(people: dict[int, int], share: float) -> None:
    assert top_share(people) == pytest.approx(share)


def test_only_whole_per_cent_are_told() -> None:
    assert evenness({1: 30, 10: 20}, invited=75) == {"invited": 65, "voters": 47, "tenth": 22}


def test_of_nine_voters_nothing_is_told() -> None:
    assert evenness({1: 9}, invited=100) is None
    assert evenness({1: 10}, invited=100) is not None


def test_a_tenth_that_is_no_group_is_not_told() -> None:
    assert evenness({1: 49}, invited=100) == {"invited": 51, "voters": 0, "tenth": None}
    assert evenness({1: 19}, invited=100, smallest=20) is None


def test_voters_who_have_left_do_not_make_fewer_than_nobody_silent() -> None:
    assert evenness({1: 20}, invited=10) == {"invited": 0, "voters": 0, "tenth": None}
