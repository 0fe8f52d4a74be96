import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from votes.ranking import Counts, common_ground, divisive, for_you, is_too_early, shrunk_rate, top, wilson

counts = st.builds(Counts, st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))


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


@given(counts)
def test_the_rate_is_a_share(counted: Counts) -> None:
    assert 0 < shrunk_rate(counted) < 1


@given(counts)
def test_one_more_supporter_raises_an_idea(counted: Counts) -> None:
    assert shrunk_rate(counted._replace(support=counted.support + 1)) > shrunk_rate(counted)


@given(counts)
def test_one_more_objector_lowers_an_idea(counted: Counts) -> None:
    assert shrunk_rate(counted._replace(object=counted.object + 1)) < shrunk_rate(counted)


@given(counts)
def test_a_pass_never_raises_an_idea(counted: Counts) -> None:
    assert shrunk_rate(counted._replace(passed=counted.passed + 1)) < shrunk_rate(counted)


@given(counts)
def test_of_equally_many_who_saw_it_more_supporters_rank_higher(counted: Counts) -> None:
    if counted.object == 0:
        return
    better = counted._replace(support=counted.support + 1, object=counted.object - 1)

    assert top(better) > top(counted)


@given(st.integers(0, 50), st.integers(0, 50))
def test_with_many_people_the_rate_becomes_the_share(support: int, objects: int) -> None:
    if support + objects == 0:
        return
    many = Counts(support * 10**6, objects * 10**6, 0)

    assert math.isclose(shrunk_rate(many), support / (support + objects), abs_tol=1e-5)


@pytest.mark.parametrize(("seen", "early"), [(0, True), (9, True), (10, False), (11, False)])
def test_an_idea_that_fewer_than_ten_have_seen_is_too_early_to_rank(seen: int, early: bool) -> None:
    assert is_too_early(Counts(0, 0, seen)) is early


@given(counts, counts)
def test_an_idea_too_early_to_rank_comes_after_every_other(early: Counts, ranked: Counts) -> None:
    if not is_too_early(early) or is_too_early(ranked):
        return

    assert top(early) < top(ranked)


def test_common_ground_is_the_geometric_mean_of_the_units() -> None:
    eight_of_ten_and_three_of_ten = [Counts(8, 2, 0), Counts(3, 7, 0)]

    assert common_ground(eight_of_ten_and_three_of_ten) == pytest.approx(math.sqrt(9 / 12 * 4 / 12))


def test_common_ground_leaves_out_units_with_fewer_than_five_voters() -> None:
    assert common_ground([Counts(5, 0, 0), Counts(5, 0, 0), Counts(0, 4, 0)]) == pytest.approx(6 / 7)


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


def test_what_the_fewest_have_seen_comes_first_for_you() -> None:
    assert for_you(Counts(0, 0, 0)) > for_you(Counts(0, 0, 1)) > for_you(Counts(5, 5, 5))
