"""Each line of the table: what is measured, against which floor, and how far it may be from it."""

import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench import requests
from bench.figures import Bar, Row, median_ratio, milliseconds, percentile, spread
from bench.load import Ask, Clients, Sample
from bench.requests import Votes
from bench.service import WORKERS, Web
from bench.sizes import Sizes

from environment import Stop, cores, step

TICKS = 100  # of the processor's clock in a second, on Linux
RATE, PATIENCE, HOT = Bar(0.62, least=True), Bar(2, least=False), Bar(0.9, least=True)
PAGE, CALL = Bar(0.30, least=True), Bar(0.5, least=True)
WAYS = {"session": "session, form", "htmx": "session, htmx", "token": "token"}


@dataclass
class Bench:
    """What every measurement needs, and what has come of them."""

    sizes: Sizes
    web: Web
    votes: Votes
    rounds: int
    seconds: float
    rows: list[Row] = field(default_factory=list)
    own_share: list[float] = field(default_factory=list)
    python: dict[str, float] = field(default_factory=dict)  # ms of the web server's processor for a request

    @contextmanager
    def clients(self, number: int) -> Iterator[Clients]:
        clients = Clients(self.web.port, number, requests.who_answers(), WORKERS)
        try:
            yield clients
        finally:
            clients.close()

    def in_turn(self, clients: Clients, asks: dict[str, Ask], name: str) -> dict[str, list[Sample]]:
        """Run each of `asks`, round after round, every other round backwards; the first round only warms up."""
        found: dict[str, list[Sample]] = {kind: [] for kind in asks}
        used: dict[str, list[float]] = {kind: [] for kind in asks}
        for turn in range(self.rounds + 1):
            for kind in list(asks) if turn % 2 else list(asks)[::-1]:
                before = processor(clients.processes)
                sample = clients.run(asks[kind], self.seconds if turn else min(1.0, self.seconds))
                if turn:
                    found[kind].append(sample)
                    used[kind].append(1000 * (processor(clients.processes) - before) / len(sample.latencies))
                    self.own_share.append(sample.own_seconds / sample.seconds / cores())
        self.python |= {f"{name}: {kind}": statistics.median(each) for kind, each in used.items()}
        return found


def processor(processes: list[int]) -> float:
    """Seconds of processor time that these have used; 0 where the system does not tell."""
    total = 0.0
    for process in processes:
        path = Path(f"/proc/{process}/stat")
        if path.exists():
            numbers = path.read_text().rpartition(")")[2].split()
            total += (int(numbers[11]) + int(numbers[12])) / TICKS
    return total


def rates(samples: list[Sample]) -> list[float]:
    return [sample.rate for sample in samples]


def shown(samples: list[Sample]) -> str:
    """Requests a second, and the time that the median and the slowest hundredth took."""
    half, slow = (statistics.median(percentile(sample.latencies, share) for sample in samples) for share in (0.5, 0.99))
    return f"{statistics.median(rates(samples)):.0f}/s, p50 {milliseconds(half)} ms, p99 {milliseconds(slow)} ms"


def rate_row(what: str, things: list[Sample], floors: list[Sample], bar: Bar | None) -> Row:
    ratio = median_ratio(rates(things), rates(floors))
    between = spread(rates(things), rates(floors))
    return Row(what, shown(things), shown(floors), f"{ratio:.2f} ({between})", ratio, bar)


def slow_row(what: str, things: list[Sample], floors: list[Sample], bar: Bar | None) -> Row:
    """The slowest hundredth against that of the floor."""
    thing, floor = ([percentile(sample.latencies, 0.99) for sample in each] for each in (things, floors))
    ratio = median_ratio(thing, floor)
    texts = [f"{milliseconds(statistics.median(each))} ms" for each in (thing, floor)]
    return Row(f"{what}: p99", *texts, f"{ratio:.2f} ({spread(thing, floor)})", ratio, bar)


def casting(bench: Bench) -> None:
    """Votes by session and by token, spread over all ideas and on one."""
    for number in (16, 64):
        for way, asks in requests.casting(bench.votes).items():
            what = f"cast a vote ({WAYS[way]}), {number} clients"
            with step(what), bench.clients(number) as clients, _counted(bench) as acknowledged:
                found = bench.in_turn(clients, _counting(asks, acknowledged), what)
            is_asked = way != "htmx"
            bench.rows.append(rate_row(what, found["spread"], found["floor"], RATE if is_asked else None))
            bench.rows.append(slow_row(what, found["spread"], found["floor"], PATIENCE if is_asked else None))
            if "hot" in found:
                row = rate_row(f"{what}, all on one idea against spread", found["hot"], found["spread"], HOT)
                bench.rows.append(row)


def _counting(asks: dict[str, Ask], acknowledged: list[int]) -> dict[str, Ask]:
    """The same, noting each vote that is sent: every one is answered, or the run stops."""

    def noting(make: Callable[[], bytes]) -> Callable[[], bytes]:
        def made() -> bytes:
            acknowledged[0] += 1
            return make()

        return made

    return {
        kind: ask if kind == "floor" else Ask(noting(ask.make), ask.status, ask.holds) for kind, ask in asks.items()
    }


@contextmanager
def _counted(bench: Bench) -> Iterator[list[int]]:
    """Compare the tallies with what was acknowledged: every vote must have been a first one, and be there."""
    acknowledged, before = [0], bench.votes.stored()
    yield acknowledged
    bench.votes.save()
    stored = bench.votes.stored() - before
    if stored != acknowledged[0]:
        raise Stop(f"{acknowledged[0]} votes were acknowledged and {stored} were counted")


def page(bench: Bench) -> None:
    """The page of a campaign, twenty cards with the reader's votes, against a page with nothing in it."""
    what = "campaign page, 20 cards with my votes, 16 clients"
    asks = {
        "floor": requests.reading(bench.sizes, requests.signed_in, "/bench/page/", b"cc-main"),
        "thing": requests.reading(bench.sizes, requests.signed_in, "/campaigns/asked/", b'aria-pressed="true"'),
    }
    with step(what), bench.clients(16) as clients:
        found = bench.in_turn(clients, asks, what)
    bench.rows.append(rate_row(what, found["thing"], found["floor"], PAGE))


def call(bench: Bench) -> None:
    """The same list over the API, against a call that does nothing."""
    what = "the same list over the API, 16 clients"
    path = "/api/v1/campaigns/asked/ideas/"
    asks = {
        "floor": requests.reading(bench.sizes, requests.with_token, "/bench/call/", b'"results":[]'),
        "thing": requests.reading(bench.sizes, requests.with_token, path, b'"choice":"support"'),
    }
    with step(what), bench.clients(16) as clients:
        found = bench.in_turn(clients, asks, what)
    bench.rows.append(rate_row(what, found["thing"], found["floor"], CALL))
