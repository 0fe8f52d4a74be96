"""How much the pages weigh on their way to a phone: what the test of it (tests/browser/test_weight.py) has weighed."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from bench.figures import Bar, Row

import demo_settings
from environment import ROOT, Stop, step

if TYPE_CHECKING:
    from bench.measures import Bench

TEST = "tests/browser/test_weight.py"
ALL, SCRIPTS = Bar(100, least=False), Bar(30, least=False)


def weights(bench: "Bench") -> None:
    """Every byte of a first visit, as production serves it."""
    with step("Weights of pages"), tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        options = ["-q", "-p", "no:cacheprovider", "-o", "junit_family=xunit1", f"--junitxml={report}"]
        command = [sys.executable, "-m", "pytest", *options, TEST]
        surroundings = {name: value for name, value in os.environ.items() if not demo_settings.is_setting(name)}
        done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True)
        found = weighed(report.read_text(encoding="utf-8")) if report.exists() else {}
    if not found:
        raise Stop(f"the pages could not be weighed: {(done.stdout + done.stderr).strip()[-600:]}")
    for page, (whole, scripts) in found.items():
        bench.rows.append(row(f"weight of {page} on a phone, compressed", whole, ALL))
        bench.rows.append(row(f"of it scripts, {page}", scripts, SCRIPTS))


def weighed(report: str) -> dict[str, tuple[int, int]]:
    """From pytest's report: page → bytes in all, and of scripts."""
    found = {}
    for test in ElementTree.fromstring(report).iter("testcase"):  # noqa: S314 - pytest has just written it
        said = {each.get("name"): each.get("value") or "" for each in test.iter("property")}
        if "page" in said:
            found[said["page"] or ""] = (int(said["bytes"]), int(said["scripts"]))
    return found


def row(what: str, size: int, bar: Bar) -> Row:
    kilobytes = size / 1000
    return Row(what, f"{kilobytes:.1f} kB", "–", f"{kilobytes:.1f} kB", kilobytes, bar)
