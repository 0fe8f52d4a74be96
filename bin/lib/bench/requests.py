"""The requests of the load, as bytes, and which votes are still to be cast."""

from collections.abc import Callable, Iterator
from itertools import cycle

import psycopg

from bench.data import session, token
from bench.load import Ask, Make
from bench.service import HOST
from bench.sizes import READERS, Sizes, hot_pair, pair

CHOICES = ("support", "support", "object", "pass")
CSRF = "b" * 32
BASE = f"Host: {HOST}\r\nX-Forwarded-Proto: https\r\nUser-Agent: bench\r\nAccept-Encoding: gzip\r\n"
Path = Callable[[int], str]
SAME = "/bench/post/"


def signed_in(person: int) -> str:
    return f"{BASE}Cookie: __Host-session={session(person)}; __Host-csrf={CSRF}\r\n"


def with_token(person: int) -> str:
    return f"{BASE}Authorization: Bearer {token(person)}\r\nAccept: application/json\r\n"


def get(path: str, headers: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\n{headers}\r\n".encode()


def send(method: str, path: str, headers: str, kind: str, text: str) -> bytes:
    lines = f"{method} {path} HTTP/1.1\r\n{headers}Content-Type: {kind}\r\nContent-Length: {len(text)}\r\n\r\n{text}"
    return lines.encode()


class Votes:
    """First votes of people on ideas on which they have not voted. How many are used up is kept beside the data."""

    def __init__(self, url: str, sizes: Sizes) -> None:
        self.sizes = sizes
        self.raw = psycopg.connect(url, autocommit=True)
        self.raw.execute("CREATE TABLE IF NOT EXISTS bench_used (name text PRIMARY KEY, number bigint)")
        self.used = dict(self.raw.execute("SELECT name, number FROM bench_used").fetchall())

    def save(self) -> None:
        text = "INSERT INTO bench_used VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET number = excluded.number"
        for row in self.used.items():
            self.raw.execute(text, row)

    def spread(self) -> tuple[int, int]:
        return pair(self.sizes, self._next("spread"))

    def hot(self) -> tuple[int, int]:
        return hot_pair(self.sizes, self._next("hot"))

    def _next(self, name: str) -> int:
        self.used[name] = number = self.used.get(name, -1) + 1
        return number

    def stored(self) -> int:
        """How many votes the tallies hold."""
        row = self.raw.execute("SELECT sum(support + object + passed) FROM votes_tally").fetchone()
        return int(row[0]) if row else 0


def by_form(who: Callable[[], tuple[int, int]], *, path: Path) -> Make:
    """A plain form, as a browser without JavaScript sends it."""
    choices = cycle(CHOICES)

    def make() -> bytes:
        person, idea = who()
        headers = f"{signed_in(person)}Origin: https://{HOST}\r\nAccept: text/html\r\n"
        text = f"csrfmiddlewaretoken={CSRF}&vote={next(choices)}"
        return send("POST", path(idea), headers, "application/x-www-form-urlencoded", text)

    return make


def by_htmx(who: Callable[[], tuple[int, int]], *, path: Path) -> Make:
    """The same form under htmx, which is answered with the control."""
    choices = cycle(CHOICES)

    def make() -> bytes:
        person, idea = who()
        headers = f"{signed_in(person)}Origin: https://{HOST}\r\nHX-Request: true\r\nX-CSRFToken: {CSRF}\r\n"
        return send("POST", path(idea), headers, "application/x-www-form-urlencoded", f"vote={next(choices)}")

    return make


def by_token(who: Callable[[], tuple[int, int]], *, path: Path, method: str = "PUT") -> Make:
    """The API's call."""
    choices = cycle(CHOICES)

    def make() -> bytes:
        person, idea = who()
        text = f'{{"choice": "{next(choices)}"}}'
        return send(method, path(idea), with_token(person), "application/json", text)

    return make


def casting(votes: Votes) -> dict[str, dict[str, Ask]]:
    """By how one votes: the floor, votes spread over all ideas, votes on one. A floor has the same people."""
    floor = _again(votes)
    page, call = "/ideas/{}/vote/".format, "/api/v1/ideas/{}/vote/".format
    return {
        "session": {
            "floor": Ask(by_form(floor, path=lambda _idea: SAME), 204),
            "spread": Ask(by_form(votes.spread, path=page), 302),
            "hot": Ask(by_form(votes.hot, path=page), 302),
        },
        "htmx": {
            "floor": Ask(by_htmx(floor, path=lambda _idea: SAME), 204),
            "spread": Ask(by_htmx(votes.spread, path=page), 200, b'id="vote-'),
        },
        "token": {
            "floor": Ask(by_token(floor, path=lambda _idea: "/bench/call/", method="POST"), 204),
            "spread": Ask(by_token(votes.spread, path=call), 200, b'"choice":"'),
            "hot": Ask(by_token(votes.hot, path=call), 200, b'"choice":"'),
        },
    }


def _again(votes: Votes) -> Callable[[], tuple[int, int]]:
    """People in the same order as votes are spread."""
    numbers = iter(range(10**12))
    return lambda: pair(votes.sizes, next(numbers))


def reading(sizes: Sizes, headers: Callable[[int], str], path: str, holds: bytes) -> Ask:
    """Everyone who reads, in turn."""
    made = [get(path, headers(person)) for person in range(sizes.first_reader, sizes.first_reader + READERS)]
    requests: Iterator[bytes] = cycle(made)
    return Ask(lambda: next(requests), 200, holds)


def who_answers() -> bytes:
    return get("/bench/process/", BASE)
