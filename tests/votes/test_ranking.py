import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from votes.ranking import (
    LAPLACE,
    Counts,
    Shape,
    common_ground,
    divisive,
    ground,
    is_agreed,
    is_too_early,
    moved,
    set_aside,
    shrunk_rate,
    tells_agreement,
    top,
    wilson,
)

counts = st.builds(Counts, st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
shapes = st.builds(Shape, st.floats(0.01, 99), st.floats(0.01, 99))


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [  # Newcombe 1998, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (0, 10, 0.0000, 0.2775),
        (1, 10, 0.0179, 0.4042),
        (5, 10, 0.2366, 0.7634),
    ],
)
def test_the_interval_is_the_published_one(part: int, whole: int, low: float, high: float) -> None:
    assert wilson(part, whole) == pytest.approx((low, high), abs=5e-5)


def test_the_interval_of_nobody_is_everything() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


@given(st.integers(1, 10**6).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_the_interval_holds_the_share_and_stays_between_nought_and_one(pair: tuple[int, int]) -> None:
    part, whole = pair

    low, high = wilson(part, whole)

    assert 0 <= low <= part / whole + 1e-12
    assert part / whole - 1e-12 <= high <= 1


@given(st.integers(0, 200), st.integers(1, 200))
def test_more_people_make_the_interval_narrower(part: int, more: int) -> None:
    whole = part + more

    low, high = wilson(part, whole)
    low_of_many, high_of_many = wilson(100 * part, 100 * whole)

    assert high_of_many - low_of_many < high - low


@pytest.mark.parametrize(
    ("support", "objects", "passed", "rate"),
    [(0, 0, 0, 1 / 2), (8, 0, 0, 9 / 10), (0, 8, 0, 1 / 10), (8, 1, 1, 9 / 12), (50, 50, 0, 51 / 102)],
)
def test_the_rate_is_laplace_s(support: int, objects: int, passed: int, rate: float) -> None:
    assert shrunk_rate(Counts(support, objects, passed)) == pytest.approx(rate)


def test_the_rate_is_drawn_towards_what_is_usual() -> None:
    usual = Shape(6.0, 2.0)

    rates = [shrunk_rate(Counts(support, 8 - support, 0), usual) for support in (0, 6, 8)]

    assert rates == [6 / 16, 12 / 16, 14 / 16]


@given(counts, shapes)
def test_the_rate_is_a_share(counted: Counts, shape: Shape) -> None:
    assert 0 < shrunk_rate(counted, shape) < 1


@given(counts, shapes)
def test_one_more_supporter_raises_an_idea(counted: Counts, shape: Shape) -> None:
    assert shrunk_rate(counted._replace(support=counted.support + 1), shape) > shrunk_rate(counted, shape)


@given(counts, shapes)
def test_one_more_objector_lowers_an_idea(counted: Counts, shape: Shape) -> None:
    assert shrunk_rate(counted._replace(object=counted.object + 1), shape) < shrunk_rate(counted, shape)


@given(counts, shapes)
def test_a_pass_never_raises_an_idea(counted: Counts, shape: Shape) -> None:
    assert shrunk_rate(counted._replace(passed=counted.passed + 1), shape) < shrunk_rate(counted, shape)


@given(counts, shapes)
def test_of_equally_many_who_saw_it_more_supporters_rank_higher(counted: Counts, shape: Shape) -> None:
    if counted.object == 0:
        return
    better = counted._replace(support=counted.support + 1, object=counted.object - 1)

    assert top(better, shape) > top(counted, shape)


@given(st.integers(0, 50), st.integers(0, 50), shapes)
def test_with_many_people_the_rate_becomes_the_share(support: int, objects: int, shape: Shape) -> None:
    if support + objects == 0:
        return
    many = Counts(support * 10**7, objects * 10**7, 0)

    assert math.isclose(shrunk_rate(many, shape), support / (support + objects), abs_tol=1e-4)


@pytest.mark.parametrize(("seen", "early"), [(0, True), (9, True), (10, False), (11, False)])
def test_an_idea_that_fewer_than_ten_have_seen_is_too_early_to_rank(seen: int, early: bool) -> None:
    assert is_too_early(Counts(0, 0, seen)) is early


@given(counts, counts, shapes)
def test_an_idea_too_early_to_rank_comes_after_every_other(one: Counts, ranked: Counts, shape: Shape) -> None:
    early = Counts(one.support % 4, one.object % 3, one.passed % 4)
    if is_too_early(ranked):
        return

    assert top(early, shape) < top(ranked, shape)


@given(counts, counts, shapes)
def test_an_idea_put_aside_comes_after_every_other(one: Counts, ranked: Counts, shape: Shape) -> None:
    if is_too_early(ranked):
        return

    assert top(one, shape, aside=True) < top(ranked, shape)
    assert divisive(one, aside=True) == 0


@pytest.mark.parametrize(
    ("new", "seen"),
    [
        (LAPLACE, False),
        (Shape(1.02, 1.02), False),
        (Shape(1.2, 1.0), True),
        (Shape(4.0, 4.0), True),  # the same mean, but it draws harder
    ],
)
def test_only_what_may_be_seen_has_all_ideas_placed_anew(new: Shape, seen: bool) -> None:
    assert moved(LAPLACE, new) is seen


def test_common_ground_is_the_published_product_as_a_mean() -> None:
    eight_of_ten_and_three_of_four = [Counts(8, 2, 0), Counts(3, 1, 0)]

    assert common_ground(eight_of_ten_and_three_of_four, smallest=4) ** 2 == pytest.approx(0.75 * 4 / 6)


def test_common_ground_leaves_out_units_with_fewer_than_five_voters() -> None:
    assert common_ground([Counts(5, 0, 0), Counts(5, 0, 0), Counts(0, 4, 0)]) == pytest.approx(6 / 7)


def test_a_campaign_may_leave_out_more_units() -> None:
    units = [Counts(8, 0, 0), Counts(8, 0, 0), Counts(0, 7, 0)]

    assert common_ground(units, smallest=8) == pytest.approx(9 / 10)
    assert not is_agreed(units, smallest=8)


@pytest.mark.parametrize("units", [[], [Counts(50, 0, 0)], [Counts(50, 0, 0), Counts(4, 0, 0)]])
def test_one_unit_alone_is_no_common_ground(units: list[Counts]) -> None:
    assert common_ground(units) == 0


def test_a_big_unit_cannot_outvote_a_small_one() -> None:
    one_sided = [Counts(500, 0, 0), Counts(0, 10, 0)]
    shared = [Counts(300, 200, 0), Counts(6, 4, 0)]

    assert common_ground(shared) > common_ground(one_sided)


@given(st.lists(counts, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_the_units_changes_nothing(units: list[Counts], chance: object) -> None:
    mixed = list(units)
    chance.shuffle(mixed)  # type: ignore[attr-defined]

    assert common_ground(mixed) == pytest.approx(common_ground(units))


@pytest.mark.parametrize(
    ("counted", "split"),
    [
        (Counts(10, 10, 0), 1.0),
        (Counts(20, 0, 0), 0.0),
        (Counts(5, 5, 10), 0.5),
        (Counts(15, 5, 0), 0.5),
        (Counts(4, 4, 1), 0.0),
        (Counts(0, 0, 0), 0.0),
    ],
)
def test_divisive_is_highest_for_an_even_split(counted: Counts, split: float) -> None:
    assert divisive(counted) == pytest.approx(split)


def test_what_bridges_two_camps_is_common_ground_and_the_favourite_of_the_big_one_is_not() -> None:
    bridge = [Counts(30, 20, 0), Counts(24, 16, 0), Counts(6, 4, 0)]
    favourite = [Counts(50, 0, 0), Counts(38, 2, 0), Counts(1, 9, 0)]
    of_all = [Counts(*map(sum, zip(*units, strict=True))) for units in (bridge, favourite)]

    assert common_ground(bridge) > common_ground(favourite)
    assert top(of_all[0]) < top(of_all[1])


@pytest.mark.parametrize(
    ("units", "agreed"),
    [
        ([(8, 2)] * 3, True),
        ([(8, 2)] * 2, False),
        ([(8, 2)] * 2 + [(4, 0)], False),
        ([(8, 2)] * 3 + [(0, 4)], True),
        ([(8, 2)] * 5 + [(5, 5)], False),
        ([(4, 1)] * 3, True),  # 5 of 7
        ([(5, 3)] * 3, True),  # 6 of 10
        ([(3, 2)] * 3, False),  # 4 of 7
        ([], False),
    ],
)
def test_units_agree_when_three_of_them_each_support_by_six_in_ten(units: list[tuple[int, int]], agreed: bool) -> None:
    counted = [Counts(support, against, 0) for support, against in units]

    assert is_agreed(counted) is agreed
    assert tells_agreement(ground(counted)) is agreed


@given(st.lists(counts, max_size=6))
def test_the_column_of_common_ground_is_its_second_place_and_whether_units_agree(units: list[Counts]) -> None:
    kept = ground(units)

    assert abs(kept - common_ground(units)) <= 0.0061
    assert round(kept, 2) == round(common_ground(units), 2)
    assert tells_agreement(kept) is is_agreed(units)


@given(st.lists(counts, max_size=6), st.lists(counts, max_size=6))
def test_an_idea_put_aside_stands_behind_in_common_ground_and_comes_back_as_it_was(
    units: list[Counts], others: list[Counts]
) -> None:
    behind = set_aside(ground(units), aside=True)

    assert behind < ground(others)
    assert not tells_agreement(behind)
    assert set_aside(behind, aside=True) == behind
    assert set_aside(behind, aside=False) == ground(units)
