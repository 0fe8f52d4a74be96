"""Which texts belong together: groups by latent semantic analysis and k-means, and pairs that say the same. Pure.

Texts become TF-IDF vectors of their 2- to 4-grams of characters, which needs no dictionary and takes any language, and
those become 100 dimensions (LSA, Deerwester et al. 1990) in which k-means looks for groups. Every step starts from a
fixed seed and from the texts in the order of their ids, on one thread: the same input gives the same output.

It brings scikit-learn along, two seconds of imports: only jobs, and the page that splits a group, load it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize
from sklearn.utils.extmath import randomized_svd
from threadpoolctl import threadpool_limits

from curation.labels import words_of
from ideas.similarity import SAME_PIECES, SAME_TRIGRAMS, jaccard, trigrams

SEED = 1
DIMENSIONS, TEXTS_A_DIMENSION, FEW = 100, 3, 24
TRIES = 10  # of k-means, from different starts; the closest groups win
NEAREST = 10  # so many neighbours of each text are looked at for saying the same
BLOCK = 512
NEAR = 0.5  # less alike than this in LSA, and two texts are not looked at
SHOWN_WORDS = 5
MOST_USUAL = 0.15  # two texts of a campaign are alike by .08 to .15 on average, whatever they are about
TINY = 1e-9
DIGITS = 6  # strengths are rounded, so that no machine's last bit changes an order

Numbers = NDArray[np.float64]
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Group:
    """Texts that belong together. `ids` begins with the most typical; `strength` is how well they fit, 0 to 1."""

    ids: list[int]
    strength: float
    words: list[str]


@dataclass(frozen=True, slots=True)
class Same:
    """Texts that may say the same as the first of them."""

    ids: list[int]
    strength: float


class Space:
    """Texts as points. `ids` are in order, and row n of `grams` and `points` belongs to `ids[n]`."""

    def __init__(self, texts: Mapping[int, str]) -> None:
        self.ids = sorted(pk for pk, text in texts.items() if text.strip())
        self.texts = [texts[pk] for pk in self.ids]
        with threadpool_limits(1):
            self.grams = grams_of(self.texts)
            self.points = _points(self.grams)
        self.alike = _alike_on_average(self.grams)


def grams_of(texts: Sequence[str]) -> csr_matrix:
    """TF-IDF of the texts' characters: a row of length 1 each."""
    if not texts:
        return csr_matrix((0, 0))
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, dtype=np.float32)
    return csr_matrix(vectors.fit_transform(texts))


