"""What is wrong in the environment stops the start and is named; Celery is set as docs/decisions/0010 says."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("COCREATE_PERIOD", "core.forget=60", "COCREATE_PERIOD is not a setting"),
        ("COCREATE_PERIODS", "core.forgot=60", "core.forgot=60 is no period"),
        ("COCREATE_PERIODS", "core.forget=soon", "core.forget=soon is no period"),
        ("COCREATE_PERIODS", "core.forget=0", "core.forget=0 is no period"),
        ("COCREATE_PERIODS", "core.forget=60,votes.check_tallies=7", ""),
    ],
)
def test_a_wrong_setting_stops_the_start_and_is_named(name: str, value: str, said: str) -> None:
    command = [sys.executable, "-c", "import cocreate.settings"]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, name: value}, capture_output=True, text=True)

    assert said in done.stderr
    assert (done.returncode == 0) is (said == "")


def test_with_redis_celery_loses_nothing_and_does_nothing_for_ever() -> None:
    names = [
        "task_acks_late",
        "task_reject_on_worker_lost",
        "worker_prefetch_multiplier",
        "accept_content",
        "task_serializer",
        "task_ignore_result",
        "task_time_limit",
        "broker_transport_options",
    ]
    code = f"import json; from cocreate.celery import app; print(json.dumps({{n: app.conf[n] for n in {names}}}))"
    environment = {**os.environ, "REDIS_URL": "redis://localhost/0"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, check=True)

    found = json.loads(done.stdout)
    transport = found.pop("broker_transport_options")
    limit = found.pop("task_time_limit")
    assert list(found.values()) == [True, True, 1, ["json"], "json", True]
    assert {name: transport[name] for name in ("unacked_restore_interval", "unacked_restore_throttle")} == {
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
    }
    assert limit < transport["visibility_timeout"] == 3600
