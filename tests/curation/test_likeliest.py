"""The likeliest theme of an idea, from those that curators have placed."""

import pytest

from curation.likeliest import likeliest

TILL, BIKES = 7, 3
PLACED = {
    1: (TILL, "The queue at the till is too long"),
    2: (TILL, "Open a second till when the queue grows"),
    3: (TILL, "A till without queue for one item"),
    4: (BIKES, "More parking for bicycles"),
    5: (BIKES, "Bicycle parking is full every morning"),
    6: (BIKES, "A roof over the bicycle parking"),
}


def test_an_idea_belongs_where_its_like_are() -> None:
    found = likeliest(PLACED, {20: "Nobody is at the second till", 21: "Where do I park my bicycle?"})

    assert [found[pk][0][0] for pk in (20, 21)] == [TILL, BIKES]
    assert all(0.5 < found[pk][0][1] <= 1 for pk in (20, 21))


def test_chances_are_shown_for_three_themes_and_the_likeliest_comes_first() -> None:
    more = {pk: (theme, f"{theme} lamp {pk}") for theme in (50, 51, 52) for pk in range(theme * 10, theme * 10 + 3)}

    [chances] = likeliest(PLACED | more, {20: "Nobody is at the second till"}).values()

    assert len(chances) == 3
    assert [chance for _theme, chance in chances] == sorted([chance for _theme, chance in chances], reverse=True)
    assert sum(chance for _theme, chance in chances) <= 1.001


def test_the_order_of_the_rows_changes_nothing() -> None:
    texts = {20: "Nobody is at the second till", 21: "Where do I park my bicycle?"}

    again = likeliest(dict(reversed(PLACED.items())), dict(reversed(texts.items())))

    assert again == likeliest(PLACED, texts)


@pytest.mark.parametrize("left_out", [{1}, {4}, {1, 4}, {4, 5, 6}, set(PLACED)])
def test_nothing_is_said_before_two_themes_hold_three(left_out: set[int]) -> None:
    placed = {pk: row for pk, row in PLACED.items() if pk not in left_out}

    assert likeliest(placed, {20: "Nobody is at the second till"}) == {}


def test_a_theme_that_holds_too_few_is_never_suggested() -> None:
    found = likeliest(PLACED | {8: (99, "The second till"), 9: (99, "Nobody is there")}, {20: "Nobody, second till"})

    assert {theme for theme, _chance in found[20]} == {TILL, BIKES}


def test_of_an_idea_that_is_like_none_nothing_is_said_with_confidence() -> None:
    [chances] = likeliest(PLACED, {20: "Geschenke schöner einpacken"}).values()

    assert all(chance <= 0.5 for _theme, chance in chances)


def test_without_ideas_that_wait_there_is_nothing_to_say() -> None:
    assert likeliest(PLACED, {}) == likeliest(PLACED, {20: " "}) == {}
