import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.pace import first_voice


@pytest.mark.parametrize(
    ("heard", "days"),
    [
        ([], None),
        ([(0, 0), (1, 0)], None),
        ([(0, 3), (4, 7), (9, 12)], 4),
        ([(0, 6), (9, 12)], 0),
        ([(2, 1)], 2),
        ([(0, 4), (1, 10), (2, 8)], 1),
    ],
)
def test_it_is_the_day_by_which_half_had_been_heard(heard: list[tuple[int, int]], days: int | None) -> None:
    assert first_voice(heard) == days


@given(st.lists(st.integers(0, 60), min_size=1, max_size=80))
def test_it_is_the_lower_median_of_the_days_of_people(days: list[int]) -> None:
    heard = [(day, sum(each <= day for each in days)) for day in range(61)]

    assert first_voice(heard) == np.quantile(days, 0.5, method="inverted_cdf")
