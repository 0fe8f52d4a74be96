"""For you: which ideas a person sees next. Pure functions; a seed decides what chance decides.

Of five places two go to the ideas that the fewest have seen, as long as those have under fifteen views, and three to
the ideas that look best in a draw by Thompson (1933): each idea's support rate is drawn at random from what its votes
leave possible, so that the good come often, the uncertain sometimes and the bad seldom. Singh and Joachims (2018) say
why exposure needs a rule of its own; what was measured is in docs/decisions/0012.

Ideas of quiet units rise. A unit is quiet by the share of ideas that is missing from it: (e - n) / (e + 1) where n is
how many ideas it has and e how many it would have at the campaign's ideas per head; never under 0, always under 1. At
most that is worth ten points of support in the draw and three views less among the least seen.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from random import Random
from typing import NamedTuple

from votes.ranking import LAPLACE, Shape

SIZE = 5
PLACES = (True, False, True, False, False)  # whether the place is for one of the least seen
FEW_VIEWS = 15
QUIET_BONUS = 0.1
QUIET_VIEWS = 3
HEAD = 1000  # so many ideas are put in order; the others follow, the newest first


class Card(NamedTuple):
    """An idea to deal: how often it was seen, what its released votes say, and how quiet its unit is, 0 to 1."""

    id: int
    seen: int
    support: int = 0
    voters: int = 0
    quiet: float = 0.0


def deal(least_seen: Sequence[tuple[int, int]], drawn: Sequence[int], *, seed: object, size: int = SIZE) -> list[int]:
    """The next `size` ideas for one person, by id.

    `least_seen` holds ids and views, the fewest first; `drawn` ids as they stand in the stored order of For you. What
    the person has met must be in neither. Any of the least seen with few views has the same chance: between two counts
    of views everyone would otherwise be sent to the same two. With too few cards, fewer are dealt.
    """
    chance = Random(str(seed))  # noqa: S311 - a fair share of eyes, not a secret
    rare = [pk for pk, seen in least_seen if seen < FEW_VIEWS]
    rest = [pk for pk, seen in least_seen if seen >= FEW_VIEWS]
    return _interleaved(chance.sample(rare, len(rare)), [*drawn, *rest], size)


def arrange(cards: Iterable[Card], shape: Shape = LAPLACE, *, seed: object, size: int = HEAD) -> list[int]:
    """The first `size` ideas of For you for everyone, by id: the same interleaving, with a fresh draw."""
    chance = Random(str(seed))  # noqa: S311
    mixed = sorted(cards)
    chance.shuffle(mixed)  # whoever is equal takes turns
    rare = sorted((card for card in mixed if card.seen < FEW_VIEWS), key=_eagerness)
    rates = {card.id: _draw(card, shape, chance) for card in mixed}
    return _interleaved([card.id for card in rare], sorted(rates, key=rates.__getitem__, reverse=True), size)


def _eagerness(card: Card) -> float:
    return card.seen - QUIET_VIEWS * card.quiet


def _draw(card: Card, shape: Shape, chance: Random) -> float:
    rate = chance.betavariate(card.support + shape.alpha, card.voters - card.support + shape.beta)
    return rate + QUIET_BONUS * card.quiet


def _interleaved(rare: Sequence[int], drawn: Sequence[int], size: int) -> list[int]:
    """Up to `size` ids, each once: two in five from `rare`, the others from `drawn`, and then what is left."""
    dealt: dict[int, None] = {}
    queues: dict[bool, Iterator[int]] = {True: iter(rare), False: iter(drawn)}
    while len(dealt) < size:
        wanted = PLACES[len(dealt) % len(PLACES)]
        pk = _next(queues[wanted], dealt)
        if pk is None:
            pk = _next(queues[not wanted], dealt)
        if pk is None:
            break
        dealt[pk] = None
    return list(dealt)


def _next(queue: Iterator[int], dealt: Mapping[int, None]) -> int | None:
    return next((pk for pk in queue if pk not in dealt), None)


def scores(ids: Sequence[int]) -> dict[int, float]:
    """Id → the column that keeps this order: from nearly 1 downwards. An idea that came since stands first, at 1."""
    return {pk: round(1 - (place + 1) / (HEAD + 1), 6) for place, pk in enumerate(ids)}


def quietness(ideas: Mapping[int, int], people: Mapping[int, int], *, total: int, everyone: int) -> dict[int, float]:
    """Unit id → how quiet the unit is, 0 to 1, for each unit of `ideas` (unit id → ideas).

    `people` are the headcounts of the same units; `total` ideas came from `everyone`, all who are asked.
    """
    found = {}
    for unit, number in ideas.items():
        expected = total * people.get(unit, 0) / everyone if everyone else 0.0
        found[unit] = max(0.0, (expected - number) / (expected + 1))
    return found


def roughly(views: int) -> int:
    """A number of views as people say it: 37 is 40, 149 is 100."""
    scale: int = 10 ** max(1, len(str(views)) - 1)
    return max(scale, (views + scale // 2) // scale * scale)
