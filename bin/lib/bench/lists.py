"""The lists: how long each order takes at each size and depth, by which plan, and how many statements a page is."""

import json
import re
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import psycopg
from django.db import connection

from bench.sizes import SCALES, Sizes
from curation import queries as curation_queries
from ideas import queries as ideas_queries
from ideas.models import Campaign
from ideas.queries import Order
from people.models import User

from environment import Stop

PAGE = 100
OFTEN = 7  # then nothing comes from the disk, and PostgreSQL has settled on one plan for all values, or on none
CALLS = 60  # of each list in a round
INDEX = {
    Order.FOR_YOU: "idea_for_you",
    Order.TOP: "idea_top",
    Order.COMMON_GROUND: "idea_common_ground",
    Order.NEW: "idea_new",
    Order.DISCUSSED: "idea_discussed",
    Order.DIVISIVE: "idea_divisive",
}
Asked = list[tuple[str, Any]]


@dataclass(frozen=True)
class List:
    """A list of a campaign's ideas in one order, from a cursor on. `face` is `page` or `api`."""

    face: str
    order: Order
    campaign: Campaign
    viewer: User
    cursor: str = ""

    def read(self) -> Any:
        """Its page, as the web page or the API asks for it."""
        if self.face == "page":
            return ideas_queries.listed_page(self.viewer, self.campaign, order=self.order, after=self.cursor)
        return curation_queries.listed_page(self.viewer, self.campaign, order=self.order, cursor=self.cursor, size=20)

    def turned(self, pages: int) -> "List":
        """The same, so many pages further on."""
        found = self
        for _page in range(pages):
            cursor = found.read().next
            if not cursor:
                raise Stop(f"the list {self.order} of “{self.campaign.slug}” ends before page {PAGE}")
            found = List(self.face, self.order, self.campaign, self.viewer, cursor)
        return found


@contextmanager
def listened() -> Iterator[Asked]:
    """What is sent to the database meanwhile, by whatever way: statements and their values."""
    asked: Asked = []
    execute = psycopg.Cursor.execute

    def noted(self: Any, query: Any, params: Any = None, **options: Any) -> Any:
        text = query.decode() if isinstance(query, bytes) else str(query)
        if text != "SELECT 1":  # Django asks whether the connection is alive, once a request
            asked.append((text, params))
        return execute(self, query, params, **options)

    with patch.object(psycopg.Cursor, "execute", noted):
        yield asked


def times(lists: list[List], rounds: int) -> list[list[float]]:
    """Seconds that each list takes, a median for each round. They take turns call by call: a slow moment meets all."""
    found: list[list[float]] = [[] for _list in lists]
    for turn in range(rounds + 1):
        took = [[_seconds(each.read) for each in lists] for _call in range(CALLS)]
        if turn:  # the first is for warming up
            for place, calls in enumerate(zip(*took, strict=True)):
                found[place].append(statistics.median(calls))
    return found


def _seconds(call: Callable[[], Any]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def to_measure(viewer: User, face: str, order: Order) -> list[List]:
    """Page 1 of the middle and of the large campaign, and page 100 of the large one."""
    middle, large = (Campaign.objects.get(pk=pk) for pk in list(SCALES)[1:])
    first = List(face, order, large, viewer)
    return [List(face, order, middle, viewer), first, first.turned(PAGE - 1)]


def plan(each: List) -> tuple[str, dict[str, Any]]:
    """How the database answers the list: for people, and as a tree. It is asked as the page or the API asks it."""
    with listened() as asked:
        each.read()
    text, values = next((text, values) for text, values in asked if 'FROM "ideas_idea"' in text)
    with (
        psycopg.connect(**connection.get_connection_params(), autocommit=True) as raw,
        psycopg.ClientCursor(raw) as own,
    ):
        call = own.mogrify(text, values) if each.face == "page" else _prepared(own, text, values)
        for _time in range(OFTEN):
            own.execute(call)
        tree = own.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {call}").fetchone()[0]
        lines = own.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) {call}").fetchall()
    found = tree if isinstance(tree, list) else json.loads(tree)
    return "\n".join(line for (line,) in lines), found[0]["Plan"]


def _prepared(cursor: psycopg.ClientCursor[Any], text: str, values: Any) -> str:
    """The call of a statement that the server keeps, as the API's list is asked."""
    cursor.execute(f"PREPARE list AS {_numbered(text)}")
    names = ", ".join(cursor.mogrify("%s", [value]) for value in values or ())
    return f"EXECUTE list({names})" if names else "EXECUTE list"


def _numbered(text: str) -> str:
    """`%s` as `$1`, `$2` …, which PostgreSQL itself understands."""
    number = iter(range(1, 1000))
    return re.sub(r"%([sbt%])", lambda mark: "%" if mark[1] == "%" else f"${next(number)}", text)


def faults(tree: dict[str, Any], index: str) -> list[str]:
    """What is wrong with a plan that should walk along one index of ideas, and sort nothing."""
    nodes = list(_nodes(tree))
    found = [f"it sorts ({node['Node Type']})" for node in nodes if "Sort" in node["Node Type"]]
    scans = [node for node in nodes if node.get("Relation Name") == "ideas_idea"]
    ways = [f"{node['Node Type']} on {node.get('Index Name')}" for node in scans]
    if [node.get("Index Name") for node in scans] != [index] or "Index" not in scans[0]["Node Type"]:
        found.append(f"it reads ideas by {', '.join(ways)}, and not by an index scan on {index}")
    read = sum(node["Actual Rows"] + node.get("Rows Removed by Filter", 0) for node in scans)
    if read > 2 * 21:
        found.append(f"it reads {read} ideas")
    return found


def _nodes(tree: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield tree
    for part in tree.get("Plans", []):
        yield from _nodes(part)


def statements(path: str, headers: dict[str, str]) -> int:
    """How many statements an address sends to the database."""
    from django.test import Client

    client = Client(headers=headers)
    for _visit in range(2):  # what a process asks once is not asked again
        with listened() as asked:
            answer = client.get(path)
        if answer.status_code != 200:
            raise Stop(f"{path} answered {answer.status_code}")
    return len(asked)


def sizes_in_words(sizes: Sizes) -> tuple[str, str, str]:
    small, middle, large = (f"{number:,}" for number in sizes.scales)
    return small, middle, large
