"""Ideas that were merged, and which vote of a person counts among them. Pure; no query.

Votes stay on the idea that they were cast on. An idea stands for itself and for all that were merged into it, also by
way of others: each person counts there once, with the vote on that idea itself, else with the one on the lowest id.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

Ballot = TypeVar("Ballot")


@dataclass(frozen=True, slots=True)
class Family:
    """An idea and what was merged into it. `parents` names for each merged idea the one that it was merged into."""

    root: int
    parents: Mapping[int, int] = field(default_factory=dict)

    @property
    def members(self) -> list[int]:
        """All ids, the lowest first."""
        return sorted({self.root, *self.parents})

    def above(self, member: int) -> list[int]:
        """The ideas that stand for `member`: itself, the one that it was merged into, and so on up to the root."""
        path = [member]
        while path[-1] in self.parents:
            path.append(self.parents[path[-1]])
        return path

    def below(self, member: int) -> list[int]:
        """The ideas that `member` stands for, in the order in which their votes count: itself, then by id."""
        return [member, *(each for each in self.members if each != member and member in self.above(each))]

    def counting(self, member: int, cast: Mapping[int, Ballot]) -> Ballot | None:
        """Of what one person has cast (idea id → vote), the vote that counts for `member`."""
        return next((cast[each] for each in self.below(member) if each in cast), None)
