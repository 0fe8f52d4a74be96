"""Sets up what the tests need and runs them all: on SQLite what SQLite can run, then on PostgreSQL all that use it.

With arguments, which are pytest's, it runs once: on PostgreSQL, or elsewhere with --database=sqlite. Long versions of
some tests run only so: bin/test -m long.
"""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import environment
from environment import ROOT, cores, say

MOST = 8  # processes: more of them spend their time on making test databases
NAMES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}
LEFT_OUT = {"sqlite": "not long", "postgres": "not long and not pure"}


@dataclass(frozen=True)
class Run:
    """What came of one run of pytest: its exit code, its closing line, and how many tests were not run, by reason."""

    code: int
    closing: str
    not_run: dict[str, int]


def main() -> int:
    if sys.argv[1:] in (["-h"], ["--help"]):
        say(f"usage: bin/test [pytest arguments]\n\n{__doc__}")
        return 0
    python = environment.ensure(development=True)
    if sys.argv[1:]:
        return subprocess.run([python, "-m", "pytest", *sys.argv[1:]], cwd=ROOT).returncode
    runs = {database: run(python, database) for database in NAMES}
    report(runs)
    return 0 if all(each.code == 0 for each in runs.values()) else 1


def run(python: Path, database: str) -> Run:
    """Run the suite on `database`, one process a core, and pass on what pytest says."""
    say(f"\n{NAMES[database]}")
    with tempfile.TemporaryDirectory() as folder:
        not_run = Path(folder) / "not-run.json"
        options = [
            f"--database={database}",
            f"--not-run={not_run}",
            f"--numprocesses={min(MOST, cores())}",
            "--dist=loadgroup",
            f"-m={LEFT_OUT[database]}",
        ]
        options += ["--color=yes"] if sys.stdout.isatty() else []
        command = [str(python), "-m", "pytest", *options]
        closing = ""
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            for line in process.stdout or ():
                say(line, end="")
                closing = line.strip() or closing
        reasons = json.loads(not_run.read_text()) if not_run.exists() else {}
    return Run(process.returncode, closing, reasons)


def report(runs: dict[str, Run]) -> None:
    """Say last what did not run, why, and what would make it run; and then how it ended."""
    say("")
    for reason in sorted({reason for each in runs.values() for reason in each.not_run}):
        count = max(each.not_run.get(reason, 0) for each in runs.values())
        say(f"Not run: {count} {'test' if count == 1 else 'tests'}. {reason}")
    for database, each in runs.items():
        if each.code:
            say(f"{NAMES[database]}: FAILED (pytest's exit code {each.code})")
    for each in runs.values():
        say(each.closing)


if __name__ == "__main__":
    environment.run(main)
