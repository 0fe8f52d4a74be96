"""The real product as processes: gunicorn, a Celery worker and beat, on servers that keep their data."""

import os
import random
import signal
import subprocess
import sys
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests.services import Unavailable, postgres, redis
from tests.services.server import Server, free_port
from tests.waiting import wait_until

ROOT = Path(__file__).resolve().parents[2]
WEB_WORKERS = 3
SECONDS_TO_START = 90
# The jobs that write beside the votes run several times as often as in the product: they too must lose none.
PERIODS = "votes.mix=10,votes.place_all=10,votes.draw_all=15,votes.check_tallies=10,participation.summarise_all=15"


class Process:
    """One program of the product, with a log in `folder`, that is started again as often as it was killed."""

    def __init__(self, name: str, command: list[str], folder: Path) -> None:
        self.command, self.log = command, folder / f"{name}.log"
        self.running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                self.command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )

    def kill(self) -> None:
        """SIGKILL, with all that it has forked."""
        if self.running is not None:
            _signal_group(self.running.pid, signal.SIGKILL)
            self.running.wait(20)

    def stop(self) -> None:
        if self.running is None or self.running.poll() is not None:
            return
        self.running.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.running.wait(15)
        self.kill()

    @property
    def children(self) -> list[int]:
        """Ids of the processes that it has forked."""
        rows = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
        pairs = (tuple(map(int, row.split())) for row in rows.splitlines())
        return [pid for pid, parent in pairs if self.running is not None and parent == self.running.pid]


class Product:
    """Its programs. First `prepare` the servers, then load Django, and then `start`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port, self.redis_port = free_port(), free_port()
        self.mails = folder / "mails"
        self.database: Server | None = None
        data = folder / "redis"
        for each in (self.mails, data, folder / "static"):
            each.mkdir()
        self.redis = Process("redis", _redis_command(self.redis_port, data), folder)
        gthread = ["--worker-class", "gthread", "--workers", str(WEB_WORKERS), "--threads", "8", "--keep-alive", "75"]
        bind = ["--bind", f"127.0.0.1:{self.port}"]
        celery = [sys.executable, "-m", "celery", "-A", "cocreate"]
        self.web = Process("web", [sys.executable, "-m", "gunicorn", "cocreate.wsgi", *gthread, *bind], folder)
        self.worker = Process("worker", [*celery, "worker", "--concurrency", "1"], folder)
        self.beat = Process("beat", [*celery, "beat", "--pidfile", ""], folder)

    def prepare(self) -> None:
        """Start the servers, and set the environment of this process and of the product."""
        url, self.database = postgres.start(durable=True)
        self.start_redis()
        for name in [name for name in os.environ if name.startswith("COCREATE_") or name.endswith("_FILE")]:
            del os.environ[name]
        os.environ |= {
            "ALLOWED_HOSTS": "127.0.0.1",
            "BASE_URL": f"http://127.0.0.1:{self.port}",
            "COCREATE_DEMO": "1",  # static files are found in place
            "COCREATE_IDEAS_AN_HOUR": "1000",
            "COCREATE_KEYS": str(self.folder / "keys"),
            "COCREATE_PERIODS": PERIODS,
            "COCREATE_VAR": str(self.folder),
            "DATABASE_URL": url,
            "DEBUG": "0",
            "DJANGO_SETTINGS_MODULE": "cocreate.settings",
            "EMAIL_URL": f"filemail:///{self.mails}",
            "REDIS_URL": f"redis://127.0.0.1:{self.redis_port}/0",
            "SECRET_KEY": "only-for-faults-" + "x" * 50,
        }

    def start(self) -> None:
        for process in (self.web, self.worker, self.beat):
            process.start()
        wait_until(self.is_ready, f"the product is not ready; its logs are in {self.folder}", SECONDS_TO_START)

    def is_ready(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def start_redis(self) -> None:
        self.redis.start()
        wait_until(lambda: redis.answers(self.redis_port), "Redis did not start")

    def kill_web_worker(self) -> bool:
        """SIGKILL for one of gunicorn's workers; gunicorn starts another. `False` when there was none."""
        found = self.web.children
        if found:
            os.kill(random.choice(found), signal.SIGKILL)
        return bool(found)

    def stop_jobs(self) -> None:
        for process in (self.beat, self.worker):
            process.stop()

    def stop(self) -> None:
        for process in (self.beat, self.worker, self.web, self.redis):
            process.stop()
        if self.database is not None:
            self.database.stop()


def _redis_command(port: int, data: Path) -> list[str]:
    program = next(redis.candidates(), None)
    if program is None:
        raise Unavailable("Redis is not here.", "sudo apt-get install redis-server")
    lasting = ["--save", "", "--appendonly", "yes", "--appendfsync", "everysec"]
    return [program, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(data), *lasting]


def _signal_group(pid: int, number: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(pid, number)
