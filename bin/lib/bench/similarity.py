"""`bin/bench similarity`: are similar ideas found better than by pg_trgm alone, and soon enough to show while typing?

Scored on banking77 (real questions to a bank, each with what it is about): of each fifth, the rest is there already;
what is about the same counts as similar. Timed on made-up ideas (bench/sentences.py).
"""

import argparse
import csv
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from bench import figures, outcome, sentences, service
from bench.figures import Bar, Row

from environment import ROOT, Stop, step

DATA = ROOT.parent / "shared" / "data" / "banking77_train.csv"
FOLDS = 5
ASKED = 120  # texts of a fold that are asked for, whole, half typed and with typing errors
TOP = 10
LONGEST = 140  # letters of a title
TIMES = 100  # how often a time is measured in a round
SIZES = {10_000: Bar(20, least=False), 100_000: Bar(60, least=False)}  # ms, 95 of 100
BETTER = Bar(1, least=True)
NEIGHBOURS = "SELECT id FROM bench_title ORDER BY title <-> %s LIMIT %s"
Said = tuple[str, str]  # a text, and what it is about


@dataclass(frozen=True)
class Setting:
    """A campaign in an empty database, and somebody who looks at it."""

    campaign: Any
    viewer: Any


def main(options: argparse.Namespace, ending: ExitStack) -> int:
    """Start what is needed, measure, print the table; 1 when a bar does not hold."""
    said = read(DATA)
    folder = Path(ending.enter_context(tempfile.TemporaryDirectory(prefix="cocreate-bench-"))).resolve()
    folder.chmod(0o711)
    redis_url = ending.enter_context(service.queue())
    service.settle(
        folder / "files", ending.enter_context(service.database(folder / "database", building=True)), redis_url
    )
    setting = begin()
    rows = scores(setting, said, folds=1 if options.small else FOLDS)
    for size in list(SIZES)[: 1 if options.small else None]:
        rows += times(setting, size, rounds=options.rounds)
    return outcome.told(rows, options.output, "similarity")


def read(path: Path) -> list[Said]:
    """The texts, in an order that is the same each time. Raises `Stop` when they are not there."""
    if not path.exists():
        raise Stop(f"the texts to score it on are not at {path}")
    with path.open(encoding="utf-8", newline="") as file:
        said = [(row["text"][:LONGEST], row["category"]) for row in csv.DictReader(file)]
    Random(77).shuffle(said)  # noqa: S311 - nothing secret
    return said


def begin() -> Setting:
    """The product on an empty database."""
    import django

    django.setup()
    from django.core.management import call_command

    with step("Migrating"):
        call_command("migrate", verbosity=0)
    return set_up()


def set_up() -> Setting:
    """A campaign, and a table beside it in which pg_trgm finds alone."""
    from django.db import connection

    from people.models import User
    from tests import factories

    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        cursor.execute("CREATE TABLE bench_title (id bigint PRIMARY KEY, title text)")
        cursor.execute("CREATE INDEX bench_title_gist ON bench_title USING gist (title gist_trgm_ops)")
    viewer = User.objects.create(email="reader@bench.example", display_name="Reader")
    return Setting(factories.campaign(slug="similar"), viewer)


def fill(setting: Setting, titles: list[str]) -> list[int]:
    """Have exactly these ideas in the campaign; their ids."""
    from django.db import connection

    from ideas import actions, queries
    from ideas.models import Idea

    Idea.objects.all().delete()
    ideas = actions.take_over(ideas=[Idea(campaign=setting.campaign, title=title) for title in titles])
    actions.learn_frequencies()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ideas_words WHERE NOT EXISTS (SELECT 1 FROM ideas_idea WHERE id = idea_id)")
        cursor.execute("TRUNCATE bench_title")
        cursor.execute("INSERT INTO bench_title SELECT id, title FROM ideas_idea")
        cursor.execute("VACUUM ANALYZE ideas_words")
        cursor.execute("VACUUM ANALYZE ideas_idea")
        cursor.execute("VACUUM ANALYZE bench_title")
    actions.count_shares()
    queries.ask_for_weights()
    return [idea.pk for idea in ideas]


def asked(text: str, chance: Random) -> dict[str, str]:
    """What somebody types who is about to say `text`."""
    return {"whole": text, "half typed": sentences.half(text), "with typing errors": sentences.misspelt(text, chance)}


