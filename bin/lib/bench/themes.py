"""`bin/bench themes`: do suggested groups follow what people meant better than NMF, and is the likeliest theme right?

Scored on banking77 (questions to a bank, each with one of 77 intents) and on the NHS's friends and family test
(patients' answers, each with hand-made themes; those with exactly one are taken). What there is to choose in the method
was chosen on one half of each; these are figures of the other half. The floor is TF-IDF of words with NMF, with and
without scikit-learn's list of English stop words, whichever scores higher. AMI and ARI are 0 for groups by chance and 1
for exactly what people meant.
"""

import argparse
import csv
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from random import Random
from typing import Any

from bench import figures, outcome
from bench.figures import Bar, Row

from environment import ROOT, Stop, step

DATA = ROOT.parent / "shared" / "data"
BETTER = Bar(1, least=True)
RIGHT = Bar(0.9, least=True)
SOON = Bar(30, least=False)
SAMPLES, SIZE = 5, 2000
SHARE = 0.8  # of a small set, in each sample
FEWEST = 5  # answers that make a theme of the data
EXAMPLES, WITHIN, ASKED = 3, 3, 1000
TIMED = 5000
STRONG = 0.18  # as in curation/queries/suggestions.py
FEELINGS = ("Positive experience & gratitude", "Negative experience & dissatisfaction")
NOT_THEMES = ("Labelling not possible", "Not assigned")
FIRST_THEME = "Not assigned"  # the first of the columns of themes
Said = tuple[str, str]  # a text, and what it is about
Scores = tuple[float, float]  # AMI, ARI


def main(options: argparse.Namespace, ending: ExitStack) -> int:
    """Score, print the table; 1 when a bar does not hold."""
    samples = 1 if options.small else SAMPLES
    bank, answers = banking(DATA / "banking77_train.csv"), patients(DATA / "nhs_fft_trust_NHFT.csv")
    themes = [row for row in answers if row[1] not in FEELINGS]
    rows = [
        *grouped("banking77", bank, samples, BETTER),
        *grouped("NHS, themes", themes, samples, BETTER),
        *grouped("NHS, themes and feelings", answers, samples, None),
        *[guessed("banking77", bank, number, samples, RIGHT if number == 10 else None) for number in (10, 20, 77)],
        guessed("NHS, themes", themes, 10, samples, None),
        *strengths(bank),
        timed(bank),
    ]
    return outcome.told(rows, options.output, "themes")


def banking(path: Path) -> list[Said]:
    """The half that was not tuned on."""
    return _measured([(row["text"], row["category"]) for row in _read(path)])


def patients(path: Path) -> list[Said]:
    """Of the answers with exactly one theme, the half that was not tuned on."""
    found = []
    for row in _read(path):
        columns = list(row)
        chosen = [name for name in columns[columns.index(FIRST_THEME) :] if row[name] and float(row[name]) == 1]
        if len(chosen) == 1 and chosen[0] not in NOT_THEMES and row["FFT answer"].strip():
            found.append((row["FFT answer"], chosen[0]))
    often = Counter(about for _text, about in found)
    return _measured([row for row in found if often[row[1]] >= FEWEST])


