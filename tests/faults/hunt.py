"""One run: people vote, everything is killed in turn, and what they were told is checked. Import it after Django."""

import os
import time
from dataclasses import dataclass
from random import Random
from typing import Any

from django.db import connection

from tests.faults.checks import Checker
from tests.faults.crowd import Client, Ledger
from tests.faults.letters import Writer, come_to_rest
from tests.faults.planting import blind_spots
from tests.faults.product import Product
from tests.faults.sabotage import Saboteur
from tests.faults.world import World, deeds, load

CLIENTS = 50
Report = dict[str, Any]


@dataclass(frozen=True)
class Fire:
    """What came of it: what people were told, what was written and killed, and the seconds that it took."""

    ledger: Ledger
    writer: Writer
    saboteur: Saboteur
    seconds: float


def hunt(product: Product, *, votes: int, kills: int, seed: int) -> Report:
    """The figures of one run. It `passed` when nothing is lost and the checker is not blind."""
    world = load(votes)
    product.start()
    fire = _fire(product, world, votes, kills, seed)
    forward = come_to_rest()
    product.stop_jobs()
    checker = Checker(world, fire.ledger, fire.writer, product.mails)
    findings, blind = checker.findings(), blind_spots(checker)
    ledger, told = fire.ledger, len(fire.ledger.votes)
    report: Report = {
        "votes": told,
        "people": len(world.people),
        "ideas": len(world.ideas),
        "clients": CLIENTS,
        "seconds": round(fire.seconds, 1),
        "requests": ledger.requests,
        "posts": len(ledger.posts),
        "letters": len(fire.writer.letters),
        "alarms": len(fire.writer.alarms),
        "time set forward for": forward,
        "kills": dict(fire.saboteur.done),
        "sessions ended": fire.saboteur.sessions,
        "retries": dict(ledger.retries.most_common()),
        "findings": findings,
        "blind spots": blind,
        "trouble": [*ledger.wrong[:5], *fire.saboteur.failed[:5]],
    }
    enough = told == votes and sum(report["kills"].values()) == kills
    report["passed"] = enough and not any(findings.values()) and not blind and not report["trouble"]
    return report


def _fire(product: Product, world: World, votes: int, kills: int, seed: int) -> Fire:
    ledger, writer = Ledger(), Writer()
    clients = [Client(product.port, share, ledger) for share in deeds(world, votes, CLIENTS, Random(seed))]

    def progress() -> float:
        return len(ledger.votes) / votes if any(client.is_alive() for client in clients) else 1.0

    saboteur = Saboteur(product, os.environ["DATABASE_URL"], kills, progress)
    connection.close()
    began = time.monotonic()
    for thread in (*clients, writer, saboteur):
        thread.start()
    for client in clients:
        client.join()
    seconds = time.monotonic() - began
    saboteur.join()
    writer.enough.set()
    writer.join()
    return Fire(ledger, writer, saboteur, seconds)


def words(report: Report) -> str:
    """The report in one paragraph."""
    kills = ", ".join(f"{number} × {kind}" for kind, number in sorted(report["kills"].items())) or "none"
    retries = ", ".join(f"{number} × {reason}" for reason, number in report["retries"].items()) or "none"
    findings = ", ".join(f"{name} {number}" for name, number in report["findings"].items())
    blind = "The checker found each planted fault." if not report["blind spots"] else ""
    return " ".join(
        [
            f"{report['votes']} votes of {report['people']} people on {report['ideas']} ideas by {report['clients']}",
            f"clients in {report['seconds']} s ({report['requests']} requests); {report['posts']} POSTs with a key,",
            f"each sent twice or more; {report['letters']} letters and {report['alarms']} alarms.",
            f"Killed: {kills} ({report['sessions ended']} sessions in all). Tried again: {retries}.",
            f"Found: {findings}.",
            blind or f"NOT FOUND by the checker: {', '.join(report['blind spots'])}.",
            *(["Trouble: " + "; ".join(report["trouble"]) + "."] if report["trouble"] else []),
            "Passed." if report["passed"] else "FAILED.",
        ]
    )
