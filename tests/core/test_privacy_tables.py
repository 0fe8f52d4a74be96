import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.privacy import Cell, released, told, told_in_table
from tests.redteam.companies import SIZES, company, table
from tests.redteam.test_tables import leaks

pytestmark = pytest.mark.pure

Counts = dict[tuple[int, int], int]


@st.composite
def tables(draw: st.DrawFn) -> Counts:
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    return {(row, column): draw(st.integers(0, 14)) for row in range(1, rows + 1) for column in range(1, columns + 1)}


@given(tables())
def test_no_hidden_count_can_be_worked_out_to_within_a_group(counts: Counts) -> None:
    seen = told_in_table(counts)

    assert not seen.whole or leaks(counts, seen) == []


@given(tables())
def test_nothing_that_is_shown_is_smaller_than_the_smallest_group(counts: Counts) -> None:
    seen = told_in_table(counts)

    assert all(counts[key] >= 5 for key in seen.cells)
    assert all(sum(count for (row, _), count in counts.items() if row == number) >= 5 for number in seen.rows)


def test_a_table_of_large_counts_is_shown_whole() -> None:
    counts = {(row, column): 10 + row for row in (1, 2, 3) for column in (1, 2)}

    seen = told_in_table(counts)

    assert (seen.cells, seen.rows, seen.columns, seen.whole) == (frozenset(counts), {1, 2, 3}, {1, 2}, True)


def test_a_small_count_takes_the_cheapest_others_with_it() -> None:
    counts = {(1, 1): 3, (1, 2): 20, (1, 3): 9, (2, 1): 30, (2, 2): 40, (2, 3): 8, (3, 1): 50, (3, 2): 60, (3, 3): 70}

    seen = told_in_table(counts)

    assert set(counts) - seen.cells == {(1, 1), (1, 3), (2, 1), (2, 3)}


def test_of_fewer_than_the_smallest_group_not_even_the_sum_is_shown() -> None:
    seen = told_in_table({(1, 1): 2, (2, 1): 2})

    assert (seen.cells, seen.rows, seen.columns, seen.whole) == (frozenset(), frozenset(), frozenset(), False)


def test_two_thousand_units_take_less_than_half_a_second() -> None:
    firm = company(SIZES[-1] + 8_000, 1)
    units = [Cell(unit, 0, *numbers) for unit, numbers in firm.units.items()]
    whole = Cell(0, None, sum(cell.count for cell in units), sum(cell.total for cell in units))
    assert len(units) > 1_600

    began = time.perf_counter()
    told(firm.cells)
    released([whole, *units], [])
    assert time.perf_counter() - began < 0.5


def test_a_table_of_two_thousand_units_takes_seconds_at_most() -> None:
    began = time.perf_counter()

    told_in_table(table(2_000, 5, 4.0, seed=1))

    assert time.perf_counter() - began < 10
