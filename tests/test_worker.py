"""A real Celery worker and a real Redis: what a job does when the product runs on several machines."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from celery import current_app
from django.db import connection

from ideas.models import Campaign, Idea
from participation.models import Snapshot, Summary
from people.models import User
from votes.actions import cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres, pytest.mark.slow]
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def send(redis_url: str, keys_folder: Path, tmp_path: Path) -> Iterator[Callable[..., None]]:
    """`send("a.task", …)`: into a queue that a worker of this test's own empties, on this test's own database."""
    database = connection.settings_dict
    where = f"{database['HOST']}:{database['PORT']}/{database['NAME']}"
    environment = {
        **os.environ,
        "COCREATE_KEYS": str(keys_folder),
        "DATABASE_URL": f"postgresql://{database['USER']}:{database['PASSWORD']}@{where}",
        "REDIS_URL": redis_url,
    }
    command = [sys.executable, "-m", "celery", "-A", "cocreate", "worker", "--pool", "solo", "--loglevel", "WARNING"]
    with (tmp_path / "worker.log").open("wb") as log:
        worker = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)
    try:
        with current_app.connection_for_write(redis_url) as broker:
            yield lambda name, **arguments: current_app.send_task(name, kwargs=arguments, connection=broker)
    finally:
        worker.terminate()
        worker.wait(20)


def wait_for(found: Callable[[], Any]) -> Any:
    deadline = time.monotonic() + 40
    while not (value := found()):
        assert time.monotonic() < deadline, "the worker did not do it within 40 s"
        time.sleep(0.1)
    return value


def test_the_worker_summarises_participation(
    send: Callable[..., None], campaign: Campaign, idea: Idea, crowd: Callable[..., list[User]]
) -> None:
    voters = crowd(7)
    for voter in voters:
        cast(by=voter, idea=idea, choice="support")

    send("participation.summarise", campaign_id=campaign.pk)

    summary = wait_for(lambda: Summary.objects.filter(campaign=campaign, release=1).first())
    assert summary.figures["heard"] >= len(voters)
    assert Snapshot.objects.filter(campaign=campaign).exists()
