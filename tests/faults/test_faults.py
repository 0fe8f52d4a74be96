"""6,000 votes of 50 clients, while something is killed twelve times. The long run is `bin/faults --full`."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.faults.product import ROOT

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.xdist_group("faults")]
VOTES = 6000
KILLS = 12


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """In a process of its own: the servers that are killed are not those of the other tests."""
    path = tmp_path_factory.mktemp("faults") / "report.json"
    command = [sys.executable, "-m", "tests.faults", "--votes", str(VOTES), "--kills", str(KILLS), "--report", path]
    done = subprocess.run(command, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True)
    assert path.exists(), done.stderr
    print(done.stdout)
    return json.loads(Path(path).read_text())


def test_everything_was_killed_while_people_voted(report: Any) -> None:
    assert (report["votes"], report["clients"]) == (VOTES, 50)
    assert sum(report["kills"].values()) == KILLS
    assert min(report["kills"].values()) >= 2
    assert len(report["kills"]) == 4
    assert report["sessions ended"] >= 4
    assert report["retries"], "some were not answered at first"


def test_no_vote_that_was_acknowledged_is_lost_doubled_or_counted_wrongly(report: Any) -> None:
    names = ("lost", "double", "never told of", "wrong tallies", "tallies below zero", "false alarms of drift")

    assert {name: report["findings"][name] for name in names} == dict.fromkeys(names, 0)


def test_the_outbox_has_no_orphans(report: Any) -> None:
    names = ("orphans in the outbox", "letters written twice", "mails of what was rolled back")

    assert {name: report["findings"][name] for name in names} == dict.fromkeys(names, 0)
    assert report["letters"] > 10
    assert report["alarms"] > 1


def test_what_was_posted_under_a_key_was_done_once(report: Any) -> None:
    assert report["posts"] == VOTES // 40
    assert report["findings"]["doubled POSTs"] == 0
    assert report["trouble"] == []


def test_the_negative_control_what_is_planted_is_found(report: Any) -> None:
    """If this ever fails, the zeros above prove nothing."""
    assert report["blind spots"] == []
