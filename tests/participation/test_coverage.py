from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.privacy import SMALLEST_GROUP
from participation.coverage import UnitCount, figures, shown_weeks, strips
from participation.representativeness import shares
from participation.tables import table

TOTALS = {"ideas": 12, "votes": 80, "comments": 3}


def unit(pk: int, invited: int, heard: int, weeks: tuple[int, ...] = ()) -> UnitCount:
    return UnitCount(pk, f"Unit {pk}", invited, heard, weeks)


@st.composite
def companies(draw: st.DrawFn) -> list[UnitCount]:
    """Units, each with people of whom some were heard."""
    units: list[UnitCount] = []
    for pk in range(1, draw(st.integers(1, 12)) + 1):
        invited = draw(st.integers(0, 30))
        units.append(unit(pk, invited, draw(st.integers(0, invited))))
    return units


def row(shown: dict[str, Any], pk: int) -> dict[str, Any]:
    return next(row for row in shown["units"] if row["unit"] == pk)


def test_a_unit_in_which_enough_were_heard_is_shown_with_its_interval() -> None:
    shown = figures([unit(1, 0, 0), unit(2, 20, 10)], TOTALS, 5)

    assert {name: row(shown, 2)[name] for name in ("invited", "heard", "percent", "low", "high")} == {
        "invited": 20,
        "heard": 10,
        "percent": 50,
        "low": 30,
        "high": 70,
    }


def test_a_quiet_unit_is_named_without_a_number() -> None:
    shown = figures([unit(1, 0, 0), unit(2, 20, 10), unit(3, 20, 10), unit(4, 20, 4)], TOTALS, 5)

    assert row(shown, 4)["heard"] is None
    assert "percent" not in row(shown, 4)
    assert "Unit 4" in shown["quiet"]


def test_a_second_unit_is_hidden_where_one_would_follow_from_the_company_s_figure() -> None:
    shown = figures([unit(1, 0, 0), unit(2, 20, 10), unit(3, 20, 4)], TOTALS, 5)

    assert [each["heard"] for each in shown["units"]] == [None, None]
    assert shown["heard"] == 14


def test_of_a_company_in_which_four_were_heard_only_the_invited_are_shown() -> None:
    shown = figures([unit(1, 0, 0), unit(2, 20, 4)], TOTALS, 5)

    assert (shown["invited"], shown["heard"], shown["totals"], shown["units_heard"]) == (20, None, {}, 0)


def test_weeks_with_few_people_are_hidden() -> None:
    shown = figures([unit(1, 20, 13, weeks=(8, 4, 0))], TOTALS, 5)

    assert row(shown, 1)["weeks"] == [40, None, None]


def test_a_week_is_hidden_where_few_would_be_left_of_the_total() -> None:
    shown = figures([unit(1, 20, 12, weeks=(8, 4, 0))], TOTALS, 5)

    assert row(shown, 1)["weeks"] == [None, None, None]


def test_no_figure_is_over_a_hundred_per_cent_after_people_have_moved_on() -> None:
    shown = figures([unit(1, 10, 13, weeks=(13,))], TOTALS, 5)

    assert (row(shown, 1)["percent"], row(shown, 1)["weeks"]) == (100, [100])


def test_nobody_at_all_makes_no_figures() -> None:
    shown = figures([], TOTALS, 5)

    assert (shown["invited"], shown["heard"], shown["units"]) == (0, None, [])


@given(companies())
def test_what_the_hidden_units_add_up_to_is_nobody_or_a_group(units: list[UnitCount]) -> None:
    shown = figures(units, TOTALS, SMALLEST_GROUP)

    heard = [each["heard"] for each in shown["units"] if each["heard"] is not None]
    assert all(number >= SMALLEST_GROUP for number in heard)
    if shown["heard"] is not None and heard:
        rest = shown["heard"] - sum(heard)
        assert rest == 0 or rest >= SMALLEST_GROUP


@pytest.mark.parametrize("smallest", [5, 10, 20])
def test_a_campaign_s_own_smallest_group_is_kept(smallest: int) -> None:
    shown = figures([unit(1, 40, 15)], TOTALS, smallest)

    assert (shown["heard"] is None) is (smallest > 15)


@st.composite
def companies_with_weeks(draw: st.DrawFn) -> list[UnitCount]:
    """As companies, with weeks."""
    units: list[UnitCount] = []
    for pk in range(1, draw(st.integers(2, 10)) + 1):
        invited = draw(st.integers(0, 30))
        heard = draw(st.integers(0, invited))
        weeks = tuple(draw(st.lists(st.integers(0, heard), min_size=3, max_size=3)))
        units.append(unit(pk, invited, heard, weeks))
    return units


