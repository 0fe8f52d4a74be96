"""What `bin/bench similarity` makes and computes, and a small run of it."""

from collections.abc import Iterator
from random import Random

import pytest
from django.db import connection

from bench import sentences, similarity

from environment import Stop


@pytest.mark.parametrize(
    ("relevant", "there", "expected"),
    [
        ([True, True], 2, 1.0),
        ([False, True, False, True], 2, (1 / 2 + 2 / 4) / 2),
        ([True], 40, 0.1),
        ([], 3, 0.0),
        ([], 0, 0.0),
    ],
)
def test_average_precision(relevant: list[bool], there: int, expected: float) -> None:
    assert similarity.precision(relevant, there) == pytest.approx(expected)


def test_the_same_seed_makes_the_same_ideas_that_fit_into_a_title() -> None:
    one, other = (([sentences.title(chance) for _ in range(500)]) for chance in (Random(1), Random(1)))

    assert one == other
    assert len(set(one)) > 495
    assert max(map(len, one)) <= similarity.LONGEST


def test_half_of_a_text_is_its_beginning() -> None:
    assert sentences.half("Call back the same day") == "Call back t"
    assert sentences.half("Hi") == "Hi"


def test_a_text_with_typing_errors_keeps_its_words_and_their_first_letters() -> None:
    text = "Call customers back before noon"

    for seed in range(50):
        wrong = sentences.misspelt(text, Random(seed))
        assert wrong != text or seed  # a letter may have been swapped with its like
        assert [word[0] for word in wrong.split()] == [word[0] for word in text.split()]
    assert sentences.misspelt("a b c", Random(1)) == "a b c"


def test_without_the_texts_it_says_so(tmp_path: object) -> None:
    with pytest.raises(Stop, match="are not at"):
        similarity.read(similarity.DATA.with_name("nothing.csv"))


@pytest.fixture
def setting(transactional_db: None) -> Iterator[similarity.Setting]:
    yield similarity.set_up()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bench_title")
        cursor.execute("DELETE FROM ideas_words")


@pytest.mark.postgres
@pytest.mark.data
@pytest.mark.slow
def test_ours_finds_more_of_what_is_alike_than_pg_trgm(setting: similarity.Setting) -> None:
    rows = similarity.scores(setting, similarity.read(similarity.DATA)[:2500], folds=1)

    assert len(rows) == 3
    assert [row.what for row in rows if not row.holds] == []
