from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.privacy import Cell, may_release, percent_or_bound, shown, told, too_small

pytestmark = pytest.mark.pure

SMALLEST = 5


@st.composite
def trees(draw: st.DrawFn) -> list[Cell]:
    """Units in a tree, as coverage gives them: each with the people of its subtree, and its own as a child of it."""
    own = draw(st.lists(st.integers(0, 12), min_size=1, max_size=14))
    parents = [None, *(draw(st.integers(0, unit - 1)) for unit in range(1, len(own)))]
    sums = list(own)
    for unit in reversed(range(1, len(own))):
        sums[parents[unit]] += sums[unit]  # type: ignore[index]
    whole = [Cell(unit + 1, None if up is None else up + 1, sums[unit], 100) for unit, up in enumerate(parents)]
    return whole + [Cell(-unit - 1, unit + 1, count, 100) for unit, count in enumerate(own)]


@given(trees())
def test_no_shown_cell_is_smaller_than_the_smallest_group(cells: list[Cell]) -> None:
    visible = shown(cells, SMALLEST)

    assert all(cell.count >= SMALLEST for cell in cells if cell.key in visible)


@given(trees())
def test_what_is_left_below_a_shown_cell_is_nobody_or_a_group(cells: list[Cell]) -> None:
    visible = shown(cells, SMALLEST)

    for parent in [cell for cell in cells if cell.key in visible]:
        below = [cell.count for cell in cells if cell.parent == parent.key and cell.key in visible]
        rest = parent.count - sum(below)
        assert not below or rest == 0 or rest >= SMALLEST


@given(trees())
def test_no_hidden_group_can_be_worked_out_by_adding_and_subtracting(cells: list[Cell]) -> None:
    visible = shown(cells, SMALLEST)

    known = [members(cells, cell.key) for cell in cells if cell.key in visible]
    small = [cell for cell in cells if 0 < cell.count < SMALLEST]
    assert [cell for cell in small if follows_from(known, members(cells, cell.key))] == []


@given(trees())
def test_the_negative_control_without_the_second_step_gives_groups_away(cells: list[Cell]) -> None:
    """Hiding small cells alone: wherever one small group is all that is hidden in its parent, it can be worked out."""
    visible = {cell.key for cell in cells if cell.count >= SMALLEST}

    known = [members(cells, cell.key) for cell in cells if cell.key in visible]
    for parent in [cell for cell in cells if cell.key in visible]:
        hidden = [cell for cell in cells if cell.parent == parent.key and cell.key not in visible]
        if len(hidden) == 1:
            assert follows_from(known, members(cells, hidden[0].key))


@given(trees(), st.randoms(use_true_random=False))
def test_the_order_of_the_cells_changes_nothing(cells: list[Cell], chance: object) -> None:
    mixed = list(cells)
    chance.shuffle(mixed)  # type: ignore[attr-defined]

    assert shown(mixed, SMALLEST) == shown(cells, SMALLEST)


def members(cells: list[Cell], key: int) -> tuple[int, ...]:
    """The cell as an equation over the units' own people: 1 for each unit that it counts."""
    units = [cell.key for cell in cells if cell.key > 0]
    up = {cell.key: cell.parent for cell in cells}

    def is_within(unit: int | None) -> bool:
        return unit is not None and (unit == key or is_within(up[unit]))

    return tuple(int(unit == -key if key < 0 else is_within(unit)) for unit in units)


def follows_from(known: list[tuple[int, ...]], wanted: tuple[int, ...]) -> bool:
    """Whether `wanted` is a sum of multiples of what is `known` (Gauss)."""
    basis: list[list[Fraction]] = []
    for row in known:
        if any(rest := reduced(basis, row)):
            basis.append(rest)
    return not any(reduced(basis, wanted))


def reduced(basis: list[list[Fraction]], row: tuple[int, ...]) -> list[Fraction]:
    rest = [Fraction(value) for value in row]
    for known in basis:
        lead = next(position for position, value in enumerate(known) if value)
        factor = rest[lead] / known[lead]
        rest = [value - factor * other for value, other in zip(rest, known, strict=True)]
    return rest


def test_a_group_of_four_is_hidden_and_one_of_five_is_shown() -> None:
    assert shown([Cell(1, None, 4, 20), Cell(2, None, 5, 20)]) == {2}


