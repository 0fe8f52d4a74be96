"""Real conversations summarised, against figures computed here from the raw files with NumPy and SciPy."""

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.integrate import trapezoid

from curation import exchange
from curation.actions import import_campaign
from ideas.models import Idea
from participation.actions import summarise
from participation.evenness import gini, top_share
from votes.queries import spread

pytestmark = [pytest.mark.django_db, pytest.mark.data, pytest.mark.slow]
CONVERSATIONS = ["canadian-electoral-reform", "scoop-hivemind.taxes", "15-per-hour-seattle", "vtaiwan.uberx"]
REJECTED, SIDES, MOST, RANKED = "-1", {"1": 0, "-1": 1, "0": 2}, 5, 10


def raw_votes(folder: Path) -> tuple[dict[tuple[str, str], str], set[str]]:
    """Voter and statement → the last vote, without those of authors on their own; and the statements not rejected."""
    with (folder / "comments.csv").open(encoding="utf-8", newline="") as file:
        statements = {row["comment-id"]: row for row in csv.DictReader(file)}
    votes: dict[tuple[str, str], str] = {}
    with (folder / "votes.csv").open(encoding="utf-8", newline="") as file:
        for row in sorted(csv.DictReader(file), key=lambda row: int(row["timestamp"])):
            statement = statements.get(row["comment-id"])
            if statement is not None and statement["author-id"] != row["voter-id"]:
                votes[row["voter-id"], row["comment-id"]] = row["vote"]
    return votes, {key for key, row in statements.items() if row["moderated"] != REJECTED}


def gini_by_lorenz(amounts: np.ndarray[Any, Any]) -> float:
    """Twice the area between the diagonal and Lorenz's curve."""
    curve = np.concatenate([[0.0], np.cumsum(np.sort(amounts)) / amounts.sum()])
    return float(1 - 2 * trapezoid(curve, dx=1 / len(amounts)))


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_a_real_conversation_is_summed_up_as_its_files_say(real_data: Path, name: str) -> None:
    folder = real_data / "polis" / name
    votes, statements = raw_votes(folder)
    cast = np.array(sorted(Counter(voter for voter, _ in votes).values()), dtype=float)

    campaign = import_campaign(rows=exchange.read(folder), slug="real").campaign
    figures = summarise(campaign=campaign).figures

    everyone = np.concatenate([np.zeros(figures["invited"] - len(cast)), cast])
    assert figures["totals"]["votes"] == int(cast.sum())
    assert figures["evenness"]["voters"] == round(100 * gini_by_lorenz(cast))
    assert figures["evenness"]["invited"] == round(100 * gini_by_lorenz(everyone))
    assert sum(row["ideas"] for row in figures["stages"]) == len(statements)

    people = spread(campaign)
    assert gini(people) == pytest.approx(gini_by_lorenz(cast))
    points = np.linspace(0, 1, len(cast) + 1)
    lorenz = np.concatenate([[0.0], np.cumsum(cast) / cast.sum()])
    assert top_share(people) == pytest.approx(1 - np.interp(0.9, points, lorenz))


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_what_divides_is_what_divides_in_the_files(real_data: Path, name: str) -> None:
    folder = real_data / "polis" / name
    votes, statements = raw_votes(folder)
    counts = {key: np.zeros(3) for key in statements}
    for (_, statement), vote in votes.items():
        if statement in counts:
            counts[statement][SIDES[vote]] += 1
    split = [round(2 * min(row[0], row[1]) / row.sum(), 4) for row in counts.values() if row.sum() >= RANKED]
    expected = sorted((share for share in split if share >= 0.5), reverse=True)[:MOST]

    campaign = import_campaign(rows=exchange.read(folder), slug="real").campaign
    figures = summarise(campaign=campaign).figures

    found = Idea.objects.in_bulk([row["idea"] for row in figures["divided"]])
    assert [found[row["idea"]].rank_divisive for row in figures["divided"]] == pytest.approx(expected)