def _points(grams: csr_matrix) -> Numbers:
    """Rows of length 1, in a third as many dimensions as there are texts, a hundred at most.

    A few texts stay as they are: so few dimensions would leave some of them out. The same text is the same point, to
    the last bit.
    """
    rows, columns = grams.shape
    wanted = min(DIMENSIONS, rows // TEXTS_A_DIMENSION, columns - 1)
    if rows < FEW or wanted < 1:
        return np.asarray(grams.toarray(), dtype=np.float64)
    left, sizes, _right = randomized_svd(grams, wanted, random_state=SEED)
    found = np.asarray(normalize(left * sizes), dtype=np.float64)
    first: dict[bytes, int] = {}
    return found[[first.setdefault(_key(grams, row), row) for row in range(rows)]]


def _key(grams: csr_matrix, row: int) -> bytes:
    """What tells one row from another."""
    here = slice(grams.indptr[row], grams.indptr[row + 1])
    return bytes(grams.indices[here].tobytes() + grams.data[here].tobytes())


def groups(space: Space, number: int, *, among: Collection[int] | None = None) -> list[Group]:
    """The texts, or those `among` them, in at most `number` groups, the closest-knit first.

    There are fewer groups when there are fewer different texts.
    """
    rows = np.array([row for row, pk in enumerate(space.ids) if among is None or pk in among], dtype=np.intp)
    points = space.points[rows]
    wanted = min(number, len(np.unique(points, axis=0)) if len(rows) else 0)
    if wanted < 1:
        return []
    with threadpool_limits(1):
        found = KMeans(wanted, random_state=SEED, n_init=TRIES).fit_predict(points)
    members = [rows[found == each] for each in range(wanted)]
    members = [each for each in members if len(each)]
    words = words_of([[space.texts[row] for row in each] for each in members], most=SHOWN_WORDS)
    made = [_group(space, each, shared) for each, shared in zip(members, words, strict=True)]
    return sorted(made, key=lambda group: (-group.strength, group.ids))


def _group(space: Space, rows: NDArray[Any], words: list[str]) -> Group:
    """How near each is to the middle of the others orders them."""
    near = _near_the_others(space.points[rows])
    order = sorted(range(len(rows)), key=lambda at: (-near[at], int(rows[at])))
    return Group([space.ids[rows[at]] for at in order], _strength(space, rows), words)


def _strength(space: Space, rows: NDArray[Any]) -> float:
    """How much more alike these texts are than any two, 0 to 1: mean cosines of all pairs, of these and of all texts.

    Where most texts are alike, what is usual for texts is compared with, and not what they are.
    """
    usual = min(space.alike, MOST_USUAL)
    return _share((_alike_on_average(space.grams[rows]) - usual) / (1 - usual))


def _alike_on_average(grams: csr_matrix) -> float:
    """The mean cosine of all pairs of rows; 0 for one row."""
    number = grams.shape[0]
    if number < 2:
        return 0.0
    total = np.asarray(grams.sum(axis=0), dtype=np.float64).ravel()
    return float((total @ total - number) / (number * (number - 1)))


def _near_the_others(points: Numbers) -> Numbers:
    """Each row's cosine to the mean of all others; 0 for one alone. With itself in it two strangers would look near."""
    total = points.sum(axis=0)
    with_all = points @ total
    own = (points * points).sum(axis=1)
    rest = np.sqrt(np.maximum(total @ total - 2 * with_all + own, 0))
    near = np.zeros(len(points))
    np.divide(with_all - own, rest, out=near, where=rest > TINY)
    return near.round(DIGITS)


def _share(value: Any) -> float:
    return round(min(1.0, max(0.0, float(value))), DIGITS)


def duplicates(space: Space, *, apart: Collection[Pair] = frozenset()) -> list[Same]:
    """Texts that may say the same, those most alike first. `apart` are pairs (smaller id first) known to differ.

    Everyone in a set is like its first, and in no other set. The first is the one which most are like.
    """
    alike: dict[int, dict[int, float]] = {}
    for (one, other), strength in _pairs(space).items():
        if (one, other) not in apart:
            alike.setdefault(one, {})[other] = strength
            alike.setdefault(other, {})[one] = strength
    found, taken = [], set[int]()
    for first in sorted(alike, key=lambda pk: (-len(alike[pk]), pk)):
        rest = {pk: strength for pk, strength in alike[first].items() if pk not in taken}
        if first not in taken and rest:
            order = sorted(rest, key=lambda pk: (-rest[pk], pk))
            found.append(Same([first, *order], max(rest.values())))
            taken |= {first, *order}
    return sorted(found, key=lambda same: (-same.strength, same.ids))


def _pairs(space: Space) -> dict[Pair, float]:
    """Pairs above the threshold: ids, the smaller first → how alike they are.

    Only each text's nearest neighbours are looked at, a block of rows at a time, so that twenty thousand texts need
    some seconds and little memory. Texts with the very same words stand behind the first of them.
    """
    first: dict[str, int] = {}
    found: dict[Pair, float] = {}
    for row, text in enumerate(space.texts):
        earlier = first.setdefault(" ".join(text.lower().split()), row)
        if earlier != row:
            found[space.ids[earlier], space.ids[row]] = 1.0
    rows = np.array(sorted(first.values()), dtype=np.intp)
    with threadpool_limits(1):
        candidates = _candidates(space.points[rows])
    one, other = rows[candidates[:, 0]], rows[candidates[:, 1]]
    shapes = [trigrams(text) for text in space.texts]
    for start in range(0, len(one), BLOCK):
        ones, others = one[start : start + BLOCK], other[start : start + BLOCK]
        cosines = space.grams[ones].multiply(space.grams[others]).sum(axis=1)
        for here, there, cosine in zip(ones, others, np.asarray(cosines).ravel(), strict=True):
            shared = jaccard(shapes[here], shapes[there])
            if cosine >= SAME_PIECES or shared >= SAME_TRIGRAMS:
                found[space.ids[here], space.ids[there]] = _share(max(cosine, shared))
    return found


def _candidates(points: Numbers) -> NDArray[np.intp]:
    """Pairs of rows, the smaller first, of which one is among the nearest of the other."""
    nearest = min(NEAREST, len(points) - 1)
    pairs = [np.empty((0, 2), dtype=np.intp)]
    for start in range(0, len(points) if nearest > 0 else 0, BLOCK):
        near = (points[start : start + BLOCK] @ points.T).round(DIGITS)
        rows = np.arange(len(near))
        near[rows, rows + start] = -1
        best = np.argpartition(-near, nearest - 1, axis=1)[:, :nearest]
        is_near = np.take_along_axis(near, best, axis=1) >= NEAR
        here = np.repeat(rows + start, nearest).reshape(best.shape)[is_near]
        pairs.append(np.sort(np.column_stack([here, best[is_near]]), axis=1))
    return np.unique(np.concatenate(pairs), axis=0)