def test_a_second_child_is_hidden_where_one_would_follow_from_the_total() -> None:
    total, small, middle, large = Cell(1, None, 30, 90), Cell(2, 1, 3, 30), Cell(3, 1, 7, 30), Cell(4, 1, 20, 30)

    assert shown([total, small, middle, large]) == {1, 4}


def test_nothing_more_is_hidden_where_the_hidden_are_a_group_themselves() -> None:
    total, children = Cell(1, None, 26, 90), [Cell(2, 1, 3, 9), Cell(3, 1, 3, 9), Cell(4, 1, 20, 30)]

    assert shown([total, *children]) == {1, 4}


def test_children_of_a_cell_hidden_for_another_are_hidden_too() -> None:
    cells = [
        Cell(1, None, 30, 99),
        Cell(2, 1, 3, 9),
        Cell(3, 1, 12, 30),
        Cell(4, 1, 15, 30),
        Cell(5, 3, 6, 15),
        Cell(6, 3, 6, 15),
    ]

    assert shown(cells) == {1, 4}


def test_a_campaign_may_ask_for_larger_groups() -> None:
    assert shown([Cell(1, None, 9, 20), Cell(2, None, 10, 20)], smallest=10) == {2}


@pytest.mark.parametrize(
    ("now", "then", "may"), [(4, 0, False), (5, 0, True), (9, 5, False), (10, 5, True), (3, 5, False), (5, 5, False)]
)
def test_figures_are_released_when_five_new_people_have_come(now: int, then: int, may: bool) -> None:
    assert may_release(now, then) is may


@pytest.mark.parametrize(
    ("part", "whole", "answer"),
    [
        (5, 5, (80, "over")),
        (9, 9, (80, "over")),
        (0, 9, (20, "under")),
        (10, 10, (100, "exact")),
        (0, 10, (0, "exact")),
        (4, 5, (80, "over")),
        (8, 9, (80, "over")),
        (7, 9, (78, "exact")),
        (1, 5, (20, "under")),
        (2, 9, (22, "exact")),
        (1, 3, (33, "exact")),
        (0, 0, (0, "exact")),
    ],
)
def test_a_small_group_of_one_mind_is_only_bounded(part: int, whole: int, answer: tuple[int, str]) -> None:
    assert percent_or_bound(part, whole) == answer


@pytest.mark.parametrize(
    ("people", "merged"),
    [
        ({1: 5, 2: 9}, set()),
        ({1: 5, 2: 9, 3: 2, 4: 3}, {3, 4}),
        ({1: 5, 2: 9, 3: 1}, {1, 3}),
        ({1: 5, 2: 9, 3: 4, None: 1}, {3, None}),
        ({1: 9, None: 2}, {1, None}),
        ({1: 9, None: 5}, {None}),
        ({1: 1, 2: 2}, {1, 2}),
        ({1: 4}, {1}),
        ({}, set()),
    ],
)
def test_groups_that_are_too_small_become_one_that_is_not(
    people: dict[int | None, int], merged: set[int | None]
) -> None:
    assert too_small(people) == merged


@given(st.dictionaries(st.one_of(st.none(), st.integers(1, 40)), st.integers(1, 30), max_size=20))
def test_of_the_groups_that_are_left_none_is_too_small(people: dict[int | None, int]) -> None:
    merged = too_small(people)

    assert all(number >= 5 for group, number in people.items() if group not in merged)
    together = sum(people[group] for group in merged)
    assert together == 0 or together >= 5 or merged == set(people)


def test_of_a_small_company_of_which_nearly_all_took_part_the_whole_is_told() -> None:
    """Of the small unit it tells two or more of four, and not whether it is all of them."""
    assert told([Cell(0, None, 12, 14), Cell(1, 0, 4, 4), Cell(2, 0, 8, 10)]) == {0: "exact"}


def test_the_whole_is_not_told_when_it_tells_that_all_of_a_small_unit_took_part() -> None:
    assert told([Cell(0, None, 14, 14), Cell(1, 0, 7, 7), Cell(2, 0, 7, 7)]) == {}


def test_of_a_region_it_is_not_told_that_nearly_all_of_its_small_units_took_part() -> None:
    cells = [Cell(0, None, 52, 80), Cell(1, 0, 12, 14), Cell(2, 1, 4, 4), Cell(3, 1, 8, 10), Cell(4, 0, 40, 66)]

    assert 1 not in told(cells)