def stands_out(rest: int, smallest: int = SMALLEST_GROUP) -> bool:
    return 0 < rest < smallest


def test_two_units_do_not_give_each_other_away() -> None:
    shown = figures([unit(1, 20, 10), unit(2, 20, 3)], TOTALS, 5)

    assert [each["heard"] for each in shown["units"]] == [None, None]


@given(companies_with_weeks())
def test_nothing_that_can_be_subtracted_singles_anyone_out(units: list[UnitCount]) -> None:
    shown = figures(units, TOTALS, SMALLEST_GROUP)

    heard = [each["heard"] for each in shown["units"] if each["heard"] is not None]
    assert not any(stands_out(number) for number in heard)
    assert not heard or not stands_out(shown["heard"] - sum(heard))


@given(st.integers(5, 60), st.lists(st.integers(0, 60), max_size=8))
def test_no_week_can_be_worked_out_from_the_unit_s_total(heard: int, counts: list[int]) -> None:
    weeks = [min(count, heard) for count in counts]

    kept = [count for count in shown_weeks(weeks, heard, SMALLEST_GROUP) if count is not None]

    assert not any(stands_out(heard - count) or count < SMALLEST_GROUP for count in kept)
    assert not kept or not stands_out(heard - sum(kept))


@pytest.mark.parametrize(
    ("heard", "weeks", "shown"),
    [
        (10, (10,), [10]),
        (12, (6, 4), [6, None]),
        (7, (5, 2), [None, None]),  # two people came in the second week only
        (20, (9, 8), [9, None]),  # three came in neither
        (14, (9, 8), [9, 8]),  # some came in both, and nobody can tell how many
        (11, (), []),
    ],
)
def test_which_weeks_may_stand_beside_the_total(heard: int, weeks: tuple[int, ...], shown: list[int | None]) -> None:
    assert shown_weeks(weeks, heard, 5) == shown


def test_units_too_small_ever_to_be_shown_are_not_called_quiet() -> None:
    shown = figures([unit(1, 3, 1), unit(2, 20, 10), unit(3, 9, 4), unit(4, 4, 1)], TOTALS, 5)

    assert (shown["quiet"], shown["units_asked"]) == (["Unit 3"], 2)


def test_the_strip_has_a_cell_for_each_unit_sorted_by_state_with_one_s_own_marked() -> None:
    units = [unit(1, 0, 0), unit(2, 20, 2), unit(3, 20, 5), unit(4, 20, 15), unit(5, 20, 4)]

    shown = strips(figures(units, TOTALS, 5), goal=50).of(3)

    assert shown.cells == ("heard", "some", "quiet", "quiet")
    assert (shown.me, shown.own, shown.units_heard, shown.units_asked) == (1, "Unit 3", 2, 4)


def test_the_strip_of_a_very_large_company_bundles_units() -> None:
    units = [unit(1, 0, 0), *(unit(pk, 20, 15) for pk in range(2, 1002))]

    shown = strips(figures(units, TOTALS, 5), goal=50).of(None)

    assert (len(shown.cells), shown.each, shown.me) == (91, 11, -1)


def test_shares_set_the_units_not_shown_apart_without_naming_them() -> None:
    units = [unit(1, 0, 0), unit(2, 50, 30), unit(3, 30, 6), unit(4, 20, 4)]

    found = shares(figures(units, TOTALS, 5))

    assert [(share.name, share.asked, share.heard, share.gap) for share in found] == [
        ("", 50, 25, -25),
        ("Unit 2", 50, 75, 25),
    ]


def test_the_table_for_a_file_holds_the_same_cells_as_the_figures() -> None:
    units = [unit(1, 0, 0, (0,)), unit(2, 20, 10, (10,)), unit(3, 20, 10, (10,)), unit(4, 20, 9, (4,))]

    rows = table(figures(units, TOTALS, 5))

    assert rows == [
        ["unit", "people", "heard", "percent", "low", "high", "week 1 percent"],
        ["everyone", 60, 29, "", "", "", ""],
        ["Unit 2", 20, 10, 50, 30, 70, 50],
        ["Unit 3", 20, 10, 50, 30, 70, 50],
        ["Unit 4", 20, 9, 45, 26, 66, "hidden"],
    ]
