"""How large the data set is, and who in it does what."""

from dataclasses import dataclass

READERS = 64
HOT = 50
ASKED = 1  # the campaign with the votes
SCALES = {2: "ten", 3: "ten-thousand", 4: "million"}


@dataclass(frozen=True)
class Sizes:
    """Numbers of rows. `casters` are the people who vote while it is measured; they have not voted before."""

    ideas: int = 100_000
    votes: int = 10_000_000
    people: int = 200_000
    units: int = 2_000
    scales: tuple[int, ...] = (10, 10_000, 1_000_000)

    @property
    def casters(self) -> int:
        return self.people // 5

    @property
    def first_reader(self) -> int:
        """The id of the first of those who only read; before them come those who have voted, after them the casters."""
        return self.people - self.casters - READERS + 1

    @property
    def first_caster(self) -> int:
        return self.first_reader + READERS

    @property
    def voters(self) -> int:
        return self.first_reader - 1

    @property
    def spread(self) -> int:
        """How many ideas take the votes that are spread; the rest are there to be hot."""
        return self.ideas - HOT

    @property
    def regions(self) -> int:
        return max(2, self.units // 50)


FULL = Sizes()
SMALL = Sizes(ideas=5_000, votes=200_000, people=20_000, units=200, scales=(10, 2_000, 50_000))
STEP = 7919


def pair(sizes: Sizes, number: int) -> tuple[int, int]:
    """Who votes on which idea (ids) in vote `number` of those that are spread. No pair comes twice."""
    turn, caster = divmod(number, sizes.casters)
    idea = (caster * STEP + turn * (STEP + 4)) % sizes.spread
    return sizes.first_caster + caster, idea + 1


def hot_pair(sizes: Sizes, number: int) -> tuple[int, int]:
    """The same with one idea for all; once everybody has voted on it, the next idea is the hot one."""
    turn, caster = divmod(number, sizes.casters)
    return sizes.first_caster + caster, sizes.spread + 1 + turn % HOT