def scores(setting: Setting, said: list[Said], *, folds: int) -> list[Row]:
    """Mean average precision of the first ten, ours and pg_trgm's."""
    ours: dict[str, list[float]] = {}
    theirs: dict[str, list[float]] = {}
    for fold in range(folds):
        with step(f"Scoring fold {fold + 1} of {folds}"):
            known = [row for place, row in enumerate(said) if place % FOLDS != fold]
            about = dict(
                zip(fill(setting, [text for text, _about in known]), [each for _text, each in known], strict=True)
            )
            there, chance = Counter(about.values()), Random(fold)  # noqa: S311
            for text, meant in said[fold::FOLDS][:ASKED]:
                for kind, typed in asked(text, chance).items():
                    for found, kept in ((_ours(setting, typed), ours), (_theirs(typed), theirs)):
                        relevant = [about[pk] == meant for pk in found[:TOP]]
                        kept.setdefault(kind, []).append(precision(relevant, there[meant]))
    return [_scored(kind, ours[kind], theirs[kind]) for kind in ours]


def precision(relevant: list[bool], there: int) -> float:
    """Average precision of the first ten found, of which some are relevant, when so many relevant ones are there."""
    right = [sum(relevant[: place + 1]) / (place + 1) for place, is_right in enumerate(relevant) if is_right]
    return sum(right) / min(there, TOP) if there else 0.0


def _scored(kind: str, ours: list[float], theirs: list[float]) -> Row:
    score, floor = statistics.fmean(ours), statistics.fmean(theirs)
    what = f"similar ideas, {kind}: MAP@{TOP} of {len(ours)} texts, against pg_trgm"
    return Row(what, f"{score:.3f}", f"{floor:.3f}", f"{score / floor:.3f}", score / floor, BETTER)


def _ours(setting: Setting, text: str) -> list[int]:
    from ideas import queries

    return [pk for pk, _likeness in queries.alike(setting.campaign, text)]


def _theirs(text: str) -> list[int]:
    from core.prepared import run

    return [row[0] for row in run(NEIGHBOURS, [text, TOP])]


def times(setting: Setting, size: int, *, rounds: int) -> list[Row]:
    """How long it takes at so many ideas, beside pg_trgm's nearest neighbours alone and the shortest statement.

    Of the rounds, each with texts of its own, the quietest counts: the machine may have other things to do.
    """
    from core.prepared import run
    from ideas import queries

    chance = Random(size)  # noqa: S311
    with step(f"Making {size:,} ideas"):
        fill(setting, [sentences.title(chance) for _idea in range(size)])
    calls: dict[str, Callable[[str], Any]] = {
        "ours": lambda text: queries.similar(setting.viewer, setting.campaign, text),
        "pg_trgm’s 50 nearest alone": lambda text: run(NEIGHBOURS, [text, 50]),
        "the shortest statement": lambda _text: run("SELECT 1", []),
    }
    found: dict[str, list[float]] = {name: [] for name in calls}
    with step(f"Timing at {size:,} ideas"):
        for turn in range(rounds + 1):
            texts = [typed for _time in range(TIMES // 2) for typed in _typed(sentences.title(chance))]
            for name, call in calls.items():
                took = list(map(partial(_seconds, call), texts))
                if turn:  # the first is for warming up
                    found[name].append(figures.percentile(took, 0.95))
    ours, *floors = found
    what = f"similar ideas among {size:,}: p95"
    bars = [SIZES[size], None]
    return [
        _in_time(f"{what}, against {name}", min(found[ours]), min(found[name]), bar)
        for name, bar in zip(floors, bars, strict=True)
    ]


def _typed(text: str) -> list[str]:
    return [text, sentences.half(text)]


def _seconds(call: Callable[[str], Any], text: str) -> float:
    began = time.perf_counter()
    call(text)
    return time.perf_counter() - began


def _in_time(what: str, thing: float, floor: float, bar: Bar | None) -> Row:
    """The bar is on milliseconds."""
    texts = [f"{figures.milliseconds(each)} ms" for each in (thing, floor)]
    ratio = f"{thing / floor:.2f}"
    return Row(what, *texts, ratio if bar is None else f"{ratio} ({1000 * thing:.1f} ms)", 1000 * thing, bar)
