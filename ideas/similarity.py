"""How alike two short texts are: what is being typed, and a title that is there already.

score = .4 × cosine of TF-IDF over the pieces of words + .4 × Jaccard of trigrams + .2 × containment |Q∩D|/|Q|.

Trigrams are PostgreSQL's own (pg_trgm), so that the Jaccard is its `similarity()`. Pieces are two to four characters
within a word (scikit-learn's `char_wb`), with sublinear term frequencies; how rare each is, is counted over all ideas.
Nothing of scikit-learn is used: a web process would carry a hundred megabytes for fifty short texts.
"""

import math
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from zlib import crc32

FEATURES = 2**16
SIZES = (2, 3, 4)
COSINE, JACCARD, CONTAINED = 0.4, 0.4, 0.2
SAME_TRIGRAMS, SAME_PIECES = 0.5, 0.6  # from where on it may be the same idea
WORD = re.compile(r"[^\W_]+")
KEPT = 5_000  # titles whose pieces a process remembers: some 50 MB
WORDS_KEPT = 20_000


class Weights:
    """How rare each piece is: its inverse document frequency, by hash. Without `rarity`, all are the same."""

    def __init__(self, rarity: "array[float] | None" = None, ideas: int = 0) -> None:
        self.rarity = rarity or array("f", [1.0]) * FEATURES
        self.ideas = ideas

    @classmethod
    def read(cls, stored: bytes, ideas: int) -> "Weights":
        """From what `stored` made. Raises `ValueError` for anything else."""
        rarity = array("f")
        rarity.frombytes(stored)
        if len(rarity) != FEATURES:
            raise ValueError(f"There are {len(rarity)} weights, and not {FEATURES}.")
        return cls(rarity, ideas)

    @property
    def stored(self) -> bytes:
        return self.rarity.tobytes()

    def share(self, piece: str) -> float:
        """In which share of ideas `piece` occurs, about."""
        return min(1.0, math.exp(1 - self.rarity[number(piece)]))


def learn(titles: Iterable[str]) -> Weights:
    """Weights from all titles: ln((1 + n) / (1 + df)) + 1."""
    found: Counter[int] = Counter()
    ideas = 0
    for title in titles:
        ideas += 1
        found.update(_counted(title).keys())
    rarity = array("f", [math.log(1 + ideas) + 1]) * FEATURES
    for place, often in found.items():
        rarity[place] = math.log((1 + ideas) / (1 + often)) + 1
    return Weights(rarity, ideas)


def number(piece: str) -> int:
    """The place of a piece among the features. It is the same in every process, for ever: it is stored."""
    return crc32(piece.encode("utf-8", "replace")) % FEATURES


def key(trigram: str) -> int:
    """A trigram as PostgreSQL keeps it in an array of integers. The same for ever, too."""
    return crc32(trigram.encode("utf-8", "replace")) >> 1


def words(text: str) -> list[str]:
    """Runs of letters and digits, in lower case."""
    return WORD.findall(text.lower())


def trigrams(text: str) -> set[str]:
    """The trigrams of PostgreSQL's pg_trgm: three characters in a row of each word, with two spaces before it and one
    after it."""
    return set().union(*map(_trigrams, words(text)))


@lru_cache(maxsize=WORDS_KEPT)
def _trigrams(word: str) -> frozenset[str]:
    padded = f"  {word} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))


def pieces(word: str) -> list[str]:
    """Two, three and four characters in a row of a word with a space around it. A short word is one piece."""
    padded = f" {word} "
    found: list[str] = []
    for size in SIZES:
        if len(padded) <= size:
            return [*found, padded]
        found += [padded[at : at + size] for at in range(len(padded) - size + 1)]
    return found


@lru_cache(maxsize=WORDS_KEPT)
def _numbers(word: str) -> tuple[int, ...]:
    return tuple(map(number, pieces(word)))


def _counted(text: str) -> Counter[int]:
    """How often each piece of its words occurs in `text`."""
    found: Counter[int] = Counter()
    for word in text.lower().split():
        found.update(_numbers(word))
    return found


def jaccard(one: set[str], other: set[str]) -> float:
    """The shared ones among all of both; 0 when there is nothing."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


@dataclass(frozen=True, slots=True)
class _Text:
    """A text in trigrams, and its pieces with their weights, a vector of this length."""

    trigrams: set[str]
    vector: Mapping[int, float]
    length: float


@lru_cache(maxsize=KEPT)
def _seen(text: str, weights: Weights) -> _Text:
    rarity = weights.rarity
    vector = {
        place: rarity[place] if times == 1 else (1 + math.log(times)) * rarity[place]
        for place, times in _counted(text).items()
    }
    return _Text(trigrams(text), vector, math.hypot(*vector.values()) or 1.0)


@dataclass(frozen=True)
class Likeness:
    """How alike a text and a title are."""

    cosine: float
    jaccard: float
    contained: float

    @cached_property
    def score(self) -> float:
        return COSINE * self.cosine + JACCARD * self.jaccard + CONTAINED * self.contained

    @property
    def may_exist(self) -> bool:
        """Whether it may be the same idea: false for 94 to 99 of 100 ideas that nobody has had before."""
        return self.jaccard >= SAME_TRIGRAMS or self.cosine >= SAME_PIECES


def likeness(text: str, title: str, weights: Weights) -> Likeness:
    """How alike they are; `text` may be half of what somebody is going to type."""
    asked, found = _seen(text, weights), _seen(title, weights)
    short, long = sorted((asked.vector, found.vector), key=len)
    cosine = sum(value * long[place] for place, value in short.items() if place in long) / asked.length / found.length
    shared = len(asked.trigrams & found.trigrams)
    contained = shared / len(asked.trigrams) if shared else 0.0
    return Likeness(cosine, jaccard(asked.trigrams, found.trigrams), contained)


def telling(text: str, weights: Weights, most: float) -> list[str]:
    """The rarest trigrams of `text`, as many as occur in the share `most` of all ideas together; at least one.

    Whoever shares none of them is hardly alike. Without weights nothing is known to be rare, and all are given.
    """
    if not weights.ideas:
        return sorted(trigrams(text))
    chosen: list[str] = []
    for share, piece in sorted((weights.share(piece), piece) for piece in _inner(text)):
        most -= share
        if chosen and most < 0:
            break
        chosen.append(piece)
    return chosen


def _inner(text: str) -> set[str]:
    """Trigrams that are pieces as well, so that it is known how rare they are. One at least, if there is any."""
    found = trigrams(text)
    return {piece for piece in found if not piece.startswith("  ")} or found
