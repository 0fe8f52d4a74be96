"""People who look at ideas and vote, as the product deals them: pools from stored columns, jobs that refresh these.

`python -m tests.votes.looking FOLDER` prints what docs/decisions/0012 tells; FOLDER holds conversations of Polis.
"""

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import mean
from typing import NamedTuple

import django

from votes import dealing, ranking, shrinkage
from votes.ranking import LAPLACE, Counts, Shape

SIZE = 5
VISITS = 12  # for each idea
EACH = 3  # visits of a person, on average
POOLS = (40, 60)
ENOUGH = 10
SMALLEST = 5


class Outcome(NamedTuple):
    """How many of the true best ten came out on top, the fewest views, and views of late ideas for one of an early."""

    found: int
    fewest: int
    late: float
    rate: float
    short: float


@dataclass
class Conversation:
    """Ideas in the order in which they come, each with the share of people who support it."""

    rates: Sequence[float]
    seed: int = 1
    redraw: float = 0.1  # a draw is renewed after so many visits for each idea
    from_list: float = 0.0  # the share of visits that read the top of For you instead of taking a deal
    views: list[int] = field(init=False)
    counted: list[int] = field(init=False)
    votes: list[Counts] = field(init=False)
    shown: list[Counts] = field(init=False)
    score: list[float] = field(init=False)
    least: list[int] = field(default_factory=list)
    listed: list[int] = field(default_factory=list)
    shape: Shape = LAPLACE
    fit_at: int = 0

    def __post_init__(self) -> None:
        number = len(self.rates)
        self.chance = Random(self.seed)
        self.views, self.counted, self.score = [0] * number, [0] * number, [1.0] * number
        self.votes, self.shown = [Counts(0, 0, 0)] * number, [Counts(0, 0, 0)] * number
        self.met: list[set[int]] = [set() for _ in range(max(1, VISITS * number // EACH))]
        self.supports = self.asked = self.short = 0

    def run(self) -> Outcome:
        """All visits. Ideas come one after the other during the first half of them."""
        number = len(self.rates)
        every = max(1, round(self.redraw * number))
        for visit in range(VISITS * number):
            here = min(number, max(SIZE, 2 * (visit + 1) // VISITS))
            if visit % max(1, every // 10) == 0:
                self.counted = list(self.views)
                self.least = sorted(range(here), key=lambda idea: (self.counted[idea], idea))[: POOLS[0]]
            if visit % every == 0:
                self.draw(here, visit)
            if len(self.listed) != here:
                self.listed = sorted(range(here), key=lambda idea: (-self.score[idea], -idea))
            person = self.chance.randrange(len(self.met))
            for idea in self.cards(person, visit):
                self.look(person, idea)
        return self.outcome()

    def draw(self, here: int, visit: int) -> None:
        """What the jobs do: find what is usual, now and then, and set the column of For you."""
        if visit >= self.fit_at:
            released = [each for each in self.shown if each.seen]
            self.shape = shrinkage.fit(shrinkage.Alike(each.support, each.seen) for each in released)
            self.fit_at = visit + len(self.rates)
        told = [(max(self.counted[idea], self.shown[idea].seen), *self.told(idea)) for idea in range(here)]
        cards = [dealing.Card(idea, *figures) for idea, figures in enumerate(told)]
        drawn = dealing.scores(dealing.arrange(cards, self.shape, seed=f"{self.seed} {visit}"))
        self.score[:here] = [drawn.get(idea, 0.0) for idea in range(here)]
        self.listed = []

    def told(self, idea: int) -> tuple[int, int]:
        return self.shown[idea].support, self.shown[idea].seen

    def cards(self, person: int, visit: int) -> list[int]:
        """What the person is shown: a deal from two pools of stored columns, or the list down to five new ones."""
        met, day = self.met[person], visit * 14 // (VISITS * len(self.rates))
        if self.chance.random() < self.from_list:
            new = [place for place, idea in enumerate(self.listed) if idea not in met][:SIZE]
            return self.listed[: new[-1] + 1] if new else []
        cards = dealing.deal(
            [(idea, self.counted[idea]) for idea in self.least if idea not in met],
            [idea for idea in self.listed[: POOLS[1]] if idea not in met],
            seed=(person, self.seed, day),
        )
        self.short += len(cards) < SIZE
        return cards

    def look(self, person: int, idea: int) -> None:
        self.views[idea] += 1
        if idea in self.met[person]:
            return
        self.met[person].add(idea)
        likes = self.chance.random() < self.rates[idea]
        support, against, passed = self.votes[idea]
        self.votes[idea] = now = Counts(support + likes, against + (not likes), passed)
        self.supports, self.asked = self.supports + likes, self.asked + 1
        if now.seen - self.shown[idea].seen >= SMALLEST:
            self.shown[idea] = now

    def outcome(self) -> Outcome:
        ideas = range(len(self.rates))
        best = sorted(ideas, key=lambda idea: -self.rates[idea])[:10]
        top = sorted(ideas, key=lambda idea: -ranking.top(self.votes[idea], self.shape))[:10]
        half = len(self.rates) // 2
        late = mean(self.views[half:]) / mean(self.views[:half])
        short = self.short / (VISITS * len(self.rates))
        return Outcome(len({*best} & {*top}), min(self.views), late, self.supports / self.asked, short)


def invented(seed: int, ideas: int = 100) -> list[float]:
    """Support rates roughly as real conversations have them: Beta(2.5, 2), the late ideas as good as the early ones."""
    chance = Random(seed)
    rates = sorted(chance.betavariate(2.5, 2) for _ in range(ideas))
    early, late = rates[::2], rates[1::2]
    chance.shuffle(early)
    chance.shuffle(late)
    return early + late


def real(folder: Path) -> list[float]:
    """The support rates of a conversation's statements, of those that ten people or more voted on, in their order."""
    from curation.exchange import polis

    rows = polis.read(folder)
    votes: dict[str, list[bool]] = {}
    for vote in rows.votes.values():
        votes.setdefault(vote.idea, []).append(vote.choice == "support")
    ideas = sorted(rows.ideas.values(), key=lambda idea: idea.at)  # type: ignore[arg-type,return-value]
    return [mean(votes[idea.key]) for idea in ideas if len(votes.get(idea.key, [])) >= ENOUGH]


def average(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """The mean of each figure, but of the fewest views the least."""
    means = {name: mean(getattr(each, name) for each in outcomes) for name in Outcome._fields}
    return {**means, "fewest": min(each.fewest for each in outcomes)}


def several(rates: Callable[[int], Sequence[float]], seeds: Sequence[int], **how: float) -> list[Outcome]:
    return [Conversation(rates(seed), seed=seed, **how).run() for seed in seeds]  # type: ignore[arg-type]


def main(folder: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cocreate.settings")
    django.setup()
    known = [real(each) for each in sorted(folder.iterdir())]
    for from_list in (0.0, 0.5, 1.0):
        for redraw in (0.01, 0.1, 0.5, 2.0, 6.0):
            real_ones = [
                outcome
                for rates in known
                for outcome in several(lambda seed, rates=rates: rates, [1, 2, 3], redraw=redraw, from_list=from_list)  # type: ignore[misc]
            ]
            made_up = several(invented, range(1, 7), redraw=redraw, from_list=from_list)
            for name, outcomes in (("real", real_ones), ("invented", made_up)):
                figures = "  ".join(f"{key} {value:.3f}" for key, value in average(outcomes).items())
                print(f"list {from_list:.1f}  redraw {redraw:4.2f}  {name:9}{figures}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
