from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.privacy import Cell, released, shown, standing
from tests.redteam.test_polling import Shown, lonely_windows, small_moves

pytestmark = pytest.mark.pure
WHOLE = 0
SMALLEST = 5


def cells(counts: dict[int, int], size: int = 60) -> list[Cell]:
    whole = Cell(WHOLE, None, sum(counts.values()), size * len(counts))
    return [whole, *(Cell(unit, WHOLE, count, size) for unit, count in counts.items())]


@st.composite
def histories(draw: st.DrawFn) -> list[dict[int, int]]:
    """How many were heard in each of a few units, at each time that somebody counted."""
    units = range(1, draw(st.integers(1, 5)) + 1)
    heard = dict.fromkeys(units, 0)
    history: list[dict[int, int]] = []
    for _ in range(draw(st.integers(1, 14))):
        heard = {unit: min(60, count + draw(st.integers(0, 9))) for unit, count in heard.items()}
        history.append(heard)
    return history


def releases(history: list[dict[int, int]], smallest: int = SMALLEST) -> list[Shown]:
    found: list[Shown] = []
    for counts in history:
        new = released(cells(counts), found, smallest)
        found += [new] if new else []
    return found


@given(histories())
def test_any_two_figures_of_a_cell_are_the_same_or_a_group_apart(history: list[dict[int, int]]) -> None:
    assert small_moves(releases(history)) == []


@given(histories())
def test_whoever_came_between_two_releases_and_is_in_no_figure_is_nobody_or_a_group(
    history: list[dict[int, int]],
) -> None:
    assert lonely_windows(releases(history)) == []


@given(histories())
def test_nothing_is_released_that_may_not_be_shown_alone(history: list[dict[int, int]]) -> None:
    found: list[Shown] = []
    for counts in history:
        new = released(cells(counts), found, SMALLEST)

        assert new.keys() <= shown(cells(counts), SMALLEST)
        assert all(new[key] == cell.count for cell in cells(counts) for key in [cell.key] if key in new)
        found += [new] if new else []


@given(histories())
def test_what_may_be_shown_is_released_at_once_the_first_time(history: list[dict[int, int]]) -> None:
    assert released(cells(history[-1]), [], SMALLEST).keys() == shown(cells(history[-1]), SMALLEST)


@given(histories())
def test_the_company_s_figure_is_never_far_behind(history: list[dict[int, int]]) -> None:
    """In units of sixty, none nearly full and of whom nobody is alone: only fewer than a group may be waiting."""
    found: list[Shown] = []
    for counts in history:
        new = released(cells(counts), found, SMALLEST)
        found += [new] if new else []
        full = any(60 - count < SMALLEST for count in counts.values())
        alone = any(count < SMALLEST for count in counts.values())
        behind = sum(counts.values()) - standing(found).get(WHOLE, 0)
        assert behind < SMALLEST or full or alone


@given(histories())
def test_the_same_counts_release_nothing_new(history: list[dict[int, int]]) -> None:
    found = releases(history)

    assert WHOLE not in released(cells(history[-1]), found, SMALLEST)
    assert released(cells(history[-1]), found, SMALLEST) == {}


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_the_cells_changes_nothing(history: list[dict[int, int]], chance: Random) -> None:
    found = releases(history[:-1])
    mixed = cells(history[-1])
    chance.shuffle(mixed)

    assert released(mixed, found, SMALLEST) == released(cells(history[-1]), found, SMALLEST)


def test_a_unit_in_which_three_more_were_heard_stays_as_it_was() -> None:
    found = releases([{1: 10, 2: 20}, {1: 13, 2: 26}])

    assert found == [{0: 30, 1: 10, 2: 20}, {0: 39}]


def test_it_moves_when_five_more_were_heard_since_it_last_did() -> None:
    found = releases([{1: 10, 2: 20, 3: 30}, {1: 13, 2: 26, 3: 33}, {1: 15, 2: 29, 3: 38}])

    assert found[1:] == [{0: 72, 2: 26}, {0: 82, 3: 38}], "the first unit waits: with both, three would be left over"


def test_a_unit_that_moved_enough_waits_where_one_person_would_be_left() -> None:
    """Without the unit's figure one could not tell who else of the six has come."""
    found = releases([{1: 10, 2: 20}, {1: 15, 2: 21}])

    assert found == [{0: 30, 1: 10, 2: 20}, {0: 36}]


def test_a_child_does_not_move_without_its_parent() -> None:
    tree = [Cell(0, None, 40, 90), Cell(1, 0, 20, 45), Cell(2, 0, 20, 45), Cell(3, 1, 10, 20), Cell(4, 1, 10, 25)]
    first = released(tree, [])
    more = [Cell(0, None, 48, 90), Cell(1, 0, 24, 45), Cell(2, 0, 24, 45), Cell(3, 1, 10, 20), Cell(4, 1, 14, 25)]

    assert first == {0: 40, 1: 20, 2: 20, 3: 10, 4: 10}
    assert released(more, [first]) == {0: 48}


def test_a_figure_whose_count_has_fallen_is_not_renewed() -> None:
    assert releases([{1: 20, 2: 20}, {1: 12, 2: 40}]) == [{0: 40, 1: 20, 2: 20}, {0: 52}]


@pytest.mark.parametrize("smallest", [5, 10, 20])
def test_a_campaign_may_ask_for_larger_groups(smallest: int) -> None:
    counts = [dict.fromkeys(range(1, 5), number) for number in range(0, 60, 3)]

    found = releases(counts, smallest)

    whole = [new[WHOLE] for new in found]
    assert all(later - first >= smallest for first, later in pairwise([0, *whole]))
    assert min(count for new in found for count in new.values()) >= smallest
