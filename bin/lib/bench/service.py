"""What the bench runs against: PostgreSQL that writes as in production, Redis, gunicorn. All of it is thrown away."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.services import Unavailable, postgres, redis, server

from environment import ROOT, Stop, step

HOST = "bench.example"
WORKERS = 2
THREADS = 4
MEGABYTES = 1024 * 1024
BUILDING = (
    "maintenance_work_mem=1GB",
    "work_mem=256MB",
    "max_wal_size=16GB",
    "checkpoint_timeout=60min",
    "autovacuum=off",
    "max_parallel_maintenance_workers=0",  # a container has little of the memory that they share
    "max_parallel_workers_per_gather=0",
)
SERVING = ("max_wal_size=4GB",)


def memory() -> int:
    """The machine's memory in bytes."""
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def database(folder: Path, *, building: bool = False) -> AbstractContextManager[str]:
    """PostgreSQL on `folder`, and its URL. While `building` it need not outlive a crash; otherwise it must."""
    buffers = f"shared_buffers={min(4096, memory() // MEGABYTES // 4)}MB"
    options = [buffers, *(BUILDING if building else SERVING)]
    return _running(lambda: postgres.start(durable=not building, data=folder, options=options))


def queue() -> AbstractContextManager[str]:
    """Redis, and its URL."""
    return _running(redis.start)


@contextmanager
def _running(start: Callable[[], tuple[str, server.Server]]) -> Iterator[str]:
    """A server for as long as it is needed, and its URL."""
    try:
        url, running = start()
    except Unavailable as reason:
        raise Stop(str(reason)) from None
    try:
        yield url
    finally:
        running.stop()


def warm(url: str) -> None:
    """Have PostgreSQL read its tables and indexes into memory, where they lie after some minutes of use."""
    with step("Warming PostgreSQL up"), psycopg.connect(url, autocommit=True) as raw:
        raw.execute("CREATE EXTENSION IF NOT EXISTS pg_prewarm")
        raw.execute(
            "SELECT sum(pg_prewarm(oid)) FROM pg_class"
            " WHERE relkind IN ('r', 'i') AND relnamespace = 'public'::regnamespace"
        )


def settle(folder: Path, database_url: str, redis_url: str) -> None:
    """Put the settings of a production installation behind a proxy into the environment, whatever was there."""
    for name in [name for name in os.environ if name.startswith("COCREATE_") or name == "DEBUG"]:
        del os.environ[name]
    os.environ |= {
        "ALLOWED_HOSTS": HOST,
        "BASE_URL": f"https://{HOST}",
        "COCREATE_STATEMENT_SECONDS": "600",
        "COCREATE_TRUSTED_PROXY": "1",
        "COCREATE_VAR": str(folder),
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "EMAIL_URL": "dummymail://",
        "REDIS_URL": redis_url,
        "SECRET_KEY": "only-for-the-bench-" + "x" * 50,
    }


@dataclass(frozen=True)
class Web:
    """A running web server."""

    port: int
    process: subprocess.Popen[bytes]


@contextmanager
def web(folder: Path) -> Iterator[Web]:
    """The product under gunicorn, with the floors beside it."""
    port, log = server.free_port(), folder / "gunicorn.log"
    command = [sys.executable, "-m", "gunicorn", "cocreate.wsgi:application", f"--bind=127.0.0.1:{port}"]
    command += ["--worker-class=gthread", f"--workers={WORKERS}", f"--threads={THREADS}", "--keep-alive=75"]
    surroundings = os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'bin' / 'lib'}", "COCREATE_STATEMENT_SECONDS": "10"}
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=surroundings, stdout=output, stderr=output)
    try:
        _await(port, process, log)
        yield Web(port, process)
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()


def _await(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _try in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        try:
            process.wait(0.1)
        except subprocess.TimeoutExpired:
            continue
        break
    raise Stop(f"gunicorn did not start: {log.read_text(errors='replace')[-2000:]}")
