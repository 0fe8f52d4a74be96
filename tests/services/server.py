"""Starting a throw-away server on a free port, and ending it."""

import random
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

KEEPER = Path(__file__).with_name("keeper.py")
SECONDS_TO_START = 30


@dataclass(frozen=True)
class Server:
    """A running server. Ends with `stop`, or with the process that started it."""

    port: int
    keeper: subprocess.Popen[bytes]

    def stop(self) -> None:
        self.keeper.stdin.close()
        self.keeper.wait(20)


def free_port() -> int:
    """A port that nobody listens on, below those that the kernel hands out by itself (from 32768 on)."""
    while True:
        port = random.randrange(20000, 32768)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port


def start(
    folder: Path, command: Callable[[int], list[str]], is_ready: Callable[[int], bool], *, user: int | None = None
) -> Server:
    """Run `command(port)` and wait until `is_ready(port)`. Raises `RuntimeError` with the server's own words."""
    port = free_port()
    keeper = subprocess.Popen(
        [sys.executable, KEEPER, folder, "" if user is None else str(user), *command(port)],
        stdin=subprocess.PIPE,
        start_new_session=True,
    )
    server = Server(port, keeper)
    deadline = time.monotonic() + SECONDS_TO_START
    while not is_ready(port):
        if keeper.poll() is not None or time.monotonic() > deadline:
            log = folder / "log"
            words = log.read_text(errors="replace") if log.exists() else f"ended with {keeper.poll()}"
            server.stop()
            raise RuntimeError(f"{command(port)[0]} did not start: {words}")
        time.sleep(0.05)
    return server