def _read(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        raise Stop(f"the texts to score it on are not at {path}")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _measured(said: list[Said]) -> list[Said]:
    Random(77).shuffle(said)  # noqa: S311 - nothing secret
    return said[len(said) // 2 :]


def sampled(said: list[Said], number: int) -> list[Said]:
    return Random(number).sample(said, min(SIZE, int(SHARE * len(said))))  # noqa: S311


def grouped(name: str, said: list[Said], samples: int, bar: Bar | None) -> list[Row]:
    """AMI and ARI for the usual number of groups, and for as many as there are themes."""
    rows = []
    few = sampled(said, 0)
    for what, groups in (
        ("√(n/2)", round((len(few) / 2) ** 0.5)),
        ("as many as themes", len({about for _, about in few})),
    ):
        with step(f"Grouping {name}, {groups} groups"):
            ours, floors = [], []
            for number in range(samples):
                chosen = sampled(said, number)
                texts, meant = [text for text, _about in chosen], [about for _text, about in chosen]
                ours.append(scores(meant, ours_of(texts, groups)))
                plain = [scores(meant, nmf(texts, groups, stop, number)) for stop in (None, "english")]
                floors.append((max(plain[0][0], plain[1][0]), max(plain[0][1], plain[1][1])))
        for place, measure in enumerate(("AMI", "ARI")):
            mine, floor = [each[place] for each in ours], [each[place] for each in floors]
            ratio = figures.median_ratio(mine, floor)
            rows.append(
                Row(
                    f"{measure}, {name}, {len(few)} texts, {groups} groups ({what})",
                    f"{statistics.mean(mine):.3f}",
                    f"{statistics.mean(floor):.3f}",
                    f"{ratio:.2f} ({figures.spread(mine, floor)})",
                    ratio,
                    bar,
                )
            )
    return rows


def scores(meant: Sequence[str], found: Sequence[int]) -> Scores:
    from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

    return float(adjusted_mutual_info_score(meant, found)), float(adjusted_rand_score(meant, found))


def ours_of(texts: Sequence[str], groups: int) -> list[int]:
    """The number of the group of each text."""
    from curation import grouping

    space = grouping.Space(dict(enumerate(texts)))
    at = {pk: place for place, group in enumerate(grouping.groups(space, groups)) for pk in group.ids}
    return [at.get(pk, -1) for pk in range(len(texts))]


def nmf(texts: Sequence[str], groups: int, stop_words: str | None, seed: int) -> list[int]:
    """The floor: of each text the topic that weighs most."""
    import warnings

    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfVectorizer

    words = TfidfVectorizer(stop_words=stop_words).fit_transform(texts)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it has not converged after its rounds
        return [int(topic) for topic in NMF(groups, random_state=seed).fit_transform(words).argmax(axis=1)]


def guessed(name: str, said: list[Said], themes: int, samples: int, bar: Bar | None) -> Row:
    """How often the theme is among the likeliest three, from three placed ideas a theme; the floor is chance."""
    from curation.likeliest import likeliest

    right = []
    with step(f"Guessing themes, {name}, {themes}"):
        for number in range(samples):
            placed, asked = _placed(said, themes, Random(number))  # noqa: S311
            found = likeliest(placed, {pk: text for pk, (text, _theme) in asked.items()})
            right.append(statistics.mean(theme in dict(found.get(pk, [])) for pk, (_text, theme) in asked.items()))
    mean, chance = statistics.mean(right), min(1, WITHIN / themes)
    what = f"theme among the likeliest {WITHIN}, {name}, {themes} themes with {EXAMPLES} ideas each"
    return Row(what, f"{mean:.3f}", f"{chance:.3f}", f"{mean:.2f}", mean, bar)


def _placed(
    said: list[Said], themes: int, chance: Random
) -> tuple[dict[int, tuple[int, str]], dict[int, tuple[str, int]]]:
    by_theme: dict[str, list[int]] = defaultdict(list)
    for pk, (_text, about) in enumerate(said):
        by_theme[about].append(pk)
    known = sorted(about for about, pks in by_theme.items() if len(pks) > EXAMPLES)
    placed: dict[int, tuple[int, str]] = {}
    asked: dict[int, tuple[str, int]] = {}
    for theme, about in enumerate(chance.sample(known, min(themes, len(known)))):
        pks = chance.sample(by_theme[about], len(by_theme[about]))
        placed |= {pk: (theme, said[pk][0]) for pk in pks[:EXAMPLES]}
        asked |= {pk: (said[pk][0], theme) for pk in pks[EXAMPLES:]}
    few = chance.sample(sorted(asked), min(ASKED, len(asked)))
    return placed, {pk: asked[pk] for pk in few}


def strengths(said: list[Said]) -> list[Row]:
    """Of two texts in one group, how often both are about the same: in strong groups, and in possible ones."""
    from curation import grouping

    found: dict[bool, list[tuple[int, int]]] = {True: [], False: []}
    with step("Looking at strong and possible groups"):
        for number, size in enumerate((100, 300, 1000, SIZE)):
            chosen = Random(number).sample(said, size)  # noqa: S311
            space = grouping.Space({pk: text for pk, (text, _about) in enumerate(chosen)})
            for group in grouping.groups(space, round((size / 2) ** 0.5)):
                often = Counter(chosen[pk][1] for pk in group.ids).values()
                pairs = len(group.ids) * (len(group.ids) - 1)
                found[group.strength >= STRONG].append((sum(each * (each - 1) for each in often), pairs))
    rows = []
    for is_strong, pairs in found.items():
        share = sum(same for same, _all in pairs) / max(1, sum(every for _same, every in pairs))
        what = f"pairs about the same, in {len(pairs)} {'strong' if is_strong else 'possible'} groups"
        rows.append(Row(what, f"{share:.2f}", "–", f"{share:.2f}", share))
    return rows


def timed(said: list[Said]) -> Row:
    """Seconds for everything that a search does."""
    from curation import grouping
    from curation.likeliest import likeliest

    texts = {pk: text for pk, (text, _about) in enumerate(said[:TIMED])}
    placed = {pk: (pk % 20, text) for pk, text in texts.items() if pk < TIMED // 10}
    parts: list[Callable[[], Any]] = [
        lambda: grouping.groups(space, round((len(texts) / 2) ** 0.5)),
        lambda: grouping.duplicates(space),
        lambda: likeliest(placed, texts),
    ]
    with step(f"Searching {len(texts)} ideas"):
        began = time.perf_counter()
        space = grouping.Space(texts)
        for part in parts:
            part()
        seconds = time.perf_counter() - began
    return Row(f"one search of {len(texts)} ideas", f"{seconds:.1f} s", "–", f"{seconds:.1f} s", seconds, SOON)
