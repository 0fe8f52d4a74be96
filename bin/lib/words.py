"""Writes every message of the source into the catalogues (`locale/*/LC_MESSAGES/django.po`) and compiles them.

What is new stands there empty, what is reworded is marked fuzzy: translate both, then run it again. Commit .po and .mo.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import environment
from environment import PYTHON, ROOT, Stop, say, step

LOCALE = ROOT / "locale"
PROGRAMS = ("xgettext", "msgmerge", "msguniq", "msgattrib", "msgfmt")
IGNORED = (".venv", "bin", "static", "tests", "var")
EXTRACT = ("makemessages", "--all", "--add-location=file", "--no-obsolete", "--no-wrap")
COMPILE = ("compilemessages", "--verbosity=0")


def main() -> int:
    if sys.argv[1:]:
        say(f"usage: bin/words\n\n{__doc__}")
        return 0 if {"-h", "--help"} & set(sys.argv) else 2
    if not all(map(shutil.which, PROGRAMS)):
        raise Stop("GNU gettext is missing (Debian, Ubuntu: sudo apt-get install gettext; macOS: brew install gettext)")
    environment.ensure(development=True)
    with step("Reading the source"):
        manage(*EXTRACT)
    for catalogue in catalogues():
        undate(catalogue)
    with step("Compiling"):
        manage(*COMPILE)
    for catalogue in catalogues():
        say(f"  {catalogue.relative_to(ROOT)}: {statistics(catalogue)}")
    return 0


def catalogues() -> list[Path]:
    return sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))


def manage(*arguments: str) -> None:
    """Run a command of Django's over the project, with no settings but those it needs."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [PYTHON, "manage.py", *arguments, *(f"--ignore={name}" for name in IGNORED)],
            cwd=ROOT,
            env={"PATH": os.environ.get("PATH", ""), "DEBUG": "1", "COCREATE_VAR": folder},
            capture_output=True,
            text=True,
        )
    if done.returncode:
        raise Stop((done.stderr.strip() or done.stdout.strip() or f"{arguments[0]} failed").splitlines()[-1])


def undate(catalogue: Path) -> None:
    """Take out the date of extraction, which would change the file each time and say nothing."""
    lines = catalogue.read_text(encoding="utf-8").splitlines(keepends=True)
    catalogue.write_text("".join(line for line in lines if "POT-Creation-Date" not in line), encoding="utf-8")


def statistics(catalogue: Path) -> str:
    """How many messages are translated, fuzzy and untranslated, in gettext's own words."""
    command = ["msgfmt", "--statistics", f"--output-file={os.devnull}", str(catalogue)]
    done = subprocess.run(command, env=os.environ | {"LC_ALL": "C"}, capture_output=True, text=True)
    return done.stderr.strip()


if __name__ == "__main__":
    environment.run(main)
