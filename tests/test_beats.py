"""Two schedulers and three workers, over a real Redis and PostgreSQL: each periodic job runs once a period."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from core.models import JobRun
from tests.services.processes import running, surroundings
from tests.waiting import wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres, pytest.mark.slow]
SECONDS = 4
IN_A_ROW = 3
PATIENCE = 150
RUNS = "The job "


@pytest.fixture
def logs(redis_url: str, keys_folder: Path, tmp_path: Path) -> Iterator[list[Path]]:
    """The logs of three workers, which two schedulers keep busy. All jobs have a short period."""
    environment = surroundings(
        keys_folder,
        COCREATE_PERIODS=",".join(f"{job}={SECONDS}" for job in settings.COCREATE_PERIODS),
        LOG_LEVEL="INFO",
        REDIS_URL=urlsplit(redis_url)._replace(path="/5").geturl(),
    )
    workers = {
        tmp_path / f"worker-{number}": ["worker", "--pool", "solo", "-n", f"{number}@here"] for number in range(3)
    }
    beats = {tmp_path / f"beat-{number}": ["beat", "--pidfile", ""] for number in range(2)}
    celery = ["-m", "celery", "-A", "cocreate"]
    commands = {log: [*celery, *what, "--loglevel", "INFO"] for log, what in (workers | beats).items()}
    with running(commands, environment):
        yield list(workers)


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


def finished() -> dict[str, list[int]]:
    """The periods for which each job was done."""
    done = list(JobRun.objects.exclude(finished_at=None).values_list("job", "period"))
    return {job: sorted(int(period) for name, period in done if name == job) for job in settings.COCREATE_PERIODS}


def test_each_periodic_job_runs_once_a_period(logs: list[Path]) -> None:
    jobs = set(settings.COCREATE_PERIODS)
    wait_until(
        lambda: all(in_a_row(set(periods)) >= IN_A_ROW for periods in finished().values()),
        lambda: str(finished()),
        PATIENCE,
    )

    by_worker = [runs(log) for log in logs]
    times = Counter(run for worker in by_worker for run in worker)

    assert set(times.values()) == {1}
    assert {job for job, _period in times} == jobs
    assert sum(map(bool, by_worker)) > 1, "more than one worker took part"
    asked = sum(map(askings, logs), Counter[str]())
    ran = Counter(job for job, _period in times)
    assert all(asked[job] > 2 * ran[job] for job in jobs), "each was asked for again and again"
