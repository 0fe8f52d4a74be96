"""Figures after units were merged: nobody is singled out, and nothing is lost."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from participation.coverage import UnitCount, figures
from participation.reorganised import Closed, as_if_always, last_successor

TOTALS = {"ideas": 1, "votes": 1, "comments": 1}
SMALLEST = 5


def unit(pk: int, people: int, heard: int, **more: Any) -> UnitCount:
    return UnitCount(pk, f"Unit {pk}", people, heard, **more)


def before() -> dict[str, Any]:
    return figures([unit(1, 20, 10), unit(2, 15, 8), unit(3, 40, 30)], TOTALS, SMALLEST)


def after(own: int, other: int, earlier: dict[str, Any]) -> dict[str, Any]:
    """Unit 1 was closed, with ten heard; 2 took it up and has heard `own` by itself."""
    closed = unit(1, 0, 10, closed=True, into=2)
    return figures([closed, unit(2, 35, own), unit(3, 40, other)], TOTALS, SMALLEST, earlier)


def heard(shown: dict[str, Any]) -> dict[int, int | None]:
    return {row["unit"]: row["heard"] for row in shown["units"]}


def test_whoever_was_heard_in_a_closed_unit_counts_in_the_one_that_took_it_up() -> None:
    shown = after(15, 36, before())

    assert heard(shown) == {2: 25, 3: 36}
    assert shown["heard"] == 61


def test_a_closed_unit_keeps_its_row_as_it_was_and_the_release_is_named() -> None:
    shown = after(15, 36, before())

    row = shown["closed"][0]
    assert (row["unit"], row["heard"], row["invited"], row["into"], row["until"]) == (1, 10, 20, 2, 1)
    assert shown["reorganised"] == [1]


def test_two_who_came_since_are_not_told_by_adding_what_was_known_of_both() -> None:
    shown = after(10, 36, before())

    assert heard(shown)[2] is None
    assert heard(after(16, 42, shown))[2] == 26


def test_the_release_before_is_named_once() -> None:
    later = after(21, 42, after(15, 36, before()))

    assert (later["reorganised"], later["closed"][0]["until"]) == ([1], 1)


def test_who_was_heard_in_a_unit_that_nothing_followed_counts_in_the_company() -> None:
    shown = figures([unit(1, 0, 10, closed=True), unit(2, 15, 8), unit(3, 40, 37)], TOTALS, SMALLEST, before())

    assert (shown["heard"], heard(shown)) == (55, {2: 8, 3: 37})


@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 15), st.integers(8, 25))
def test_the_figures_before_and_after_differ_by_nobody_or_a_group(a: int, b: int, more: int, later: int) -> None:
    first = figures([unit(1, 20, a), unit(2, 20, b), unit(3, 40, 30)], TOTALS, SMALLEST)
    known = heard(first)
    closed = unit(1, 0, a, closed=True, into=2)
    second = figures([closed, unit(2, 40, b + more), unit(3, 40, 30 + later)], TOTALS, SMALLEST, first)
    now = heard(second).get(2)

    if now is not None and second != first:
        assert all(now == each or now - each >= SMALLEST for each in (known[1], known[2]) if each is not None)
        if known[1] is not None and known[2] is not None:
            since = now - known[1] - known[2]
            assert since == 0 or since >= SMALLEST


def test_successors_are_followed_to_the_last() -> None:
    assert last_successor(1, {1: 2, 2: 3}) == 3
    assert last_successor(1, {1: None}) is None
    assert last_successor(1, {1: 2, 2: 1}) is None
    assert last_successor(1, {1: 2, 2: None}) is None


def test_earlier_figures_of_both_are_laid_together_up_to_the_reorganisation() -> None:
    releases = [{0: 30, 1: 10}, {0: 40, 2: 8}, {0: 60, 2: 25}]

    assert as_if_always(releases, [Closed(1, 2, 2)]) == [
        {0: 30, 1: 10, 2: 10},
        {0: 40, 2: 18},
        {0: 60, 2: 25},
    ]
