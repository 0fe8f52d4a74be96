from hypothesis import given
from hypothesis import strategies as st

from core.privacy import told_in_table
from participation.sides import OBJECT, REST, SUPPORT, sides

COUNTS = st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))


def test_units_stand_on_the_side_of_most_who_voted_there() -> None:
    found = sides({1: (20, 6, 5), 2: (6, 20, 5), 3: (15, 15, 8), None: (9, 8, 7)})

    assert found == ([1], [2])


def test_a_unit_with_few_votes_is_on_no_side() -> None:
    assert 1 not in sides({1: (9, 0, 0), 2: (30, 20, 10), 3: (20, 30, 10)}).support


def test_without_votes_nobody_stands_anywhere() -> None:
    assert sides({}) == ([], [])


@given(st.dictionaries(st.none() | st.integers(1, 6), COUNTS, max_size=6))
def test_no_unit_is_named_whose_counts_could_not_be_shown(votes: dict[int | None, tuple[int, int, int]]) -> None:
    found = sides(votes)

    counts = {
        (REST if unit is None else unit, choice): number
        for unit, row in votes.items()
        for choice, number in enumerate(row, start=1)
    }
    told = told_in_table(counts)
    for choice, units in ((SUPPORT, found.support), (OBJECT, found.object)):
        assert all((unit, choice) in told.cells and unit in told.rows for unit in units)
        assert all(sum(votes[unit]) >= 10 for unit in units)
