import math

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from ideas import similarity
from ideas.similarity import Weights, learn, likeness, telling

SAID = [
    "Text the arrival window the evening before",
    "Text people their time slot the night before",
    "Call back the same day",
    "Let customers return parcels in any store",
    "Show the price of delivery at the start",
]
UNUSUAL = [
    "Größere Umkleiden für Rollstühle",
    "E-Mail statt Brief – bitte!",
    "don't_ask twice",
    "Ενημέρωση πελάτη με μήνυμα",
    "Счёт понятным языком",
    "",
    "  \t ",
    "a",
    "24/7",
]


@pytest.fixture(scope="module")
def weights() -> Weights:
    return learn(SAID)


def test_trigrams_are_padded_words_in_lower_case() -> None:
    assert similarity.trigrams("To it, TO") == {"  t", " to", "to ", "  i", " it", "it "}


def test_pieces_stay_within_a_word() -> None:
    assert similarity.pieces("go") == [" g", "go", "o ", " go", "go ", " go "]
    assert similarity.pieces("a") == [" a", "a ", " a "]


@pytest.mark.postgres
@pytest.mark.django_db
class TestAgainstPostgresql:
    """What the pure module says is what the database's own extension says."""

    def of_the_database(self, one: str, other: str) -> float:
        with connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute("SELECT similarity(%s, %s)", [one, other])
            return float(cursor.fetchone()[0])

    @given(st.text(st.characters(min_codepoint=1, max_codepoint=127)), st.data())
    def test_jaccard_is_similarity(self, one: str, data: st.DataObject) -> None:
        other = data.draw(
            st.one_of(st.just(one[: len(one) // 2]), st.text(st.characters(codec="ascii", min_codepoint=1)))
        )

        ours = similarity.jaccard(similarity.trigrams(one), similarity.trigrams(other))

        assert ours == pytest.approx(self.of_the_database(one, other), abs=1e-6)

    @pytest.mark.parametrize("text", UNUSUAL)
    def test_in_other_scripts_too(self, text: str) -> None:
        other = f"{text[: len(text) * 2 // 3]} and more"

        ours = similarity.jaccard(similarity.trigrams(text), similarity.trigrams(other))

        assert ours == pytest.approx(self.of_the_database(text, other), abs=1e-6)


def test_the_same_text_is_as_alike_as_can_be(weights: Weights) -> None:
    found = likeness(SAID[0], SAID[0].upper(), weights)

    assert found.score == pytest.approx(1)
    assert found.may_exist


def test_a_text_without_a_letter_in_common_is_not_alike_at_all(weights: Weights) -> None:
    assert likeness("xyz", "Call", weights).score == 0
    assert likeness("", "Call", weights).score == 0


def test_half_of_a_title_is_contained_in_it(weights: Weights) -> None:
    found = likeness("Text the arrival", SAID[0], weights)

    assert found.contained > 0.9 > found.jaccard


def test_rare_pieces_weigh_more_than_common_ones() -> None:
    common = learn(["Let customers pay", "Let customers wait", "Let customers park", "Let drivers park"])

    learned, alike = (likeness("let pay", "Let customers pay", known).cosine for known in (common, Weights()))
    usual, same = (likeness("let customers", "Let customers pay", known).cosine for known in (common, Weights()))

    assert learned / usual > alike / same


@given(st.text(max_size=60), st.text(max_size=60))
def test_scores_lie_between_nought_and_one_and_are_the_same_both_ways_but_for_what_is_contained(
    one: str, other: str
) -> None:
    weights = Weights()

    there, back = likeness(one, other, weights), likeness(other, one, weights)

    assert 0 <= there.score <= 1 + 1e-9
    assert (there.cosine, there.jaccard) == (pytest.approx(back.cosine), back.jaccard)


def test_weights_are_read_as_they_were_stored(weights: Weights) -> None:
    read = Weights.read(weights.stored, weights.ideas)

    assert list(read.rarity) == list(weights.rarity)
    with pytest.raises(ValueError, match="weights"):
        Weights.read(b"1234", 1)


def test_a_piece_of_two_in_five_titles_occurs_in_about_that_share(weights: Weights) -> None:
    assert weights.share("tex") == pytest.approx(3 / 6, abs=0.01)
    assert weights.share("???") == pytest.approx(1 / 6, abs=0.01)
    assert weights.rarity[similarity.number("tex")] == pytest.approx(math.log(6 / 3) + 1)


def test_the_telling_trigrams_are_the_rarest(weights: Weights) -> None:
    assert "the" not in telling("the parcels", weights, most=1.0)
    assert "cel" in telling("the parcels", weights, most=1.0)
    assert len(telling("the parcels", weights, most=0.0)) == 1
    assert telling("!", weights, most=1.0) == []


def test_without_weights_all_trigrams_tell() -> None:
    assert set(telling("call back", Weights(), most=0.1)) == similarity.trigrams("call back")
