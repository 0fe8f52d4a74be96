import pytest

from core.errors import Forbidden, Invalid, Refusal, require


def test_what_is_allowed_goes_through() -> None:
    require(True)


def test_what_is_not_allowed_is_refused_with_403() -> None:
    with pytest.raises(Forbidden) as refused:
        require(False)

    assert (refused.value.code, refused.value.status) == ("forbidden", 403)


@pytest.mark.parametrize("answer", [1, "yes", object(), [1]])
def test_a_rule_cannot_pass_by_returning_an_object(answer: object) -> None:
    with pytest.raises(Forbidden):
        require(answer)  # type: ignore[arg-type]


def test_a_refusal_carries_what_the_person_needs_to_know() -> None:
    refusal = Refusal("Come back on Monday.", date="2026-05-04")

    assert (refusal.message, refusal.extra, refusal.status) == ("Come back on Monday.", {"date": "2026-05-04"}, 409)


def test_an_invalid_value_names_its_field() -> None:
    assert Invalid(field="title").field == "title"
    assert Invalid.status == 400
