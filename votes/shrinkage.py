"""What the ideas of a campaign have in common, and how sure their support rates are. Pure functions of counts.

It brings SciPy along, half a second of imports: only jobs load it.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import betaincinv, betaln, digamma, expit, logit

from votes.ranking import LAPLACE, Counts, Shape

FEWEST_IDEAS = 10
TAIL = 0.025
MEANS = (0.01, 0.99)
STRENGTHS = (1.0, 20.0)  # votes; in five real conversations it was 3 to 16
START = 4.0
Numbers = NDArray[np.float64]


class Alike(NamedTuple):
    """How many `ideas` have the same `support` among the same number of voters, `seen`."""

    support: int
    seen: int
    ideas: int = 1


def fit(groups: Iterable[Alike]) -> Shape:
    """The α and β that make the votes likeliest (beta-binomial, Efron and Morris 1975); Laplace's for under ten ideas.

    It maximises Σ ln B(A + α, S - A + β) - ln B(α, β) over ideas that somebody voted on. The mean α / (α + β) stays
    between .01 and .99 and the strength α + β between 1 and 20 votes: however alike the ideas are, what people said of
    one is never drowned by what they said of the others.
    """
    rows = [group for group in groups if group.seen > 0 and group.ideas > 0]
    if sum(group.ideas for group in rows) < FEWEST_IDEAS:
        return LAPLACE
    support, seen, ideas = (np.array(column, dtype=np.float64) for column in zip(*rows, strict=True))
    mean = float(np.clip((ideas @ support + 1) / (ideas @ seen + 2), *MEANS))
    found = minimize(
        _unlikeliness,
        x0=(logit(mean), np.log(START)),
        args=(support, seen, ideas),
        jac=True,
        method="L-BFGS-B",
        bounds=[tuple(logit(MEANS)), tuple(np.log(STRENGTHS))],
    )
    alpha, beta = _shape(found.x)
    return Shape(alpha, beta) if np.isfinite(alpha + beta) else LAPLACE


def _unlikeliness(at: Numbers, support: Numbers, seen: Numbers, ideas: Numbers) -> tuple[float, Numbers]:
    """Minus the mean log-likelihood at (logit of the mean, log of the strength), and its slope."""
    alpha, beta = _shape(at)
    both, against = alpha + beta, seen - support
    likelihood = betaln(support + alpha, against + beta) - betaln(alpha, beta)
    shared = digamma(both) - digamma(seen + both)
    by_alpha = ideas @ (digamma(support + alpha) - digamma(alpha) + shared)
    by_beta = ideas @ (digamma(against + beta) - digamma(beta) + shared)
    slope = np.array([(by_alpha - by_beta) * alpha * beta / both, by_alpha * alpha + by_beta * beta])
    number = ideas.sum()
    return -float(ideas @ likelihood) / number, -slope / number


def _shape(at: Numbers) -> tuple[float, float]:
    mean, strength = float(expit(at[0])), float(np.exp(at[1]))
    return mean * strength, (1 - mean) * strength


def intervals(counts: Sequence[Counts], shape: Shape) -> list[tuple[float, float]]:
    """Where each support rate lies with 95 % probability: quantiles of Beta(A + α, S - A + β), to four places."""
    support = np.array([each.support for each in counts], dtype=np.float64)
    seen = np.array([each.seen for each in counts], dtype=np.float64)
    alpha, beta = support + shape.alpha, seen - support + shape.beta
    low, high = betaincinv(alpha, beta, TAIL), betaincinv(alpha, beta, 1 - TAIL)
    return list(zip(low.round(4).tolist(), high.round(4).tolist(), strict=True))
