import hashlib
import json
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategy.content import Content, canonical, digest, idea_ids

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def content(**changes: Any) -> Content:
    """A small publication."""
    whole = {
        "title": "Time given back",
        "intent": "Nobody waits twice.",
        "not_doing": "",
        "horizon_on": "2027-12-31",
        "campaigns": [],
        "priorities": [{"position": 1, "title": "Call back", "ideas": [{"id": 7, "title": "Zażółć", "said_by": ""}]}],
    }
    return cast(Content, {**whole, **changes})


def test_the_canonical_form_is_sorted_compact_utf_8() -> None:
    assert (
        canonical(content(priorities=[], intent="Zażółć"))
        == (
            '{"campaigns":[],"horizon_on":"2027-12-31","intent":"Zażółć","not_doing":"",'
            '"priorities":[],"title":"Time given back"}'
        ).encode()
    )


def test_the_order_of_keys_changes_nothing() -> None:
    turned = dict(reversed(list(content().items())))

    assert digest(cast(Content, turned)) == digest(content())


@given(st.dictionaries(st.text(max_size=8), json_values, max_size=5))
def test_what_comes_back_from_the_database_has_the_same_digest(values: dict[str, Any]) -> None:
    kept = json.loads(json.dumps(values))

    assert digest(cast(Content, kept)) == digest(cast(Content, values))


def test_the_digest_is_the_sha_256_of_the_canonical_form() -> None:
    assert digest(content()) == hashlib.sha256(canonical(content())).hexdigest()


@pytest.mark.parametrize(
    "changes", [{"title": "Time given back."}, {"horizon_on": None}, {"not_doing": " "}, {"priorities": []}]
)
def test_any_change_changes_the_digest(changes: dict[str, Any]) -> None:
    assert digest(content(**changes)) != digest(content())


def test_the_ideas_behind_all_priorities_are_known() -> None:
    priorities = [{"ideas": [{"id": 7}, {"id": 8}]}, {"ideas": [{"id": 7}]}, {"ideas": []}]

    assert idea_ids(cast(Any, priorities)) == {7, 8}
