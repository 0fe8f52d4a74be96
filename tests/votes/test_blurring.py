"""In a small group that agreed, no share can be worked out from the others."""

from itertools import product
from typing import Any

import pytest
from django.template.loader import render_to_string

from curation.queries import Lane
from ideas.models import Campaign, Idea
from votes.queries import Ballot, Result
from votes.serializers import ballot_document

SMALL = [Result(*numbers) for numbers in product(range(10), repeat=3) if 5 <= sum(numbers) < 10]
BLURRED = [result for result in SMALL if result.is_blurred]


def shares(result: Result) -> dict[str, Any]:
    document = ballot_document(Ballot(1, "support", result, "", may_vote=True))["result"]
    return {name: document[name] for name in ("support", "object", "pass")}


def is_true(share: dict[str, Any], number: int, votes: int) -> bool:
    percent = 100 * number / votes
    if share["bound"] == "over":
        return percent >= share["percent"]
    return percent <= share["percent"] if share["bound"] == "under" else abs(percent - share["percent"]) <= 1


def test_all_three_shares_are_exact_or_none_is() -> None:
    for result in SMALL:
        told = shares(result).values()

        assert len({share["bound"] == "exact" for share in told}) == 1, result
        assert len({share["count"] is None for share in told}) == 1, result
        assert [share["bound"] == "exact" for share in told] == [not result.is_blurred] * 3, result


def test_counts_of_an_exact_result_add_up() -> None:
    for result in SMALL:
        if not result.is_blurred:
            told = shares(result).values()
            assert sum(share["count"] for share in told) == result.votes
            assert sum(share["percent"] for share in told) == 100


def test_every_share_that_is_told_is_true() -> None:
    for result in SMALL:
        numbers = (result.support, result.object, result.passed)
        for share, number in zip(shares(result).values(), numbers, strict=True):
            assert is_true(share, number, result.votes), result


def test_no_bounds_fit_one_division_of_the_votes_alone() -> None:
    for result in BLURRED:
        told = list(shares(result).values())
        alike = [
            other
            for other in SMALL
            if other.votes == result.votes
            and all(
                is_true(share, number, other.votes)
                for share, number in zip(told, (other.support, other.object, other.passed), strict=True)
            )
        ]

        assert len(alike) > 1, result


@pytest.mark.parametrize(("support", "against", "passed"), [(0, 4, 4), (0, 7, 0), (4, 0, 1)])
def test_the_page_gives_no_exact_share_either(support: int, against: int, passed: int) -> None:
    result = Result(support, against, passed)

    ballot = Ballot(1, "pass", result, "", may_vote=True)
    html = render_to_string("votes/_result.html", {"idea": Idea(campaign=Campaign()), "ballot": ballot})

    assert html.count("or more</b>") + html.count("or less</b>") == html.count("<b>") == 2


@pytest.mark.parametrize(("against", "contested"), [(9, False), (10, True)])
def test_a_theme_is_called_contested_only_where_its_shares_may_be_told(against: int, contested: bool) -> None:
    lane = Lane(theme=None, digit=0, tiles=[], after="", more=0, result=Result(0, against, 0))  # type: ignore[arg-type]

    assert lane.result.is_blurred is not contested
    assert lane.is_contested is contested
