"""Which theme an idea most likely belongs in, by those that curators have placed. Pure.

Logistic regression on TF-IDF of 2- to 4-grams of characters. In the same run on real short texts it is right within
three in nine of ten with ten themes and three examples of each (docs/performance.md).

It brings scikit-learn along, two seconds of imports: only jobs load it.
"""

from collections import Counter
from collections.abc import Mapping

import numpy as np
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from curation.grouping import grams_of

EXAMPLES, THEMES = 3, 2  # so many placed ideas make a theme known, and so many known themes are a choice
MOST_EXAMPLES = 200  # of a theme; more make it slower, hardly better
SHOWN = 3
FIRMNESS = 20.0  # C of the regression, chosen on one half of the data and measured on the other
# Less like every placed idea than this (cosine), an idea may want a theme that is not there: half of the chances.
ALIKE, STRANGE = 0.2, 0.5
BLOCK = 512
DIGITS = 4


def likeliest(placed: Mapping[int, tuple[int, str]], texts: Mapping[int, str]) -> dict[int, list[tuple[int, float]]]:
    """For each of `texts` (id → words) the themes that fit best, with their probabilities, the likeliest first.

    `placed` are ideas in themes: id → theme and words. Empty until two themes hold three each.
    """
    known = _examples(placed)
    ids = sorted(pk for pk, text in texts.items() if text.strip())
    if not (known and ids):
        return {}
    themes = np.array([placed[pk][0] for pk in known])
    with threadpool_limits(1):
        grams = grams_of([*(placed[pk][1] for pk in known), *(texts[pk] for pk in ids)])
        learned, asked = grams[: len(known)], grams[len(known) :]
        model = LogisticRegression(C=FIRMNESS, max_iter=300).fit(learned, themes)
        found: dict[int, list[tuple[int, float]]] = {}
        for start in range(0, len(ids), BLOCK):
            rows = asked[start : start + BLOCK]
            chances = model.predict_proba(rows).astype(np.float64)
            chances[(rows @ learned.T).max(axis=1).toarray().ravel() < ALIKE] *= STRANGE
            chances = chances.round(DIGITS)
            for pk, row in zip(ids[start : start + BLOCK], chances, strict=True):
                best = np.argsort(-row, kind="stable")[:SHOWN]
                found[pk] = [(int(model.classes_[at]), float(row[at])) for at in best]
    return found


def fits_from(placed: Mapping[int, tuple[int, str]]) -> float:
    """The probability from which on an idea is said to fit the likeliest theme: .4 + .8 / k with k known themes.

    The fewer themes are known, the more ideas belong in none of them, and their chances still add up to one. On real
    short texts about twenty topics, of which k were known by three examples each, it was right about .86 (k = 2),
    .78 (3), .82 (5), .95 (10) and .98 (20) of those of which it said so; from one half on about .29 and .43 (2 and 3).
    """
    known = {placed[pk][0] for pk in _examples(placed)}
    return 0.4 + 0.8 / max(len(known), THEMES)


def _examples(placed: Mapping[int, tuple[int, str]]) -> list[int]:
    """The ids of the ideas to learn from: the latest of each theme that holds enough. None without a choice."""
    taken = Counter[int]()
    held = Counter(theme for theme, text in placed.values() if text.strip())
    known = {theme for theme, number in held.items() if number >= EXAMPLES}
    found = []
    for pk in sorted(placed, reverse=True):
        theme, text = placed[pk]
        if theme in known and text.strip() and taken[theme] < MOST_EXAMPLES:
            taken[theme] += 1
            found.append(pk)
    return sorted(found) if len(known) >= THEMES else []
