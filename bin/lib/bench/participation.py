"""`bin/bench participation`: what counting who was heard costs at 1, 3 and 10 million votes.

An increment folds in what is new: 10,000 votes, half of them of people who had not voted, the others of people who
had. Mixing them is measured beside it, because it is there that new votes are counted (votes/actions/folding.py). A
rebuild reads every vote. The page is asked for as an executive sees it. Each is done in a process of its own, whose
peak memory stands beside the seconds; PostgreSQL's is not in it. Of the rounds the quietest counts: the machine may
have other things to do.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from bench import figures, outcome, service, sizes
from bench.figures import Bar, Row
from bench.sizes import ASKED, Sizes

from environment import ROOT, Stop, step

SCALES = (1_000_000, 3_000_000, 10_000_000)
SMALL_PART = 20
NEW, EACH = 10_000, 5  # new votes, and how many of them a person casts
STEADY = Bar(1.2, least=False)
NONE = Bar(0, least=False)
VOTES = ("votes_vote", "votes_tally", "votes_unittally", "votes_cast", "votes_spread")
TIMES = 20  # the page is asked for so often in a round
PEAK = 1024  # kilobytes, in which the system tells it, a megabyte
NAMES = {
    "increment": f"increment after {NEW:,} new votes",
    "fold": f"counting {NEW:,} new votes while they are mixed",
    "mix": f"mixing {NEW:,} new votes, with that",
    "lost": "looking for people of whom word was lost",
    "rebuild": "full rebuild",
    "page": "participation page",
}


@dataclass(frozen=True)
class Found:
    """Of one size: seconds and peak memory (megabytes) of each thing; how often the page reads a table of votes."""

    votes: int
    seconds: dict[str, float]
    memory: dict[str, float]
    touched: int


def main(options: argparse.Namespace, ending: ExitStack) -> int:
    """Build each size, measure it, print the table; 1 when a bar does not hold."""
    folder = options.keep or Path(ending.enter_context(tempfile.TemporaryDirectory(prefix="cocreate-bench-")))
    redis_url = ending.enter_context(service.queue())
    whole = sizes.SMALL if options.small else sizes.FULL
    found = []
    for number in SCALES:
        votes = number // SMALL_PART if options.small else number
        chosen = replace(whole, votes=votes, scales=(10, 10, 10))
        found.append(measured(chosen, folder.resolve() / f"{votes}", redis_url, options.rounds))
    return outcome.told(table(found), options.output, "participation")


def table(found: Sequence[Found]) -> list[Row]:
    """A line for each thing and size; the floor is the smallest size, and the bar is on the largest."""
    first, last = found[0], found[-1]
    rows = []
    for name, what in NAMES.items():
        for each in found:
            thing, floor = (
                f"{one.seconds[name]:.3f} s" + (f", {one.memory[name]:.0f} MB" if name in one.memory else "")
                for one in (each, first)
            )
            ratio = each.seconds[name] / first.seconds[name]
            bar = STEADY if name == "increment" and each is last else None
            rows.append(Row(f"{what}, at {each.votes:,} votes", thing, floor, f"{ratio:.2f}", ratio, bar))
    touched = sum(each.touched for each in found)
    rows.append(Row("statements of the page that touch votes", f"{touched}", "–", f"{touched}", touched, NONE))
    return rows


def measured(chosen: Sizes, folder: Path, redis_url: str, rounds: int) -> Found:
    """Build this size unless it is kept, and measure everything on a database that writes as in production."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.parent.chmod(0o711)
    folder.chmod(0o711)  # PostgreSQL may run as somebody else
    mark, stamp = folder / "built", repr(chosen)
    if not (mark.exists() and mark.read_text() == stamp):
        if (folder / "database").exists():
            raise Stop(f"{folder} holds other data: remove it, or name another folder")
        with step(f"Building {chosen.votes:,} votes"), service.database(folder / "database", building=True) as url:
            service.settle(folder / "files", url, redis_url)
            _run("from bench import building; building.main(sys.argv[1])", chosen)
        mark.write_text(stamp)
    with service.database(folder / "database") as url:
        service.settle(folder / "files", url, redis_url)
        service.warm(url)
        with step(f"Measuring {chosen.votes:,} votes"):
            return _rounds(chosen, rounds)


def _rounds(chosen: Sizes, rounds: int) -> Found:
    seconds: dict[str, float] = {}
    memory: dict[str, float] = {}
    touched = 0
    _measure("increment", chosen, 0)  # what was built on another day is counted anew once
    for turn in range(rounds):
        for name in ("mix", "increment", "lost", "rebuild", "page"):
            if name in ("lost", "rebuild") and turn >= max(1, rounds // 2):
                continue  # they take long, and vary little
            answer = _measure(name, chosen, turn)
            touched += answer["touched"]
            memory[name] = min(memory.get(name, answer["memory"]), answer["memory"])
            for each, took in answer["seconds"].items():
                seconds[each] = min(seconds.get(each, took), took)
    return Found(chosen.votes, seconds, memory, touched)


def _measure(name: str, chosen: Sizes, turn: int) -> Any:
    program = f"from bench import participation; participation.one('{name}', sys.argv[1], {turn})"
    return json.loads(_run(program, chosen).splitlines()[-1])


def _run(program: str, chosen: Sizes) -> str:
    """What a process of its own says: the settings of this one name no database."""
    paths = os.pathsep.join([str(ROOT), str(ROOT / "bin" / "lib")])
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; {program}", json.dumps(asdict(chosen))],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": paths},
        stdout=subprocess.PIPE,
        text=True,
    )
    if done.returncode:
        raise Stop(f"this failed: {program}")
    return done.stdout


