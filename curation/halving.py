"""Splitting a group of texts into two that are unlike each other. Pure, and light enough for a web request.

2-means with cosines, on the pieces of words that `ideas.similarity` compares; it begins with the text that is least
like the most typical one, and the one that is least like that. The same input gives the same halves.
"""

from collections import Counter
from collections.abc import Mapping

from ideas.similarity import learn, number, pieces

ROUNDS = 20
Vector = Mapping[int, float]


def halves(texts: Mapping[int, str]) -> tuple[list[int], list[int]]:
    """Ids of `texts` (id → words) in two parts, each in the order of its ids. The second is empty where all are alike.

    The part with the smallest id comes first.
    """
    ids = sorted(texts)
    vectors = _vectors([texts[pk] for pk in ids])
    everything = _mean(vectors)
    if not vectors:
        return [], []
    first = min(range(len(ids)), key=lambda at: (round(_cosine(vectors[at], everything), 9), at))
    second = min(range(len(ids)), key=lambda at: (round(_cosine(vectors[at], vectors[first]), 9), at))
    centres = [vectors[first], vectors[second]]
    sides: list[bool] = []
    for _round in range(ROUNDS):
        before = sides
        sides = [_cosine(each, centres[1]) > _cosine(each, centres[0]) + 1e-9 for each in vectors]
        if sides == before:
            break
        centres = [
            _mean([each for each, is_other in zip(vectors, sides, strict=True) if is_other == side])
            for side in (False, True)
        ]
    parts = [[pk for pk, is_other in zip(ids, sides, strict=True) if is_other == side] for side in (False, True)]
    one, other = sorted(parts, key=lambda part: part or [float("inf")])
    return one, other


def _vectors(texts: list[str]) -> list[Vector]:
    weights = learn(texts)
    found: list[Vector] = []
    for text in texts:
        raw = {at: times * weights.rarity[at] for at, times in Counter(map(number, pieces(text))).items()}
        length = sum(value * value for value in raw.values()) ** 0.5 or 1.0
        found.append({at: value / length for at, value in raw.items()})
    return found


def _mean(vectors: list[Vector]) -> Vector:
    """Their sum, of length 1."""
    total: Counter[int] = Counter()
    for vector in vectors:
        for at, value in vector.items():
            total[at] += value  # type: ignore[assignment]  # a Counter of floats adds up as well
    length = sum(value * value for value in total.values()) ** 0.5 or 1.0
    return {at: value / length for at, value in total.items()}


def _cosine(one: Vector, other: Vector) -> float:
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    return sum(value * long[at] for at, value in short.items() if at in long)
