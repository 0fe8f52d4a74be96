"""Which plans of a list `bin/bench` lets pass, and how it writes a statement that PostgreSQL keeps."""

from typing import Any

import pytest

from bench import lists

INDEX = "idea_top"


def scan(rows: int = 21, removed: int = 0, index: str = INDEX, kind: str = "Index Scan") -> dict[str, Any]:
    return {
        "Node Type": kind,
        "Relation Name": "ideas_idea",
        "Index Name": index,
        "Actual Rows": rows,
        "Rows Removed by Filter": removed,
    }


def limited(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"Node Type": "Limit", "Plans": [{"Node Type": "Nested Loop", "Plans": list(parts)}]}


UNIT = {"Node Type": "Index Scan", "Relation Name": "people_unit", "Index Name": "people_unit_pkey", "Actual Rows": 1}
SEQUENTIAL = {"Node Type": "Seq Scan", "Relation Name": "ideas_idea", "Actual Rows": 21}
SORTED = {"Node Type": "Incremental Sort", "Plans": [scan()]}


@pytest.mark.parametrize(
    ("tree", "said"),
    [
        pytest.param(limited(scan(), UNIT), "", id="one walk"),
        pytest.param(limited(scan(rows=21, removed=21)), "", id="some passed by"),
        pytest.param(limited(SORTED), "it sorts (Incremental Sort)", id="sorts"),
        pytest.param(limited(SEQUENTIAL, UNIT), "it reads ideas by Seq Scan on None", id="reads all"),
        pytest.param(limited(scan(index="idea_new")), "it reads ideas by Index Scan on idea_new", id="another index"),
        pytest.param(limited(scan(), scan()), "it reads ideas by Index Scan on idea_top, Index Scan", id="two walks"),
        pytest.param(limited(scan(kind="Bitmap Heap Scan")), "it reads ideas by Bitmap Heap Scan", id="a bitmap"),
        pytest.param(limited(scan(rows=21, removed=22)), "it reads 43 ideas", id="too many"),
        pytest.param(limited(UNIT), "it reads ideas by", id="no ideas"),
    ],
)
def test_a_plan_walks_along_one_index_and_stops_early(tree: dict[str, Any], said: str) -> None:
    found = "; ".join(lists.faults(tree, INDEX))

    assert found.startswith(said)
    assert bool(found) == bool(said)


@pytest.mark.parametrize(
    ("text", "numbered"),
    [
        ("SELECT 1", "SELECT 1"),
        ("a = %s AND b = %b AND c = %t", "a = $1 AND b = $2 AND c = $3"),
        ("a LIKE 'x%%' AND b = %s", "a LIKE 'x%' AND b = $1"),
        ("a = %s OR b = '%%s'", "a = $1 OR b = '%s'"),
    ],
)
def test_places_are_numbered_as_postgresql_knows_them(text: str, numbered: str) -> None:
    assert lists._numbered(text) == numbered
