"""Groups and duplicates: the same input, the same output, and sense in both."""

import json
import random
import subprocess
import sys

import pytest

from curation import grouping
from curation.grouping import Space, duplicates, groups
from curation.halving import halves
from curation.labels import named, words_of
from tests.curation.suggesting import PARKING, QUEUES

DEUTSCH = [
    "Die Wartezeit am Telefon ist zu lang",
    "Sagt am Telefon, wie lange die Wartezeit ist",
    "Kürzere Wartezeit am Telefon am Montag",
    "Nach langer Wartezeit am Telefon zurückrufen",
]
TEXTS = dict(enumerate([*PARKING, *QUEUES, *DEUTSCH], start=10))
TOLD = "import json, sys; from curation.grouping import Space, duplicates, groups; "
TOLD += "space = Space({int(pk): text for pk, text in json.load(sys.stdin).items()}); "
TOLD += "print(json.dumps([[each.ids, each.strength] for each in [*groups(space, 3), *duplicates(space)]]))"


def found(texts: dict[int, str], number: int = 3) -> list[list[int]]:
    return sorted(sorted(group.ids) for group in groups(Space(texts), number))


def test_texts_about_the_same_thing_are_in_one_group() -> None:
    assert found(TEXTS) == [[10, 11, 12, 13], [14, 15, 16, 17], [18, 19, 20, 21]]


def test_the_order_of_the_rows_changes_nothing() -> None:
    rows = list(TEXTS.items())
    first = groups(Space(dict(rows)), 3), duplicates(Space(dict(rows)))

    for seed in range(5):
        random.Random(seed).shuffle(rows)
        assert (groups(Space(dict(rows)), 3), duplicates(Space(dict(rows)))) == first


@pytest.mark.slow
def test_another_process_finds_the_same() -> None:
    words = ["till", "queue", "parking", "bicycle", "phone", "waiting", "store", "lamp", "door", "stairs"]
    chance = random.Random(3)
    texts = {pk: " ".join(chance.choices(words, k=6)) for pk in range(150)}
    here = [*groups(Space(texts), 3), *duplicates(Space(texts))]

    command = [sys.executable, "-c", TOLD]
    there = [
        subprocess.run(command, input=json.dumps(texts), capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    ]

    assert there[0] == there[1]
    assert json.loads(there[0]) == [[each.ids, each.strength] for each in here]


@pytest.mark.parametrize("texts", [{}, {1: "One"}, {1: "One", 2: "Another"}, {1: " ", 2: ""}, {1: "?", 2: "!"}])
@pytest.mark.parametrize("number", [1, 2, 50])
def test_few_texts_make_few_groups(texts: dict[int, str], number: int) -> None:
    space = Space(texts)
    made = groups(space, number)

    assert sorted(pk for group in made for pk in group.ids) == sorted(pk for pk, text in texts.items() if text.strip())
    assert len(made) <= number
    assert duplicates(space) == []


def test_the_very_same_text_is_one_group_however_many_are_asked_for() -> None:
    space = Space(dict.fromkeys(range(200), "Call back the same day"))

    [group], [same] = groups(space, 20), duplicates(space)

    assert (len(group.ids), group.strength) == (200, 1.0)
    assert (same.ids, same.strength) == ([*range(200)], 1.0)


def test_more_groups_than_texts_leave_each_alone() -> None:
    assert found(TEXTS, 500) == [[pk] for pk in TEXTS]


def test_only_those_asked_for_are_grouped() -> None:
    made = groups(Space(TEXTS), 2, among={10, 11, 14, 15})

    assert sorted(sorted(group.ids) for group in made) == [[10, 11], [14, 15]]


def test_strangers_are_a_weak_group() -> None:
    [together] = groups(Space({1: "A roof for bicycles", 2: "Nobody calls me, ever"}), 1)
    [alike] = groups(Space({1: "A roof for bicycles", 2: "A roof for the bicycles"}), 1)

    assert together.strength < 0.03 < 0.5 < alike.strength


def test_what_says_the_same_is_a_duplicate_and_what_differs_is_not() -> None:
    texts = TEXTS | {1: "Open a second till when the queue grows!", 2: "open a second till when the queue grows"}

    strongest, *others = duplicates(Space(texts))

    assert (sorted(strongest.ids), strongest.strength) == ([1, 2, 15], 1.0)
    assert not {10, 11, 12, 13} & {pk for same in others for pk in same.ids}


def test_a_pair_that_is_known_to_differ_is_no_duplicate() -> None:
    texts = {1: "A second till", 2: "A second till", 3: "One roof for bicycles"}

    assert duplicates(Space(texts), apart={(1, 2)}) == []


def test_thousands_of_texts_need_seconds_not_memory() -> None:
    chance = random.Random(1)
    words = [
        f"{one}{other}" for one in ("till", "queue", "door", "lamp", "park") for other in ("ing", "er", "s", "ful")
    ]
    texts = {pk: " ".join(chance.choices(words, k=8)) for pk in range(3000)}

    space = Space(texts)

    assert sum(len(group.ids) for group in groups(space, grouping.DIMENSIONS)) == 3000
    assert duplicates(space)


def test_words_that_others_do_not_share_name_a_group() -> None:
    one, other, deutsch = words_of([PARKING, QUEUES, DEUTSCH])

    assert (one[0], sorted(other[:2])) == ("parking", ["queue", "till"])
    assert deutsch[:2] == ["Telefon", "Wartezeit"]


def test_words_without_meaning_name_nothing() -> None:
    assert words_of([["Not so with the and", "And so it is with the"], ["Es ist nicht gut", "Das ist es nicht"]]) == [
        [],
        [],
    ]


def test_forms_of_one_word_stand_once() -> None:
    [words] = words_of([["Cards and a card", "The lost card, the cards", "Cards lost, a card"]])

    assert words == ["card", "lost"]
    assert named(words) == "Card, lost"


def test_a_group_is_split_into_two_that_differ() -> None:
    texts = {pk: text for pk, text in TEXTS.items() if pk < 18}

    assert halves(texts) == ([10, 11, 12, 13], [14, 15, 16, 17])
    assert halves(dict(reversed(texts.items()))) == halves(texts)


@pytest.mark.parametrize(("texts", "parts"), [({}, ([], [])), ({1: "A"}, ([1], [])), ({1: "A", 2: "A"}, ([1, 2], []))])
def test_what_is_all_alike_is_not_split(texts: dict[int, str], parts: tuple[list[int], list[int]]) -> None:
    assert halves(texts) == parts
