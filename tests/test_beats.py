"""Two schedulers and three workers, over a real Redis and PostgreSQL: each periodic job runs once a period."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

from core.models import JobRun

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres, pytest.mark.slow]
ROOT = Path(__file__).resolve().parent.parent
SECONDS = 4
IN_A_ROW = 3
PATIENCE = 150
RUNS = "The job "


@pytest.fixture
def surroundings(redis_url: str, keys_folder: Path) -> dict[str, str]:
    """The environment of processes on this test's own database and queue, whose jobs all have a short period."""
    database = connection.settings_dict
    where = f"{database['HOST']}:{database['PORT']}/{database['NAME']}"
    return {
        **os.environ,
        "COCREATE_KEYS": str(keys_folder),
        "COCREATE_PERIODS": ",".join(f"{job}={SECONDS}" for job in settings.COCREATE_PERIODS),
        "DATABASE_URL": f"postgresql://{database['USER']}:{database['PASSWORD']}@{where}",
        "LOG_LEVEL": "INFO",
        "REDIS_URL": urlsplit(redis_url)._replace(path="/5").geturl(),
    }


@pytest.fixture
def logs(surroundings: dict[str, str], tmp_path: Path) -> Iterator[list[Path]]:
    """The logs of three workers, which two schedulers keep busy."""
    commands = {f"worker-{number}": ["worker", "--pool", "solo", "--hostname", f"{number}@here"] for number in range(3)}
    commands |= {f"beat-{number}": ["beat", "--pidfile", ""] for number in range(2)}
    with ExitStack() as stack:
        running = []
        for name, arguments in commands.items():
            log = stack.enter_context((tmp_path / name).open("wb"))
            command = [sys.executable, "-m", "celery", "-A", "cocreate", *arguments, "--loglevel", "INFO"]
            running.append(subprocess.Popen(command, env=surroundings, cwd=ROOT, stdout=log, stderr=log))
        yield [tmp_path / name for name in commands if name.startswith("worker")]
        for process in running:
            process.terminate()
        for process in running:
            process.wait(30)


def events(log: Path) -> list[str]:
    """What a worker said."""
    return [json.loads(line)["event"] for line in log.read_text().splitlines() if line.startswith("{")]


def runs(log: Path) -> list[tuple[str, int]]:
    """Which jobs a worker ran, and for which periods."""
    said = [event.split() for event in events(log) if event.startswith(RUNS)]
    return [(words[2], int(words[-1])) for words in said]


def askings(log: Path) -> Counter[str]:
    """How often a worker was asked for each job."""
    return Counter(event.split()[1].split("[")[0] for event in events(log) if event.endswith("received"))


def in_a_row(periods: set[int]) -> int:
    """The longest row of periods without a gap."""
    return max((next(n for n in range(len(periods) + 1) if start + n not in periods) for start in periods), default=0)


def test_each_periodic_job_runs_once_a_period(logs: list[Path]) -> None:
    jobs, deadline = set(settings.COCREATE_PERIODS), time.monotonic() + PATIENCE
    rows: dict[str, set[int]] = {}
    while rows.keys() != jobs or min(map(in_a_row, rows.values())) < IN_A_ROW:
        assert time.monotonic() < deadline, {job: sorted(periods) for job, periods in rows.items()}
        time.sleep(0.5)
        done = JobRun.objects.exclude(finished_at=None).values_list("job", "period")
        rows = {job: {int(period) for name, period in done if name == job} for job in jobs}

    by_worker = [runs(log) for log in logs]
    times = Counter(run for worker in by_worker for run in worker)

    assert set(times.values()) == {1}
    assert {job for job, _period in times} == jobs
    assert sum(map(bool, by_worker)) > 1, "more than one worker took part"
    asked = sum(map(askings, logs), Counter[str]())
    ran = Counter(job for job, _period in times)
    assert all(asked[job] > 2 * ran[job] for job in jobs), "each was asked for again and again"
