"""Measures the product, each thing as a ratio against its own floor in the same run, and writes docs/performance.md.

With a subject (bench/<subject>.py) it measures that instead, and prints what came of it.

It brings its own PostgreSQL, which writes as in production, and its own Redis; it touches no installation.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import asdict, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import environment
from environment import ROOT, Stop, step

if TYPE_CHECKING:
    from bench.sizes import Sizes

DOCUMENT = ROOT / "docs" / "performance.md"
SUBJECTS = ("participation", "similarity", "themes")
NAMES = ("casting", "page", "call", "queries", "orders", "weights")


def main() -> int:
    options = read()
    python = environment.ensure(development=True)
    if Path(sys.prefix).resolve() != python.parents[1].resolve():
        os.execv(python, [str(python), *sys.argv])  # noqa: S606 - a shell would only get in the way
    sys.path.insert(0, str(ROOT))  # before this folder, in which there is a demo.py as well
    with environment.locked(environment.VAR / "bench.lock", taken="another bench is running"), ExitStack() as ending:
        if options.subject:
            if not (options.output or options.small):
                options.output = DOCUMENT
            return int(import_module(f"bench.{options.subject}").main(options, ending))
        kept = options.keep or ending.enter_context(tempfile.TemporaryDirectory(prefix="cocreate-bench-"))
        return measure(options, Path(kept).resolve(), ending)


def read() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("subject", nargs="?", choices=SUBJECTS, help="measure this instead")
    parser.add_argument("--small", action="store_true", help="a twentieth of the data, to try things out")
    for name in ("ideas", "votes", "people", "units"):
        parser.add_argument(f"--{name}", type=int, metavar="N", help=f"another number of {name}")
    parser.add_argument("--keep", metavar="FOLDER", type=Path, help="keep the data there, and use it the next time")
    parser.add_argument(
        "--only", metavar="NAME", action="append", choices=NAMES, help=f"measure only: {', '.join(NAMES)}"
    )
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="how often each is measured (5)")
    parser.add_argument("--seconds", type=float, default=3, metavar="N", help="for how long each time (3)")
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="write the figures there, and not into the document"
    )
    return parser.parse_args()


def measure(options: argparse.Namespace, folder: Path, ending: ExitStack) -> int:
    """Make what is needed, measure, and say or write what came of it."""
    from bench import service, sizes

    wanted = {name: getattr(options, name) for name in ("ideas", "votes", "people", "units") if getattr(options, name)}
    chosen = replace(sizes.SMALL if options.small else sizes.FULL, **wanted)
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o711)  # PostgreSQL may run as somebody else
    redis_url = ending.enter_context(service.queue())
    built = prepare(folder, chosen, redis_url)
    database_url = ending.enter_context(service.database(folder / "database"))
    service.settle(folder / "files", database_url, redis_url)
    begin()
    collect(folder / "files" / "static" / "staticfiles.json")
    service.warm(database_url)
    web = ending.enter_context(service.web(folder))

    from bench import report
    from bench.measures import Bench
    from bench.requests import Votes

    bench = Bench(chosen, web, Votes(database_url, chosen), options.rounds, options.seconds)
    plans = report.run(bench, options.only or list(NAMES))
    is_whole = chosen == sizes.FULL and not options.only
    target = options.output or (DOCUMENT if is_whole else None)
    return report.write(bench, plans, target, DOCUMENT, built)


def begin() -> None:
    """Let Django read the settings, which name the database that has just been started."""
    import django
    from django.conf import settings

    if settings.configured:
        raise Stop("the settings were read too early")
    django.setup()


def collect(manifest: Path) -> None:
    """Hash and compress the static files, unless none has changed since."""
    from django.core.management import call_command

    sources = [*(ROOT / "static").rglob("*.*"), ROOT / "core" / "storage.py", ROOT / "requirements.txt"]
    if manifest.exists() and manifest.stat().st_mtime > max(path.stat().st_mtime for path in sources):
        return
    with step("Static files"):
        call_command("collectstatic", interactive=False, verbosity=0)


def prepare(folder: Path, sizes: "Sizes", redis_url: str) -> float:
    """Build the data unless it is there already; returns how many seconds it took.

    A process of its own does it: the settings of this one name the database that is started afterwards.
    """
    from bench import service

    mark = folder / "built"
    if mark.exists() and mark.read_text().splitlines()[0] == stamp(sizes):
        return float(mark.read_text().splitlines()[1])
    if (folder / "database").exists():
        raise Stop(f"{folder} holds other data: remove it, or name another folder")
    began = time.monotonic()
    with service.database(folder / "database", building=True) as url:
        service.settle(folder / "files", url, redis_url)
        program = "import sys; from bench import building; building.main(sys.argv[1])"
        paths = os.pathsep.join([str(ROOT), str(ROOT / "bin" / "lib")])
        done = subprocess.run(
            [sys.executable, "-c", program, json.dumps(asdict(sizes))], cwd=ROOT, env=os.environ | {"PYTHONPATH": paths}
        )
    if done.returncode:
        raise Stop("the data could not be built")
    seconds = time.monotonic() - began
    mark.write_text(f"{stamp(sizes)}\n{seconds:.0f}\n")
    return seconds


def stamp(sizes: "Sizes") -> str:
    """What the data depends on: its sizes, how it is built, and the product's tables."""
    sources = [ROOT / "bin" / "lib" / "bench" / name for name in ("data.py", "rows.py", "sizes.py")]
    sources += sorted(ROOT.glob("*/migrations/[0-9]*.py"))
    text = repr(sizes).encode() + b"".join(path.read_bytes() for path in sources)
    return hashlib.sha256(text).hexdigest()


if __name__ == "__main__":
    environment.run(main)
