"""What a thief does who wants to know who voted how: has the database, or a dump of it, and the logs, but no key.

The thief knows the product and everything about people but their votes. Each feature is one way to lay rows that name
people beside rows that come of votes; what it gives is a guess of the voter (the pseudonym) for each person. All orders
that rows of a database have are tried: where they lie, which transaction wrote them, numbers, ids and bytes, times, how
far a sequence had come; and equal values; and the other traces of a vote: tallies, the units' tallies, ideas, and lines
of the log.
"""

import base64
import json
import re
import zlib
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import product
from math import comb, inf
from random import Random
from typing import Any

from django.core.signing import b62_decode

from tests.votes.loot import SHARE, Loot, Table

Guess = dict[int, bytes]
Order = dict[Any, float]
LINE = re.compile(r"/ideas/(\d+)/")
THINGS = re.compile(r"people\.user:(\d+)")
NEAR = 2  # transactions


def guesses(loot: Loot, votes: str) -> dict[str, Guess]:
    """What each feature makes of it: its name → whom it takes for which voter. `votes` is the table of votes."""
    table = loot.tables[votes]
    voters, ideas = _pairs(table)
    people, traces = dict(_people(loot)), dict(_traces(loot, table, voters, ideas))
    timed = {name for orders in (people, traces) for name, order in orders.items() if _are_times(order)}
    found: dict[str, Guess] = dict(_by_reference(loot, table))
    found |= dict(_by_equal_values(loot, table))
    for (person, by_person), (trace, by_voter) in product(people.items(), traces.items()):
        kinds = {name.rpartition(".")[2] for name in (person, trace)}
        shares = [kind.startswith(SHARE) for kind in kinds]
        if all(shares):
            found[f"{person} next to {trace}"] = _nearest(by_person, by_voter, inf)
        elif not any(shares):
            found[f"{person} in line with {trace}"] = _in_line(by_person, by_voter)
            if kinds == {"xmin"} or {person, trace} <= timed:
                found[f"{person} next to {trace}"] = _nearest(by_person, by_voter)
    lines = [(at.timestamp(), int(match[1])) for at, text in loot.log if (match := LINE.search(text))]
    found |= {f"{person} and the log": _by_log(people[person], lines, ideas) for person in timed & people.keys()}
    return {name: guess for name, guess in found.items() if guess}


def _pairs(table: Table) -> tuple[list[bytes], dict[int, list[bytes]]]:
    """The voter of each vote, and the voters on each idea."""
    voters = [bytes(voter) for voter in table.column("voter")]
    on: dict[int, list[bytes]] = defaultdict(list)
    for voter, idea in zip(voters, table.column("idea_id"), strict=True):
        on[idea].append(voter)
    return voters, on


def _people(loot: Loot) -> Iterator[tuple[str, Order]]:
    """Orders of people: wherever a row names somebody, everything that says when it was written. First and last row."""
    for table in loot.tables.values():
        for way, named in _named(table):
            if len(set(named) - {None}) < 2:
                continue
            times = [*table.orders(), *_hidden_times(table)]
            for name, values in times:
                for word, better in (("first", min), ("last", max)):
                    order: Order = {}
                    for user, value in zip(named, values, strict=True):
                        if user is not None:
                            order[user] = better(order.get(user, value), value)
                    yield f"{word} {table.name}({way}).{name}", order


def _named(table: Table) -> Iterator[tuple[str, list[int | None]]]:
    """Whom the rows of a table name: by foreign key, in a session, or in the audit log."""
    if table.name == "people_user":
        yield "id", table.column("id")
    for column, other in table.references.items():
        if other == "people_user":
            yield column, table.column(column)
    if table.name == "django_session":
        yield "session_data", [_session(text).get("user") for text in table.column("session_data")]
    if table.name == "people_auditentry":
        found = [THINGS.search(thing) for thing in table.column("thing")]
        yield "thing", [int(match[1]) if match else None for match in found]


def _hidden_times(table: Table) -> Iterator[tuple[str, list[float]]]:
    """Times inside a session: when it was signed, and when the person signed in."""
    if table.name == "django_session":
        read = [_session(text) for text in table.column("session_data")]
        yield "signed", [found.get("signed", 0.0) for found in read]
        yield "at", [found.get("at", 0.0) for found in read]


def _session(text: str) -> dict[str, Any]:
    """What Django's session says to whoever can read: it is signed, not encrypted."""
    payload, stamp, _signature = text.rsplit(":", 2)
    packed = payload.startswith(".")
    raw = base64.urlsafe_b64decode(payload.lstrip(".") + "=" * (-len(payload.lstrip(".")) % 4))
    data = json.loads(zlib.decompress(raw) if packed else raw)
    methods = data.get("account_authentication_methods") or [{}]
    user = data.get("_auth_user_id")
    return {"user": user and int(user), "signed": float(b62_decode(stamp)), "at": methods[0].get("at", 0.0)}


