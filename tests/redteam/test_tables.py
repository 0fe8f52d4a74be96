"""What is shown of a table of two attributes, with its margins, lets nobody work out a small count."""

from collections.abc import Mapping
from random import Random

import pytest

from core.privacy import SMALLEST_GROUP, Table, told_in_table
from tests.redteam.attacks import TOLERANCE, Program
from tests.redteam.companies import table

pytestmark = pytest.mark.pure
Counts = Mapping[tuple[int, int], int]
# As many units as companies of 200, 2,000 and 20,000 people have, by five stages.
SHAPES = [(18, 5, 3.0), (150, 5, 4.0), (1_500, 5, 4.0)]
SAMPLE = 5
FEW = 10


def only_small_ones(counts: Counts) -> Table:
    """The control: nothing is hidden but what is too small itself."""
    rows, columns = lines(counts)
    return Table(
        cells=frozenset(key for key, count in counts.items() if count >= SMALLEST_GROUP),
        rows=frozenset(row for row, keys in rows.items() if total(counts, keys) >= SMALLEST_GROUP),
        columns=frozenset(column for column, keys in columns.items() if total(counts, keys) >= SMALLEST_GROUP),
        whole=True,
    )


def lines(counts: Counts) -> tuple[dict[int, list[tuple[int, int]]], dict[int, list[tuple[int, int]]]]:
    rows: dict[int, list[tuple[int, int]]] = {}
    columns: dict[int, list[tuple[int, int]]] = {}
    for row, column in counts:
        rows.setdefault(row, []).append((row, column))
        columns.setdefault(column, []).append((row, column))
    return rows, columns


def total(counts: Counts, keys: list[tuple[int, int]]) -> int:
    return sum(counts[key] for key in keys)


def leaks(counts: Counts, seen: Table, most: int = 10**9) -> list[tuple[list[tuple[int, int]], float, float]]:
    """Hidden groups of people whose count is known to lie in an interval less than five wide."""
    place = {key: number for number, key in enumerate(counts)}
    rows, columns = lines(counts)
    attack = Program([None] * len(counts))
    hidden = [[key] for key in counts if key not in seen.cells]
    for shown, groups in ((seen.rows, rows), (seen.columns, columns)):
        for number, keys in groups.items():
            if number in shown:
                attack.knows([place[key] for key in keys], total(counts, keys))
            else:
                hidden.append(keys)
    for key in seen.cells:
        attack.knows([place[key]], counts[key])
    if seen.whole:
        attack.knows(place.values(), sum(counts.values()))
    frail = [keys for keys in hidden if total(counts, keys) or 0 < total(counts, rows[keys[0][0]]) < FEW]
    found = []
    for keys in Random(1).sample(frail, min(most, len(frail))):
        low, high = attack.interval(place[key] for key in keys)
        if high - low < SMALLEST_GROUP - TOLERANCE:
            found.append((keys, low, high))
    return found


@pytest.mark.parametrize(("rows", "columns", "mean"), SHAPES)
def test_a_linear_program_works_out_no_hidden_count(rows: int, columns: int, mean: float) -> None:
    counts = table(rows, columns, mean, seed=3)

    seen = told_in_table(counts)

    assert seen.cells
    assert leaks(counts, seen, SAMPLE if rows > 1_000 else 120) == []


@pytest.mark.long
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("rows", "columns", "mean"), SHAPES[:2])
def test_a_linear_program_works_out_none_of_all_hidden_counts(rows: int, columns: int, mean: float, seed: int) -> None:
    counts = table(rows, columns, mean, seed)

    assert leaks(counts, told_in_table(counts)) == []


@pytest.mark.parametrize(("rows", "columns", "mean"), SHAPES)
def test_a_linear_program_works_out_counts_of_the_control(rows: int, columns: int, mean: float) -> None:
    counts = table(rows, columns, mean, seed=3)

    assert leaks(counts, only_small_ones(counts), SAMPLE if rows > 1_000 else 120)


@pytest.mark.parametrize("seed", range(80))
def test_no_tiny_table_gives_anybody_away(seed: int) -> None:
    chance = Random(seed)
    counts = table(chance.randint(1, 7), chance.randint(1, 5), chance.choice([1, 2, 4, 8, 20]), seed)

    seen = told_in_table(counts)

    assert not seen.whole or leaks(counts, seen) == []


def test_of_a_small_row_no_cell_with_nearly_all_of_it_is_shown() -> None:
    counts = {(1, 1): 7, (1, 2): 1, (2, 1): 20, (2, 2): 30, (3, 1): 25, (3, 2): 40}

    seen = told_in_table(counts)

    assert (1, 1) not in seen.cells
    assert leaks(counts, seen) == []
