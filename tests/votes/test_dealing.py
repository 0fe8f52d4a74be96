"""Which ideas a person sees next. The conversations at the end take the way that the product takes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.votes import looking
from votes.dealing import FEW_VIEWS, HEAD, Card, arrange, deal, quietness, roughly, scores
from votes.ranking import Shape

CONVERSATIONS = (
    "15-per-hour-seattle",
    "canadian-electoral-reform",
    "football-concussions",
    "scoop-hivemind.taxes",
    "vtaiwan.uberx",
)
seen = st.lists(st.tuples(st.integers(1, 60), st.integers(0, 30)), unique_by=lambda pair: pair[0], max_size=40)
drawn = st.lists(st.integers(1, 90), unique=True, max_size=60)
cards = st.lists(
    st.integers(0, 200).flatmap(
        lambda voters: st.builds(
            Card, st.integers(1, 500), st.integers(0, 60), st.integers(0, voters), st.just(voters), st.floats(0, 0.99)
        )
    ),
    unique_by=lambda card: card.id,
    max_size=60,
)


def test_of_five_cards_two_go_to_the_least_seen() -> None:
    unseen = [(pk, 0) for pk in range(1, 41)]
    best = list(range(101, 161))

    dealt = deal(unseen, best, seed="ada")

    assert len([pk for pk in dealt if pk <= 40]) == 2
    assert [pk for pk in dealt if pk > 40] == [101, 102, 103]


def test_what_many_have_seen_takes_none_of_these_places() -> None:
    familiar = [(pk, FEW_VIEWS) for pk in range(1, 41)]

    assert deal(familiar, list(range(101, 161)), seed="ada") == [101, 102, 103, 104, 105]


def test_a_card_in_both_pools_is_dealt_once() -> None:
    assert sorted(deal([(1, 0), (2, 0), (3, 0)], [1, 2, 3, 4, 5], seed="ada")) == [1, 2, 3, 4, 5]


def test_people_are_sent_to_different_ones_of_the_least_seen() -> None:
    unseen = [(pk, 0) for pk in range(1, 41)]

    dealt = {pk for person in range(200) for pk in deal(unseen, [], seed=person)[:2]}

    assert dealt == set(range(1, 41))


def test_what_is_left_is_dealt_when_there_is_little() -> None:
    assert sorted(deal([(1, 0), (2, 99)], [3], seed="ada")) == [1, 2, 3]
    assert deal([], [], seed="ada") == []


@given(seen, drawn, st.integers(), st.integers(0, 12))
def test_nobody_is_dealt_a_card_twice_nor_more_than_there_are(
    least: list[tuple[int, int]], draw: list[int], seed: int, size: int
) -> None:
    dealt = deal(least, draw, seed=seed, size=size)

    there = {pk for pk, _ in least} | set(draw)
    assert len(dealt) == len(set(dealt)) == min(size, len(there))
    assert set(dealt) <= there


@given(seen, drawn, st.integers())
def test_the_same_seed_deals_the_same_cards(least: list[tuple[int, int]], draw: list[int], seed: int) -> None:
    assert deal(least, draw, seed=seed) == deal(least, draw, seed=seed)


@given(cards, st.integers(), st.randoms(use_true_random=False))
def test_the_same_seed_draws_the_same_order_however_the_ideas_come(them: list[Card], seed: int, chance: object) -> None:
    mixed = list(them)
    chance.shuffle(mixed)  # type: ignore[attr-defined]

    assert arrange(mixed, seed=seed) == arrange(them, seed=seed)


@given(cards, st.integers())
def test_every_idea_gets_a_place(them: list[Card], seed: int) -> None:
    assert sorted(arrange(them, seed=seed)) == sorted(card.id for card in them)


@given(cards, st.integers())
def test_two_of_five_places_of_the_list_go_to_the_least_seen(them: list[Card], seed: int) -> None:
    rare = {card.id for card in them if card.seen < FEW_VIEWS}

    order = arrange(them, seed=seed)

    for start in range(0, len(order) - 4, 5):
        left = rare - set(order[:start])
        assert len(left & set(order[start : start + 5])) >= min(2, len(left))


def test_the_least_seen_stand_in_the_order_of_their_views() -> None:
    them = [Card(pk, seen=pk, support=0, voters=1000) for pk in range(1, 15)]
    them += [Card(pk, seen=99, support=1000, voters=1000) for pk in range(101, 151)]

    order = arrange(them, seed=1)

    assert [pk for pk in order[:30] if pk < 100] == list(range(1, 13))


def test_what_most_support_is_drawn_first_and_what_nobody_voted_on_sometimes() -> None:
    good = Card(1, 99, support=900, voters=1000)
    bad = Card(2, 99, support=100, voters=1000)
    unknown = Card(3, 99)

    orders = [arrange([good, bad, unknown], seed=seed) for seed in range(400)]

    assert all(order.index(1) < order.index(2) for order in orders)
    assert 0.05 < sum(order[0] == 3 for order in orders) / 400 < 0.15


def test_without_votes_an_idea_is_drawn_by_what_is_usual() -> None:
    settled, unknown = Card(1, 99, support=500, voters=1000), Card(2, 99)
    generous = Shape(80, 20)

    orders = [arrange([settled, unknown], generous, seed=seed) for seed in range(200)]

    assert sum(order[0] == 2 for order in orders) > 195


def test_the_ideas_of_a_quiet_unit_rise_by_ten_points_at_most() -> None:
    quiet = Card(1, 99, support=4500, voters=10_000, quiet=0.99)
    loud, louder = Card(2, 99, support=5000, voters=10_000), Card(3, 99, support=6000, voters=10_000)

    orders = [arrange([quiet, loud, louder], seed=seed) for seed in range(100)]

    assert orders == [[3, 1, 2]] * 100


def test_the_ideas_of_a_quiet_unit_come_up_to_three_views_sooner() -> None:
    quiet, loud, new = Card(1, 4, quiet=0.99), Card(2, 2), Card(3, 1)

    assert arrange([quiet, loud, new], seed=1, size=1) == [3]
    assert arrange([quiet, loud], seed=1, size=1) == [1]


def test_a_unit_is_quiet_by_the_share_of_ideas_that_is_missing_from_it() -> None:
    found = quietness({1: 1, 2: 19, 3: 20}, {1: 100, 2: 200, 3: 100}, total=40, everyone=400)

    assert found == {1: pytest.approx(9 / 11), 2: pytest.approx(1 / 21), 3: 0}


def test_a_unit_that_nobody_counted_is_not_quiet() -> None:
    assert quietness({1: 3}, {}, total=3, everyone=0) == {1: 0}
    assert quietness({1: 3}, {}, total=3, everyone=50) == {1: 0}


@given(st.integers(1, 10**5), st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 10**7))
def test_no_unit_is_quieter_than_silence(ideas: int, people: int, others: int, everyone: int) -> None:
    found = quietness({1: ideas}, {1: people}, total=ideas + others, everyone=everyone + people)

    assert 0 <= found[1] < 1


def test_the_column_keeps_the_order_and_a_new_idea_comes_first() -> None:
    kept = scores(range(HEAD))

    assert list(kept) == sorted(kept, key=kept.__getitem__, reverse=True)
    assert len(set(kept.values())) == HEAD
    assert 1 > kept[0] > kept[HEAD - 1] > 0


@pytest.mark.parametrize(
    ("views", "said"), [(15, 20), (34, 30), (35, 40), (96, 100), (104, 100), (149, 100), (150, 200), (12_345, 10_000)]
)
def test_views_are_told_roughly(views: int, said: int) -> None:
    assert roughly(views) == said


def is_fair(outcomes: list[looking.Outcome]) -> bool:
    """What methods of ranking promise: no idea is left unseen, the late are not behind, and the best are found."""
    found = looking.average(outcomes)
    return found["fewest"] >= 10 and 0.8 <= found["late"] <= 1.25 and found["found"] >= 7


@pytest.mark.parametrize("redraw", [0.05, 0.5])
def test_an_invented_conversation_is_fair(redraw: float) -> None:
    outcomes = looking.several(looking.invented, range(1, 7), redraw=redraw)

    assert is_fair(outcomes), outcomes


def test_it_is_fair_as_well_where_half_of_them_read_the_list() -> None:
    outcomes = looking.several(looking.invented, range(1, 7), redraw=0.1, from_list=0.5)

    assert is_fair(outcomes), outcomes


def test_a_draw_that_is_never_renewed_is_not_fair() -> None:
    outcomes = looking.several(looking.invented, range(1, 4), redraw=looking.VISITS)

    assert not is_fair(outcomes), "the test would not notice"


def test_a_conversation_runs_again_as_it_ran() -> None:
    once, again = (looking.Conversation(looking.invented(7, ideas=40), seed=7).run() for _ in range(2))

    assert once == again


@pytest.mark.data
@pytest.mark.slow
@pytest.mark.parametrize("redraw", [0.05, 0.5])
def test_real_conversations_are_fair(real_data: Path, redraw: float) -> None:
    rates = [looking.real(real_data / "polis" / name) for name in CONVERSATIONS]

    outcomes = [looking.Conversation(each, seed=seed, redraw=redraw).run() for each in rates for seed in (1, 2)]

    assert is_fair(outcomes), outcomes
