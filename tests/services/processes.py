"""Processes of the product on a test's own database. To be imported once Django is set up."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_END = 20


def surroundings(keys: Path, **further: str) -> dict[str, str]:
    """The environment in which a process finds this test's own database and its keys."""
    database = connection.settings_dict
    where = f"{database['HOST']}:{database['PORT']}/{database['NAME']}"
    url = f"postgresql://{database['USER']}:{database['PASSWORD']}@{where}"
    return {**os.environ, "COCREATE_KEYS": str(keys), "DATABASE_URL": url, **further}


@contextmanager
def running(
    commands: Mapping[Path, list[str]], environment: Mapping[str, str]
) -> Iterator[list[subprocess.Popen[bytes]]]:
    """`python …` for each command, until the end of the block. What it says goes into the file that it stands for."""
    processes = []
    try:
        for log, command in commands.items():
            with log.open("wb") as words:
                processes.append(
                    subprocess.Popen(
                        [sys.executable, *command],
                        env=dict(environment),
                        cwd=ROOT,
                        stdout=words,
                        stderr=words,
                        start_new_session=True,
                    )
                )
        yield processes
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Wait for it; whatever does not end is killed, with all that it has forked."""
    try:
        process.wait(SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
