"""The Chromium or Chrome that is installed here."""

import os
import shutil
from pathlib import Path

from tests.services import Unavailable

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
APPLICATIONS = ("Google Chrome.app/Contents/MacOS/Google Chrome", "Chromium.app/Contents/MacOS/Chromium")


def find() -> str:
    """The path of its program. Raises `Unavailable`."""
    found = [path for path in map(shutil.which, PROGRAMS) if path]
    found += [str(path) for path in (Path("/Applications") / name for name in APPLICATIONS) if path.exists()]
    if not found:
        raise Unavailable("Chromium or Chrome is not here.", "sudo apt-get install chromium")
    return found[0]


def launch_options() -> dict[str, object]:
    """What Playwright needs to start it. Chromium's sandbox refuses to run as root."""
    return {"executable_path": find(), "args": ["--no-sandbox"] if os.geteuid() == 0 else []}
