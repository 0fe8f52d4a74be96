"""Running what was asked for, and writing down what came of it."""

import platform
from datetime import UTC, datetime
from pathlib import Path

from django.db import connection

from bench import figures, measures, orders, outcome, weights
from bench.measures import Bench
from bench.service import MEGABYTES, THREADS, WORKERS, memory

from environment import ROOT, cores, say

RUNS = {
    "weights": weights.weights,
    "queries": orders.queries,
    "orders": orders.orders,
    "call": measures.call,
    "page": measures.page,
    "casting": measures.casting,
}


def run(bench: Bench, names: list[str]) -> dict[str, str]:
    """Measure all of `names`; returns the plans of the lists."""
    plans: dict[str, str] = {}
    for name, measure in RUNS.items():
        if name in names:
            plans |= measure(bench) or {}
    return plans


def write(bench: Bench, plans: dict[str, str], target: Path | None, template: Path, built: float) -> int:
    """Print the figures and put them into `target`, in the shape of `template`; 1 when a bar does not hold."""
    text = in_words(bench, plans, built)
    say(f"\n{text}" if target is None else f"\n{figures.table(bench.rows)}\n")
    if target is not None:
        document = (target if target == template else template).read_text(encoding="utf-8")
        target.write_text(figures.replaced(document, text), encoding="utf-8")
        say(f"Written: {target.relative_to(ROOT) if target.is_relative_to(ROOT) else target}")
    failed = outcome.missed(bench.rows)
    asked = [row for row in bench.rows if row.bar is not None]
    say(f"{len(asked) - len(failed)} of {len(asked)} bars hold.")
    return 1 if failed else 0


def in_words(bench: Bench, plans: dict[str, str], built: float) -> str:
    """All that was found, in Markdown."""
    parts = [machine(bench, built), figures.table(bench.rows)]
    if bench.python:
        lines = [f"| {what} | {number:.2f} |" for what, number in bench.python.items()]
        parts.append(
            "Processor time of the web server's Python for a request, in ms (the database's is not in it):\n\n"
            + "\n".join(["| request | ms |", "| --- | --- |", *lines])
        )
    for name, plan in plans.items():
        parts.append(f"<details><summary>Plan: {name}</summary>\n\n```\n{plan}\n```\n\n</details>")
    return "\n\n".join(parts)


def machine(bench: Bench, built: float) -> str:
    """On what it was measured, and how."""
    sizes = bench.sizes
    connection.ensure_connection()
    version = connection.connection.info.server_version // 10000
    own = f"{100 * max(bench.own_share):.0f} %" if bench.own_share else "–"
    return (
        f"Measured on {datetime.now(UTC).date()}: {cores()} cores, {memory() / MEGABYTES / 1024:.0f} GiB of memory, "
        f"Python {platform.python_version()}, PostgreSQL {version} that waits for the disk at each commit (`fsync`), "
        f"gunicorn with {WORKERS} processes of {THREADS} threads, all on the same machine as the load generator, which "
        f"took at most {own} of the processors.\n\n"
        f"Data: {sizes.ideas:,} ideas, {sizes.votes:,} votes, {sizes.people:,} people, {sizes.units:,} units, and "
        f"further campaigns of {', '.join(f'{number:,}' for number in sizes.scales)} ideas, built in {built:.0f} s. "
        f"{bench.rounds} rounds of {bench.seconds:g} s for each; the figures are medians, in brackets the lowest and "
        "the highest ratio of a round."
    )