def one(name: str, chosen: str, turn: int) -> None:
    """Do one thing in this process, and print its seconds and its peak memory as JSON."""
    import django

    django.setup()
    numbers = json.loads(chosen)
    answer = MEASURES[name](Sizes(**{**numbers, "scales": tuple(numbers["scales"])}), turn)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / PEAK
    print(json.dumps({"touched": 0, "memory": peak, **answer}))


def _timed(do: Callable[[], Any]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def _campaign() -> Any:
    from ideas.models import Campaign

    return Campaign.objects.get(pk=ASKED)


def _increment(chosen: Sizes, turn: int) -> dict[str, Any]:
    from participation.actions import summarise

    campaign = _campaign()
    return {"seconds": {"increment": _timed(lambda: summarise(campaign=campaign))}}


def _rebuild(chosen: Sizes, turn: int) -> dict[str, Any]:
    from participation.actions import rebuild

    campaign = _campaign()
    return {"seconds": {"rebuild": _timed(lambda: rebuild(campaign=campaign))}}


def _lost(chosen: Sizes, turn: int) -> dict[str, Any]:
    from participation.actions import note_lost

    campaign = _campaign()
    return {"seconds": {"lost": _timed(lambda: note_lost(campaign=campaign))}}


def _mix(chosen: Sizes, turn: int) -> dict[str, Any]:
    """Plant the new votes, and mix them; how long counting them takes of that is told apart."""
    from votes.actions import mix, secrecy

    plant(chosen, turn)
    took: list[float] = []
    fold = secrecy.fold

    def timed(**changes: Any) -> None:
        took.append(_timed(lambda: fold(**changes)))

    secrecy.fold = timed  # type: ignore[assignment]  # the same, with a clock
    try:
        whole = _timed(mix)
    finally:
        secrecy.fold = fold
    return {"seconds": {"mix": whole, "fold": sum(took)}}


def plant(chosen: Sizes, turn: int) -> None:
    """New votes as people leave them: not mixed, with word of who took part."""
    from core import counters, keys
    from ideas.actions import take_part
    from people.models import Membership
    from votes.models import Vote

    campaign, chance = _campaign(), Random()  # noqa: S311 - nothing secret
    number = NEW // EACH // 2
    first = chosen.first_caster + turn * number
    people = list(range(first, min(first + number, chosen.people + 1)))
    people += chance.sample(range(1, chosen.first_reader), number)
    voters = {person: voter for voter, person in keys.pseudonyms(campaign.key_name, people).items()}
    units = dict(Membership.objects.filter(user__in=people, until=None).values_list("user_id", "unit_id"))
    rows = [
        Vote(idea_id=idea, voter=voters[person], choice="support", unit_id=units[person])
        for person in people
        for idea in chance.sample(range(1, chosen.ideas + 1), EACH)
    ]
    Vote.objects.bulk_create(rows, batch_size=2000, ignore_conflicts=True)
    for person in people:
        take_part(campaign.pk, person)
    counters.hand_over()


def _page(chosen: Sizes, turn: int) -> dict[str, Any]:
    """The middle one of many; and how many statements of one of them name a table of votes."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from core import prepared
    from people.actions import grant
    from people.models import User

    _collect()
    viewer = User.objects.get(pk=1)
    grant(by=None, user=viewer, role="executive")
    client = Client(SERVER_NAME=service.HOST)
    client.force_login(viewer)
    url = reverse("participation:campaign", args=[_campaign().slug])

    def ask() -> None:
        answer = client.get(url, secure=True)
        if answer.status_code != 200:
            raise Stop(f"the page answered {answer.status_code}")

    ask()
    texts: list[str] = []
    run = prepared.run
    prepared.run = lambda text, values: (texts.append(text), run(text, values))[1]
    with CaptureQueriesContext(connection) as asked:
        ask()
    prepared.run = run
    texts += [query["sql"] for query in asked.captured_queries]
    if not texts:
        raise Stop("the page asked the database for nothing, which cannot be")
    took = [_timed(ask) for _time in range(TIMES)]
    touched = sum(any(name in text for name in VOTES) for text in texts)
    return {"seconds": {"page": figures.percentile(took, 0.5)}, "touched": touched}


def _collect() -> None:
    """The static files that pages name, unless they are there."""
    from django.conf import settings
    from django.core.management import call_command

    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        call_command("collectstatic", interactive=False, verbosity=0)


MEASURES: dict[str, Callable[[Sizes, int], dict[str, Any]]] = {
    "increment": _increment,
    "lost": _lost,
    "mix": _mix,
    "page": _page,
    "rebuild": _rebuild,
}
