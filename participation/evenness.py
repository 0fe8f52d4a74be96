"""How evenly people took part: the Gini coefficient and the share of the most active tenth. Pure.

Only whole per cent are ever released, and only of groups that are large enough. In real conversations a Gini of .45 to
.62 among those who voted is usual, and no failure.
"""

from collections.abc import Mapping

from core.privacy import FEW, SMALLEST_GROUP

TENTH = 10


def gini(people: Mapping[int, int]) -> float:
    """The Gini coefficient of a histogram: amount → how many people have it. 0 when all have the same, below 1.

    G = 2 Σ i·x(i) / (n Σ x) - (n + 1) / n over the n people in rising order of their amounts x(i), i from 1 to n. All
    with the same amount take neighbouring places, so it costs as much as there are different amounts. 0 for nobody,
    and where nobody has anything.
    """
    number = sum(people.values())
    total = sum(amount * count for amount, count in people.items())
    if not number or not total:
        return 0.0
    before = weighted = 0
    for amount, count in sorted(people.items()):
        weighted += amount * (count * before + count * (count + 1) // 2)  # the places before + 1 … before + count
        before += count
    return 2 * weighted / (number * total) - (number + 1) / number


def top_share(people: Mapping[int, int], part: float = 1 / TENTH) -> float:
    """The share of all amounts that the `part` of people with the largest has, from 0 to 1 (a point of Lorenz's curve).

    Where the part cuts through a person, as much of that person's amount counts.
    """
    total = sum(amount * count for amount, count in people.items())
    if not total:
        return 0.0
    left, held = part * sum(people.values()), 0.0
    for amount, count in sorted(people.items(), reverse=True):
        taken = min(left, count)
        held += amount * taken
        left -= taken
    return held / total


def evenness(votes: Mapping[int, int], invited: int, smallest: int = SMALLEST_GROUP) -> dict[str, int | None] | None:
    """What may be told of `votes` (number of votes → people): whole per cent, or `None` of too few voters.

    `invited`: Gini over everyone asked, those who have not voted with zero. `voters`: over those who have.
    `tenth`: the share of all votes that the most active tenth of the voters cast; `None` where that tenth is no group.
    """
    cast = {number: people for number, people in votes.items() if number > 0 and people > 0}
    voters = sum(cast.values())
    if voters < max(FEW, smallest):
        return None
    everyone = {0: max(0, invited - voters), **cast}
    return {
        "invited": round(100 * gini(everyone)),
        "voters": round(100 * gini(cast)),
        "tenth": round(100 * top_share(cast)) if voters >= TENTH * smallest else None,
    }
