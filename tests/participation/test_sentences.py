from typing import Any

import pytest
from django.utils import translation

from participation.coverage import UnitCount, figures
from participation.sentences import sentences

TOTALS = {"ideas": 412, "votes": 6380, "comments": 98}


def company(*units: tuple[str, int, int]) -> dict[str, Any]:
    """Figures of units that stand side by side: name, people, heard."""
    counts = [UnitCount(pk, name, people, heard) for pk, (name, people, heard) in enumerate(units, start=1)]
    return figures(counts, TOTALS, 5)


def test_nothing_is_said_before_the_first_release() -> None:
    assert sentences({}, 50) == []


def test_of_a_handful_it_is_only_said_that_they_are_too_few() -> None:
    assert sentences(company(("Mill Lane", 30, 4)), 50) == [
        "Fewer than 5 people have taken part so far, so there is nothing to say yet."
    ]


def test_there_are_three_sentences() -> None:
    said = sentences(company(("Westbridge", 1500, 1200), ("Castle Street", 1400, 118), ("Depot", 240, 50)), 50)

    assert said == [
        "1,368 of 3,140 colleagues have been heard: 44%. 202 more would reach the aim of 50%.",
        "Every unit that is large enough can be shown.",
        "Most were heard in Westbridge (80%), fewest of those shown in Castle Street (8%).",
    ]


def test_an_aim_that_is_met_is_said_so() -> None:
    said = sentences(company(("Mill Lane", 20, 10)), 50)

    assert said[0] == "10 of 20 colleagues have been heard: 50%, so the aim of 50% is met."


@pytest.mark.parametrize(
    ("heard", "ending"),
    [(9, "One more would reach the aim of 50%."), (8, "2 more would reach the aim of 50%.")],
)
def test_it_is_said_how_many_are_missing(heard: int, ending: str) -> None:
    assert sentences(company(("Mill Lane", 20, heard)), 50)[0].endswith(ending)


def test_units_that_cannot_be_shown_are_counted_and_not_named() -> None:
    said = sentences(company(("Mill Lane", 20, 12), ("Quayside", 20, 4), ("Station", 20, 3)), 50)

    assert said[1] == "1 of 3 units can be shown; the other 2 cannot yet."
    assert not any(name in " ".join(said) for name in ("Quayside", "Station"))


def test_a_difference_that_may_be_chance_is_not_made_into_a_ranking() -> None:
    said = sentences(company(("Mill Lane", 20, 10), ("Quayside", 20, 12)), 50)

    assert said[2] == "The units shown lie between 50% and 60%; with so few people the difference may be chance."


def test_who_sees_one_unit_is_told_of_it_and_the_whole() -> None:
    shown = company(("Mill Lane", 20, 10), ("Quayside", 20, 16))
    own = {**shown, "units": shown["units"][:1]}

    assert sentences(own, 50)[2] == "In Mill Lane it is 50%, in the whole company 65%."


def test_who_sees_no_unit_is_told_what_was_said() -> None:
    shown = company(("Mill Lane", 20, 10))

    assert sentences({**shown, "units": []}, 50)[2] == "So far there are 412 ideas, 98 comments and 6,380 votes."


def test_the_same_figures_give_the_same_words() -> None:
    shown = company(("Mill Lane", 20, 10), ("Quayside", 20, 10), ("Station", 40, 20))

    assert sentences(shown, 50) == sentences({**shown, "units": shown["units"][::-1]}, 50)


def test_numbers_are_grouped_as_the_reader_s_language_does() -> None:
    with translation.override("de"):
        assert "1.368" in sentences(company(("Westbridge", 3140, 1368)), 50)[0]


@pytest.mark.parametrize(
    ("overlap", "ending"),
    [
        (88, "Of 100 people heard, 12 would have to come from other units for all to be heard alike."),
        (100, "Those heard are spread over the units just as the people are."),
        (None, "Every unit that is large enough can be shown."),
    ],
)
def test_it_is_said_whether_those_heard_are_like_those_who_are_there(overlap: int | None, ending: str) -> None:
    shown = company(("Mill Lane", 20, 12), ("Quayside", 20, 10))

    assert sentences({**shown, "overlap": overlap}, 50)[1].endswith(ending)
