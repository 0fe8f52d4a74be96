"""The shrunk rate foretells how people vote later on better than counting does: in five real conversations."""

from collections.abc import Callable
from pathlib import Path
from statistics import mean

import pytest
from scipy.stats import spearmanr

from curation.exchange import polis
from tests.votes.test_dealing import CONVERSATIONS
from votes.ranking import Counts, Shape, shrunk_rate, wilson
from votes.shrinkage import Alike, fit

pytestmark = [pytest.mark.data, pytest.mark.slow]
SOON = (0.1, 0.2, 0.3, 0.5)
LATER = 20
Score = Callable[[Counts, Shape], float]


def raw(counts: Counts, shape: Shape) -> float:
    return counts.support / counts.seen if counts.seen else 0.5


def net(counts: Counts, shape: Shape) -> float:
    return counts.support - counts.object


def number(counts: Counts, shape: Shape) -> float:
    return counts.support


def cautious(counts: Counts, shape: Shape) -> float:
    return wilson(counts.support, counts.seen)[0]


SCORES: tuple[Score, ...] = (shrunk_rate, raw, net, number, cautious)


def tallied(votes: list[tuple[str, str]]) -> dict[str, Counts]:
    found: dict[str, list[int]] = {}
    for idea, choice in votes:
        found.setdefault(idea, [0, 0, 0])[("support", "object", "pass").index(choice)] += 1
    return {idea: Counts(*numbers) for idea, numbers in found.items()}


def foretold(said: list[tuple[str, str]], share: float) -> dict[str, float]:
    """How well each score after the first `share` of the votes orders ideas by later support (Spearman)."""
    cut = int(share * len(said))
    soon, later = tallied(said[:cut]), tallied(said[cut:])
    shape = fit(Alike(each.support, each.seen) for each in soon.values())
    ideas = [idea for idea, each in later.items() if each.seen >= LATER]
    truth = [raw(later[idea], shape) for idea in ideas]
    known = [soon.get(idea, Counts(0, 0, 0)) for idea in ideas]
    return {score.__name__: spearmanr([score(each, shape) for each in known], truth).statistic for score in SCORES}


def test_it_foretells_better_than_counting(real_data: Path) -> None:
    each = []
    for name in CONVERSATIONS:
        votes = polis.read(real_data / "polis" / name).votes.values()
        said = [(vote.idea, vote.choice) for vote in sorted(votes, key=lambda vote: vote.at)]  # type: ignore[arg-type,return-value]
        each += [foretold(said, share) for share in SOON]

    found = {score.__name__: mean(one[score.__name__] for one in each) for score in SCORES}

    assert found["shrunk_rate"] == max(found.values()), found
    assert found["shrunk_rate"] > found["net"] + 0.02, found
    assert found["shrunk_rate"] > found["number"] + 0.1, found
