"""The project's own Python environment: `.venv` beside this folder, filled from the pinned requirement files.

Standard library only, since it runs before anything is installed. `bin/lib/run` has checked the Python's age.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = VENV / "install.log"

RUNTIME = "requirements.txt"
DEVELOPMENT = "requirements-dev.txt"
OFFLINE = ("connection", "Temporary failure", "No matching distribution", "ProxyError", "SSLError", "timed out")


class Stop(Exception):
    """Raised with the one line that tells a person why a command cannot go on."""


def run(command: Callable[[], int]) -> NoReturn:
    """Run `command` as a program: what stops it is one line on stderr, never a traceback."""
    try:
        sys.exit(command())
    except Stop as reason:
        sys.exit(f"bin/{Path(sys.argv[0]).stem}: {reason}")
    except KeyboardInterrupt:
        sys.exit(130)


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def say(text: str, *, end: str = "\n") -> None:
    with suppress(OSError):  # a closed terminal or pipe must not end anything
        print(text, end=end, flush=True)


@contextmanager
def step(text: str) -> Iterator[None]:
    """Say what is going on, and how many seconds it took."""
    started = time.monotonic()
    say(f"  {text} …", end="")
    try:
        yield
    except BaseException:
        say("")
        raise
    say(f" {time.monotonic() - started:.0f} s")


def ensure(*, development: bool = False) -> Path:
    """Make `.venv` hold what the requirement files pin, and answer the path of its Python.

    Costs nothing when the files are the ones installed last. Raises `Stop` with one line when it cannot be done.
    """
    files = [RUNTIME, DEVELOPMENT] if development else [RUNTIME]
    if all(_is_installed(file) for file in files):
        return PYTHON
    try:
        with locked(VAR / "environment.lock", waiting="Another command is setting up .venv; waiting for it …"):
            if not all(_is_installed(file) for file in files):
                _create()
                _install(files)
    except OSError as error:
        raise Stop(f"cannot set up {VENV}: {error.strerror or error} ({error.filename})") from None
    return PYTHON


@contextmanager
def locked(path: Path, *, waiting: str = "", taken: str = "") -> Iterator[None]:
    """Hold `path` against other processes. If it is held: say `waiting` and wait, or raise `Stop(taken)`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if taken:
                raise Stop(taken) from None
            say(waiting)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _stamp(file: str) -> Path:
    return VENV / "installed" / f"{file}.sha256"


def _digest(file: str) -> str:
    return hashlib.sha256((ROOT / file).read_bytes()).hexdigest()


def _is_installed(file: str) -> bool:
    try:
        return PYTHON.exists() and _stamp(file).read_text() == _digest(file)
    except FileNotFoundError:
        return False


def _create() -> None:
    """Make `.venv`, unless there is one whose pip works (an interrupted installation simply goes on)."""
    if PYTHON.exists() and subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True).returncode == 0:
        return
    with step("Making a Python environment in .venv"):
        made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True)
    if made.returncode:
        reason = (made.stdout + made.stderr).strip().splitlines() or ["no reason given"]
        raise Stop(f"{sys.executable} could not make the environment {VENV}: {reason[-1]}")


def _install(files: list[str]) -> None:
    for file in files:
        _stamp(file).unlink(missing_ok=True)
    command = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--no-input", "--disable-pip-version-check"]
    command += [part for file in files for part in ("--requirement", str(ROOT / file))]
    with step("Installing the Python packages (a minute or two, once)"), LOG.open("w") as log:
        code = subprocess.run(
            command, stdout=log, stderr=subprocess.STDOUT, env={"PIP_RETRIES": "2", **os.environ}
        ).returncode
    if code:
        raise Stop(_why_not(LOG.read_text(errors="replace")))
    for file in files:
        _stamp(file).parent.mkdir(exist_ok=True)
        _stamp(file).write_text(_digest(file))


def _why_not(log: str) -> str:
    details = f"(details: {LOG.relative_to(ROOT)})"
    if "DO NOT MATCH THE HASHES" in log:
        return f"a downloaded package is not the one that {RUNTIME} pins, so nothing was installed {details}"
    if "No space left" in log:
        return f"the disk is full {details}"
    if any(sign in log for sign in OFFLINE):
        return f"the Python packages could not be downloaded. Is there a network? Then run it again {details}"
    errors = [line for line in log.splitlines() if line.startswith("ERROR")]
    return f"the Python packages could not be installed: {errors[-1] if errors else 'pip failed'} {details}"
