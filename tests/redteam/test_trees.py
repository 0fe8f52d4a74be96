"""Nobody is isolated by what is shown of a tree of units, and no small group's figure can be worked out."""

from collections.abc import Mapping
from random import Random

import pytest

from core.privacy import EXACT, OVER, SMALLEST_GROUP, told
from tests.redteam.attacks import TOLERANCE, Known, Program, by_siblings, by_subtraction
from tests.redteam.companies import SIZES, Company, company, without_the_remainder_rule

pytestmark = pytest.mark.pure
SEED = 22
SAMPLE = 30  # groups of the largest company that are attacked in the short version


def known(firm: Company, states: Mapping[int, str]) -> Known:
    counts = {cell.key: cell.count for cell in firm.cells}
    return {key: (counts[key], frozenset(firm.within(key))) for key, state in states.items() if state == EXACT}


def program(firm: Company, states: Mapping[int, str]) -> Program:
    """How many were heard in each unit, for whoever knows all headcounts and whatever is shown."""
    place = {unit: number for number, unit in enumerate(firm.units)}
    lows = [0.0] * len(place)
    for cell in firm.cells:
        if states.get(cell.key) == OVER and cell.key in place:
            lows[place[cell.key]] = max(SMALLEST_GROUP, cell.bound)
    attack = Program([float(people) for _, people in firm.units.values()], lows)
    for count, units in known(firm, states).values():
        attack.knows([place[unit] for unit in units], count)
    return attack


def leaks(firm: Company, states: Mapping[int, str], most: int = 10**9) -> list[tuple[int, float, float]]:
    """Small groups that are narrowed down to fewer than five possible counts more than their size does itself."""
    attack, place = program(firm, states), {unit: number for number, unit in enumerate(firm.units)}
    frail = [
        cell
        for cell in firm.cells
        if states.get(cell.key) != EXACT and (0 < cell.count < SMALLEST_GROUP or cell.is_of_one_mind)
    ]
    found: list[tuple[int, float, float]] = []
    for cell in Random(SEED).sample(frail, min(most, len(frail))):
        low, high = attack.interval(place[unit] for unit in firm.within(cell.key))
        free = cell.total - (max(SMALLEST_GROUP, cell.bound) if states.get(cell.key) == OVER else 0)
        if high - low < min(SMALLEST_GROUP, free) - TOLERANCE:
            found.append((cell.key, low, high))
    return found


@pytest.mark.parametrize("people", SIZES)
def test_no_pair_triple_or_family_of_shown_figures_leaves_a_small_group(people: int) -> None:
    firm = company(people, SEED)

    visible = known(firm, told(firm.cells))

    assert len(visible) > people / 200, "something is shown"
    assert by_subtraction(visible, SMALLEST_GROUP, triples=True) == []
    assert by_siblings(firm.cells, visible, SMALLEST_GROUP) == []


@pytest.mark.parametrize("people", SIZES)
def test_the_control_without_the_remainder_rule_leaves_small_groups(people: int) -> None:
    firm = company(people, SEED)

    visible = known(firm, without_the_remainder_rule(firm.cells, SMALLEST_GROUP))

    assert by_subtraction(visible, SMALLEST_GROUP, triples=people < max(SIZES))
    assert by_siblings(firm.cells, visible, SMALLEST_GROUP)


@pytest.mark.parametrize(("people", "most"), [(SIZES[0], 10**9), (SIZES[1], 10**9), (SIZES[2], SAMPLE)])
def test_a_linear_program_pins_no_small_group(people: int, most: int) -> None:
    firm = company(people, SEED)

    assert leaks(firm, told(firm.cells), most) == []


@pytest.mark.long
@pytest.mark.parametrize("people", SIZES)
@pytest.mark.parametrize("seed", range(3))
def test_a_linear_program_pins_none_of_all_small_groups(people: int, seed: int) -> None:
    firm = company(people, seed)

    assert leaks(firm, told(firm.cells)) == []


@pytest.mark.parametrize("people", SIZES)
def test_a_linear_program_pins_small_groups_of_the_control(people: int) -> None:
    firm = company(people, SEED)

    assert leaks(firm, without_the_remainder_rule(firm.cells, SMALLEST_GROUP), SAMPLE)


@pytest.mark.parametrize("seed", range(60))
def test_no_tiny_company_gives_anybody_away(seed: int) -> None:
    """Few units, so that hardly anything is there to hide behind; some of them heard to the last person."""
    firm = company(Random(seed).randint(5, 70), seed)

    states = told(firm.cells)

    assert leaks(firm, states) == []
    assert by_subtraction(known(firm, states), SMALLEST_GROUP, triples=True) == []