def _traces(
    loot: Loot, table: Table, voters: list[bytes], ideas: dict[int, list[bytes]]
) -> Iterator[tuple[str, Order]]:
    """Orders of voters: by their votes, and by what votes leave on ideas and tallies. First and last."""
    chance = Random(0)
    for name, values in table.orders():
        yield from _both(f"{table.name}.{name}", zip(voters, values, strict=True))
    for other in loot.tables.values():
        column = next((column for column, to in other.references.items() if to == "ideas_idea"), None)
        column = "id" if other.name == "ideas_idea" else column
        if column is None or other is table:
            continue
        for name, values in other.orders():
            # Whoever is known to have voted on an idea is one of its voters; which one, is a throw of the dice.
            known = ((idea, value) for idea, value in zip(other.column(column), values, strict=True) if ideas.get(idea))
            thrown = ((chance.choice(ideas[idea]), value) for idea, value in known)
            yield from _both(f"{other.name}.{name}", thrown)


def _both(name: str, pairs: Iterable[tuple[bytes, float]]) -> Iterator[tuple[str, Order]]:
    pairs = list(pairs)
    for word, better in (("first", min), ("last", max)):
        order: Order = {}
        for voter, value in pairs:
            order[voter] = better(order.get(voter, value), value)
        yield f"{word} {name}", order


def _in_line(people: Order, voters: Order) -> Guess:
    """The first with the first, the last with the last."""
    row, line = sorted(people, key=people.__getitem__), sorted(voters, key=voters.__getitem__)
    if not line:
        return {}
    scale = (len(line) - 1) / max(1, len(row) - 1)
    return {person: line[round(position * scale)] for position, person in enumerate(row)}


def _are_times(order: Order) -> bool:
    return all(1e9 < value < 1e10 for value in order.values())


def _nearest(people: Order, voters: Order, near: float = NEAR) -> Guess:
    """Each with the voter who comes next after them, or no more than `near` before."""
    found = {}
    line = sorted(voters, key=voters.__getitem__)
    values = [voters[voter] for voter in line]
    for person, value in people.items():
        place = bisect_left(values, value)
        after = values[place] - value if place < len(line) else inf
        before = value - values[place - 1] if place and value - values[place - 1] <= near else inf
        if min(before, after) < inf:
            found[person] = line[place] if after <= before else line[place - 1]
    return found


def _by_reference(loot: Loot, table: Table) -> Iterator[tuple[str, Guess]]:
    """Foreign keys: a vote that names a person, or a row that names both."""
    for column, other in table.references.items():
        if other == "people_user":
            yield f"{table.name}.{column}", dict(zip(table.column(column), _pairs(table)[0], strict=True))
    voter_of = dict(zip(table.column("id"), _pairs(table)[0], strict=True))
    for other in loot.tables.values():
        to_votes = [column for column, name in other.references.items() if name == table.name]
        for column, (way, named) in product(to_votes, _named(other)):
            pairs = zip(named, other.column(column), strict=True)
            yield f"{other.name}({way}).{column}", {user: voter_of[vote] for user, vote in pairs if user is not None}


def _by_equal_values(loot: Loot, table: Table) -> Iterator[tuple[str, Guess]]:
    """A value that stands in one row which names a person, and in the votes of one voter only."""
    voters = _pairs(table)[0]
    for column in table.columns:
        holders = defaultdict(set)
        for voter, value in zip(voters, table.column(column), strict=True):
            holders[_plain(value)].add(voter)
        alone = {value: next(iter(found)) for value, found in holders.items() if len(found) == 1 and value != ""}
        for other in loot.tables.values():
            if other is table:
                continue
            for (way, named), theirs in product(_named(other), other.columns):
                pairs = zip(named, map(_plain, other.column(theirs)), strict=True)
                guess = {user: alone[value] for user, value in pairs if user is not None and value in alone}
                yield f"{other.name}({way}).{theirs} = {column}", guess


def _plain(value: Any) -> str:
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value if value is not None else "")


def _by_log(people: Order, lines: list[tuple[float, int]], ideas: dict[int, list[bytes]]) -> Guess:
    """The ideas that the log names after somebody was seen and before the next one was: who voted on most of them."""
    found = {}
    row = sorted(people, key=people.__getitem__)
    for person, following in zip(row, [*row[1:], None], strict=True):
        end = people[following] if following is not None else inf
        named = {idea for at, idea in lines[bisect_left(lines, (people[person], 0)) : bisect_left(lines, (end, 0))]}
        voters = Counter(voter for idea in named for voter in ideas.get(idea, []))
        if voters:
            found[person] = voters.most_common(1)[0][0]
    return found


def by_chance(hits: int, *, of: int, choices: int, features: int) -> float:
    """How probable it is that the best of so many blind features is right at least so often (binomial, Bonferroni)."""
    blind = 1 / choices
    tail = sum(comb(of, number) * blind**number * (1 - blind) ** (of - number) for number in range(hits, of + 1))
    return min(1.0, features * tail)
