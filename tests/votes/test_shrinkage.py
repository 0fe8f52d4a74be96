"""What ideas have in common is found from their votes, and how sure each support rate is."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import check_grad
from scipy.special import betaln

from votes.ranking import LAPLACE, Counts, Shape, shrunk_rate
from votes.shrinkage import Alike, _unlikeliness, fit, intervals

ROOT = Path(__file__).resolve().parents[2]
groups = st.lists(
    st.integers(0, 2000).flatmap(
        lambda seen: st.builds(Alike, st.integers(0, seen), st.just(seen), st.integers(1, 1000))
    ),
    max_size=40,
)


def likelihood(of: list[Alike], shape: Shape) -> float:
    """The sum of ln B(A + α, S - A + β) - ln B(α, β), as the source writes it."""
    support, seen, ideas = (np.array(column, dtype=float) for column in zip(*of, strict=True))
    alpha, beta = shape
    return float(ideas @ (betaln(support + alpha, seen - support + beta) - betaln(alpha, beta)))


def sampled(alpha: float, beta: float, ideas: int, seed: int = 1) -> list[Alike]:
    """Votes on ideas whose true support rates come from Beta(α, β)."""
    chance = np.random.default_rng(seed)
    seen = chance.integers(5, 200, ideas)
    support = chance.binomial(seen, chance.beta(alpha, beta, ideas))
    return [Alike(int(part), int(whole)) for part, whole in zip(support, seen, strict=True)]


@pytest.mark.parametrize(("alpha", "beta"), [(1.0, 1.0), (3.0, 4.0), (8.0, 2.0), (8.0, 10.0)])
def test_it_finds_the_shape_that_the_votes_came_from(alpha: float, beta: float) -> None:
    found = fit(sampled(alpha, beta, 4000))

    assert found == pytest.approx((alpha, beta), rel=0.1)


@pytest.mark.parametrize("seed", range(3))
def test_no_other_shape_makes_the_votes_likelier(seed: int) -> None:
    votes = sampled(2.0, 5.0, 60, seed)
    found = likelihood(votes, fit(votes))

    others = [Shape(alpha, beta) for alpha in np.linspace(0.3, 12, 40) for beta in np.linspace(0.3, 24, 40)]

    assert max(likelihood(votes, shape) for shape in others) <= found + 1e-6


def test_its_slope_is_that_of_the_likelihood() -> None:
    columns = [np.array(column, dtype=float) for column in zip(*sampled(2.0, 3.0, 50), strict=True)]

    error = check_grad(
        lambda at: _unlikeliness(at, *columns)[0], lambda at: _unlikeliness(at, *columns)[1], np.array([0.3, 1.2])
    )

    assert error < 1e-5


def test_ideas_that_are_alike_count_as_often_as_there_are() -> None:
    apart = sampled(2.0, 3.0, 30) * 3
    together = [Alike(each.support, each.seen, 3) for each in sampled(2.0, 3.0, 30)]

    assert fit(together) == pytest.approx(fit(apart), rel=1e-4)


@pytest.mark.parametrize("votes", [[], [Alike(5, 9)] * 9, [Alike(5, 9, 9)], [Alike(0, 0, 50), Alike(3, 5, 9)]])
def test_under_ten_ideas_with_votes_it_is_laplace_s(votes: list[Alike]) -> None:
    assert fit(votes) == LAPLACE


@pytest.mark.parametrize(
    "votes",
    [
        [Alike(5, 5, 20)],
        [Alike(0, 5, 20)],
        [Alike(0, 1_000_000, 10), Alike(1_000_000, 1_000_000, 10)],
        [Alike(50, 100, 20)],
        [Alike(1, 1, 10)],
        [Alike(500_000, 1_000_000, 100_000)],
    ],
)
def test_votes_that_are_all_alike_neither_break_nor_rule_it(votes: list[Alike]) -> None:
    alpha, beta = fit(votes)

    assert 1 - 1e-9 <= alpha + beta <= 20 + 1e-9
    assert 0.01 - 1e-9 <= alpha / (alpha + beta) <= 0.99 + 1e-9


@settings(max_examples=40)
@given(groups)
def test_whatever_the_votes_the_shape_stays_within_bounds(votes: list[Alike]) -> None:
    alpha, beta = fit(votes)

    assert 1 - 1e-9 <= alpha + beta <= 20 + 1e-9
    assert min(alpha, beta) > 0


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [  # of Beta(a, b) = (1, 1), (6, 6), (9, 3), (1, 11): there a or more of a + b - 1 has chance .025, and .975
        (Counts(0, 0, 0), 0.025, 0.975),
        (Counts(5, 3, 2), 0.2338, 0.7662),
        (Counts(8, 1, 1), 0.4822, 0.9398),
        (Counts(0, 10, 0), 0.0023, 0.2849),
    ],
)
def test_the_interval_is_that_of_the_beta_distribution(counts: Counts, low: float, high: float) -> None:
    assert intervals([counts], LAPLACE) == [pytest.approx((low, high), abs=5e-5)]


@given(
    st.builds(Counts, st.integers(0, 5000), st.integers(0, 5000), st.integers(0, 5000)),
    st.builds(Shape, st.floats(0.5, 50), st.floats(0.5, 50)),
)
def test_the_interval_holds_the_rate_and_narrows_as_people_vote(counts: Counts, shape: Shape) -> None:
    many = Counts(*(100 * number + 100 for number in counts))

    (low, high), (low_of_many, high_of_many) = intervals([counts, many], shape)

    assert 0 <= low <= high <= 1
    assert low - 1e-4 <= shrunk_rate(counts, shape) <= high + 1e-4 or min(shape) + min(counts[:2]) < 1
    assert high_of_many - low_of_many <= high - low + 1e-3


def test_no_ideas_have_no_intervals() -> None:
    assert intervals([], LAPLACE) == []


def test_the_web_does_not_load_it() -> None:
    program = "import sys, cocreate.wsgi, cocreate.urls, votes.tasks; print(*{'scipy', 'numpy'} & sys.modules.keys())"

    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == ""
