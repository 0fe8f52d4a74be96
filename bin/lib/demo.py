"""Runs the whole product on this machine: web, worker and scheduler in one process, with a made-up company in it.

Everything lives in `var/demo/`. Ctrl-C stops it and keeps the data.
"""

import argparse
import hashlib
import json
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import demo_settings
import environment
from environment import ROOT, Stop, say, step

LOG = demo_settings.FOLDER / "server.log"
PREPARED = demo_settings.FOLDER / "prepared"
DETAILS = f"details: {LOG.relative_to(ROOT)}"
PERSONAS = ("employee", "curator", "executive", "administrator")
SECONDS_TO_START = 60
SECONDS_TO_STOP = 12


def main() -> int:
    options = arguments()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)
    refuse_taken(options.port)
    with environment.locked(
        environment.VAR / "demo.lock", taken="a demo is already running from this folder. Stop it first."
    ):
        say("Cocreate demo")
        python = environment.ensure()
        if options.fresh:
            shutil.rmtree(demo_settings.FOLDER, ignore_errors=True)
        demo_settings.write(options.port)
        prepare(python)
        try:
            with serving(python, options.port) as server:
                welcome(python, options.port)
                code = server.wait()
        except KeyboardInterrupt:
            say("Stopped. The data is kept; bin/demo goes on with it.")
            return 0
    raise Stop(f"the server ended by itself with code {code} ({DETAILS})")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/demo", description=__doc__.partition("\n")[0])
    parser.add_argument("--port", type=port_number, default=8000, metavar="N", help="port on localhost (default 8000)")
    parser.add_argument("--fresh", action="store_true", help="throw the demo's data away and begin anew")
    return parser.parse_args()


def port_number(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: a number from 1 to 65535")
    return int(text)


def interrupt(number: int, frame: FrameType | None) -> None:
    """Once is enough: what follows is the orderly end, which a second Ctrl-C must not tear."""
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt


def refuse_taken(port: int) -> None:
    problem = why_unusable(port)
    if problem:
        other = next((each for each in range(port + 1, min(port + 50, 65536)) if not why_unusable(each)), 8000)
        raise Stop(f"port {port} {problem}. Choose another: bin/demo --port {other}")


def why_unusable(port: int) -> str:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            return "needs root"
        except OSError:
            return "is already in use"
    return ""


def prepare(python: Path) -> None:
    """Bring the database up to date and fill it, unless this very version has done so before."""
    version = version_of_the_data()
    if PREPARED.exists() and PREPARED.read_text() == version:
        return
    with step("Preparing the database"):
        manage(python, "migrate", "--verbosity", "0")
    with step("Loading the company (under a minute, once)"):
        manage(python, "load_demo")
    PREPARED.write_text(version)


def version_of_the_data() -> str:
    """A fingerprint of everything that the database is made from."""
    sources = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("demo/**/*.py")]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(sources))).hexdigest()


def manage(python: Path, *command: str) -> str:
    """Run a management command in the demo's settings and answer what it printed. Raises `Stop` when it fails."""
    done = subprocess.run(
        [python, "manage.py", *command],
        cwd=ROOT,
        env=demo_settings.environment(),
        capture_output=True,
        text=True,
        start_new_session=True,
    )
    if done.returncode:
        LOG.write_text(done.stdout + done.stderr)
        reason = (done.stderr.strip() or done.stdout.strip() or "no reason given").splitlines()[-1]
        raise Stop(f"{command[0]} failed: {reason} ({DETAILS}; bin/demo --fresh begins anew)")
    return done.stdout


@contextmanager
def serving(python: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The server, from the moment in which it answers until the end of the block."""
    with LOG.open("wb") as log:
        server = subprocess.Popen(
            [python, "manage.py", "serve", "--port", str(port), "--with-parent"],
            cwd=ROOT,
            env=demo_settings.environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C is this process's to pass on, once and in order
        )
    try:
        with step("Starting web, worker and scheduler"):
            wait_until_ready(server, port)
        yield server
    finally:
        server.terminate()
        try:
            server.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def wait_until_ready(server: subprocess.Popen[bytes], port: int) -> None:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + SECONDS_TO_START
    answer = "no answer"
    while time.monotonic() < deadline:
        if server.poll() is not None:
            lines = LOG.read_text(errors="replace").strip().splitlines() or ["no reason given"]
            raise Stop(f"the server could not start: {lines[-1]} ({DETAILS})")
        try:
            with direct.open(f"http://127.0.0.1:{port}/readyz", timeout=5):
                return
        except urllib.error.HTTPError as error:
            answer = f"/readyz answers {error.code}"
        except OSError:
            pass
        time.sleep(0.1)
    raise Stop(f"the server is not ready after {SECONDS_TO_START} s: {answer} ({DETAILS})")


def welcome(python: Path, port: int) -> None:
    people = json.loads(manage(python, "demo_people", "--json"))
    address = f"http://localhost:{port}"
    say(f"\nCocreate is running at {address}/\n\nSign in with one tap as")
    width = len(f"{address}/demo/sign-in/administrator/")
    for persona in PERSONAS:
        say(f"  {persona:<14} {f'{address}/demo/sign-in/{persona}/':<{width}}  {people[persona]}")
    say(f"\nCtrl-C stops it and keeps the data. The log is {LOG.relative_to(ROOT)}.")


if __name__ == "__main__":
    environment.run(main)
