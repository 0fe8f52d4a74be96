import math
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.votes import rushing
from votes.bursts import WINDOWS, alarm_at, find, surprise, usual

MINUTES, HOUR, DAY = WINDOWS
QUIET = dict.fromkeys(range(1, 51), 40)  # support that each of fifty ideas has had


@pytest.mark.parametrize(
    ("observed", "expected", "probability"),
    [  # Pearson and Hartley, Biometrika tables for statisticians I, table 7
        (0, 3.0, 1.0),
        (1, 0.5, 0.39347),
        (2, 0.5, 0.09020),
        (3, 1.0, 0.08030),
        (5, 1.0, 0.00366),
        (8, 2.0, 0.00110),
        (10, 4.0, 0.00813),
        (3, 10.0, 0.99723),
    ],
)
def test_the_tail_is_the_published_one(observed: int, expected: float, probability: float) -> None:
    assert math.exp(-surprise(observed, expected)) == pytest.approx(probability, abs=5e-6)


def test_far_out_the_tail_is_exact() -> None:
    expected = 1000 * math.log(2) + 0.5 + math.lgamma(1001) - math.log1p(0.5 / 1001 + 0.25 / 1001 / 1002)

    assert surprise(1000, 0.5) == pytest.approx(expected, rel=1e-12)


@given(st.integers(0, 400), st.floats(0.5, 300))
def test_more_is_never_less_surprising(observed: int, expected: float) -> None:
    assert 0 <= surprise(observed, expected) <= surprise(observed + 1, expected) + 1e-9


@given(st.integers(1, 400), st.floats(0.5, 300), st.floats(0.01, 50))
def test_the_more_is_usual_the_less_surprising(observed: int, expected: float, more: float) -> None:
    assert surprise(observed, expected + more) <= surprise(observed, expected) + 1e-9


@given(st.integers(1, 60), st.floats(0.5, 40))
def test_the_tail_is_the_sum_of_its_chances(observed: int, expected: float) -> None:
    chances = [math.exp(k * math.log(expected) - expected - math.lgamma(k + 1)) for k in range(observed, 400)]

    assert math.exp(-surprise(observed, expected)) == pytest.approx(math.fsum(chances), rel=1e-9)


def test_the_alarm_is_shared_by_all_windows_of_all_ideas() -> None:
    assert math.exp(-alarm_at(100)) == pytest.approx(1e-3 / 300)


def test_what_is_usual_is_the_past_and_never_less_than_an_equal_share() -> None:
    assert usual(30, 60, 11) == 0.5
    assert usual(0, 60, 11) == 0.1
    assert usual(0, 0, 11) == 0.1


def test_ten_at_once_for_one_idea_are_an_alarm() -> None:
    pace = {100: {1: 6, 2: 1, 3: 1}, 101: {1: 4, 4: 2}}

    (burst,) = find(pace, QUIET, 50)

    assert (burst.idea, burst.slots, burst.last, burst.support) == (1, MINUTES, 101, 10)
    assert burst.expected == pytest.approx(0.5 + 4 / 49, abs=0.01)


@pytest.mark.parametrize("number", [1, 3, 5])
def test_a_handful_is_none(number: int) -> None:
    assert find({100: {1: number, 2: 1, 3: 1}}, QUIET, 50) == []


def test_a_crowd_for_everything_is_none() -> None:
    assert find({slot: dict.fromkeys(QUIET, 2) for slot in range(12)}, QUIET, 50) == []


def test_a_rush_for_what_was_always_liked_is_none() -> None:
    pace = {100: {1: 30, **dict.fromkeys(range(2, 51), 1)}}

    assert find(pace, {**QUIET, 1: 1200}, 50) == []


def test_twenty_within_an_hour_are_an_alarm_that_names_the_hour() -> None:
    pace = {100 + 3 * part: {1: 5, 2 + part: 1} for part in range(4)}

    (burst,) = find(pace, QUIET, 50)

    assert (burst.slots, burst.support) == (HOUR, 20)


def test_twenty_over_a_day_are_an_alarm_where_little_else_happens() -> None:
    pace = {14 * part: {1: 1, 2 + part: 1} for part in range(20)}

    (burst,) = find(pace, QUIET, 50)

    assert (burst.slots, burst.support) == (DAY, 20)


def test_while_nothing_is_usual_there_is_no_alarm() -> None:
    assert find({100: {1: 30, 2: 3}}, {1: 30, 2: 3}, 50) == []


def test_among_very_many_votes_a_small_change_is_none() -> None:
    crowd = dict.fromkeys(QUIET, 1000)

    assert find({100: {**crowd, 1: 1900}}, dict.fromkeys(QUIET, 10000), 50) == []


def test_slots_are_counted_once_in_any_order() -> None:
    pace = {101: {1: 4, 4: 2}, 100: {1: 6, 2: 1, 3: 1}}

    assert find(pace, QUIET, 50) == find(dict(sorted(pace.items())), QUIET, 50)


@given(
    st.dictionaries(
        st.integers(0, 400), st.dictionaries(st.integers(1, 50), st.integers(1, 20), max_size=5), max_size=12
    )
)
def test_a_window_holds_what_its_slots_hold(pace: dict[int, dict[int, int]]) -> None:
    for burst in find(pace, dict.fromkeys(QUIET, 2000), 50):
        inside = [pace[slot] for slot in pace if burst.last - burst.slots < slot <= burst.last]

        assert burst.support == sum((Counter(each) for each in inside), Counter())[burst.idea]
        assert burst.surprise >= alarm_at(50)


def test_in_an_invented_conversation_rushes_are_noticed_and_nothing_else() -> None:
    said = [rushing.invented(seed) for seed in (1, 2)]

    assert [rushing.alarms(each) for each in said] == [{}, {}]
    assert noticed(said, rushing.Rush(10, 600), runs=10) == 1
    assert noticed(said, rushing.Rush(5, 600), runs=10) <= 0.2


@pytest.mark.data
@pytest.mark.slow
def test_in_real_conversations_rushes_are_noticed_and_nothing_else(real_data: Path) -> None:
    said = [rushing.conversation(real_data / "polis" / name) for name in rushing.CONVERSATIONS]

    assert [rushing.alarms(each) for each in said] == [{}] * len(said)
    assert noticed(said, rushing.Rush(10, 600), runs=25) == 1
    assert noticed(said, rushing.Rush(20, 3600), runs=25) >= 0.9


def noticed(said: list[list[rushing.Said]], rush: rushing.Rush, runs: int) -> float:
    """The share of rushes that are noticed, of those into a conversation that has begun long before."""
    hits = [hit for hit, begun in rushing.noticed(said, rush, runs) if begun]
    return sum(hits) / len(hits)
