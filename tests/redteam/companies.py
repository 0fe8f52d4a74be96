"""Companies that never were: trees of three levels with units of very unequal size, and who was heard in them."""

from dataclasses import dataclass
from random import Random

from core.privacy import Cell

SIZES = (200, 2_000, 20_000)
WHOLE = 0


@dataclass(frozen=True)
class Company:
    """The people of each unit of the lowest level, who of them was heard, and the cells of all three levels."""

    cells: list[Cell]
    units: dict[int, tuple[int, int]]  # id → heard, people
    regions: dict[int, int]  # id of a unit → id of its region

    def within(self, key: int) -> set[int]:
        """The units that a cell counts."""
        return {unit for unit, region in self.regions.items() if key in (WHOLE, region, unit)}


def company(people: int, seed: int) -> Company:
    """Units of a few to a few hundred people (log-normal), one to twelve to a region, each with a will of its own."""
    chance = Random(seed)
    units: dict[int, tuple[int, int]] = {}
    regions: dict[int, int] = {}
    left, region, room = people, 0, 0
    while left > 0:
        size = min(left, max(1, round(chance.lognormvariate(2.4, 0.9))))
        rate = chance.betavariate(1.5, 1.5)
        if not room:
            region, room = region - 1, chance.choice([1, 2, 3, 3, 4, 6, 12])
        unit = len(units) + 1
        units[unit] = sum(chance.random() < rate for _ in range(size)), size
        regions[unit] = region
        left, room = left - size, room - 1
    return Company(cells_of(units, regions), units, regions)


def cells_of(units: dict[int, tuple[int, int]], regions: dict[int, int]) -> list[Cell]:
    """The whole, its regions (below zero), and their units."""
    sums = {WHOLE: (0, 0)}
    for unit, (heard, people) in units.items():
        for key in (WHOLE, regions[unit]):
            before = sums.get(key, (0, 0))
            sums[key] = before[0] + heard, before[1] + people
    above = [Cell(key, None if key == WHOLE else WHOLE, *numbers) for key, numbers in sums.items()]
    return above + [Cell(unit, regions[unit], *numbers) for unit, numbers in units.items()]


def without_the_remainder_rule(cells: list[Cell], smallest: int) -> dict[int, str]:
    """The control: nothing is hidden but what is too small itself."""
    return {cell.key: "exact" for cell in cells if cell.count >= smallest}


def table(rows: int, columns: int, mean: float, seed: int) -> dict[tuple[int, int], int]:
    """Counts by unit and, for example, stage: many small, a few large."""
    chance = Random(seed)
    return {
        (row, column): int(chance.expovariate(1 / mean))
        for row in range(1, rows + 1)
        for column in range(1, columns + 1)
    }
