"""Everything that a change must pass besides its tests: all or nothing. `--fix` repairs first what repairs itself."""

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field

import environment
from environment import PYTHON, ROOT, say

DEVELOPMENT = {"DEBUG": "1"}
PRODUCTION = {  # the shape of a real installation; nothing here is connected to
    "ALLOWED_HOSTS": "cocreate.example",
    "BASE_URL": "https://cocreate.example",
    "DATABASE_URL": "postgresql://cocreate@localhost/cocreate",
    "EMAIL_URL": "smtp+tls://cocreate@localhost:587",
    "REDIS_URL": "redis://localhost/0",
    "SECRET_KEY": "".join(map(chr, range(33, 127))),
}
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command(['--no-logo'])"


@dataclass(frozen=True)
class Check:
    """One tool: its name, the arguments after `python`, and the settings that it runs with."""

    name: str
    arguments: tuple[str, ...]
    settings: dict[str, str] = field(default_factory=dict)


def sources() -> list[str]:
    """The Python files of the apps and of their tests."""
    folders = (path for path in ROOT.iterdir() if (path / "__init__.py").exists())
    return [str(path.relative_to(ROOT)) for folder in folders for path in folder.rglob("*.py")]


CHECKS = (
    Check("types", ("-m", "mypy", "--no-error-summary"), DEVELOPMENT),
    Check("format", ("-m", "ruff", "format", "--check", "--quiet", "--output-format=concise", ".")),
    Check("lint", ("-m", "ruff", "check", "--quiet", "--output-format=concise", ".")),
    Check("contracts", ("-c", LINT_IMPORTS)),
    Check("migrations", ("manage.py", "makemigrations", "--check", "--dry-run"), DEVELOPMENT),
    Check("openapi", ("manage.py", "spectacular", "--validate", "--fail-on-warn", "--file", os.devnull), DEVELOPMENT),
    Check("deployment", ("manage.py", "check", "--deploy", "--fail-level", "WARNING"), PRODUCTION),
    Check("templates", ("-m", "djlint", "templates", "--lint")),
    Check("template format", ("-m", "djlint", "templates", "--check")),
    Check("django idioms", ("-m", "django_upgrade", "--check", "--target-version=5.2", *sources())),
)
FIXES = (
    Check("lint", ("-m", "ruff", "check", "--fix", "--quiet", ".")),
    Check("format", ("-m", "ruff", "format", "--quiet", ".")),
    Check("templates", ("-m", "djlint", "templates", "--reformat", "--quiet")),
)


def main() -> int:
    if set(sys.argv[1:]) - {"--fix"}:
        say(f"usage: bin/check [--fix]\n\n{__doc__}")
        return 0 if {"-h", "--help"} & set(sys.argv) else 2
    environment.ensure(development=True)
    if "--fix" in sys.argv:
        for fix in FIXES:
            outcome(fix)
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        running = [pool.submit(outcome, check) for check in CHECKS]
        failed = [done for done in as_completed(running) if not shown(*done.result())]
    say(f"{len(failed)} of {len(CHECKS)} checks failed." if failed else f"All {len(CHECKS)} checks passed.")
    return 1 if failed else 0


def outcome(check: Check) -> tuple[Check, int, str, float]:
    """Run one tool with no settings but its own, and answer its exit code, its words and its seconds."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        surroundings = {name: os.environ[name] for name in ("HOME", "LANG", "PATH", "TMPDIR") if name in os.environ}
        surroundings |= {"COCREATE_VAR": folder} | check.settings
        done = subprocess.run(
            [PYTHON, *check.arguments], cwd=ROOT, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
    return check, done.returncode, done.stdout.decode(errors="replace"), time.monotonic() - started


def shown(check: Check, code: int, words: str, seconds: float) -> bool:
    """Print one line, and the tool's words when it failed. Answers whether it passed."""
    say(f"{'FAILED' if code else 'ok':<8}{check.name:<18}{seconds:5.1f} s")
    if code:
        say("\n".join(f"        {line}" for line in words.strip().splitlines()))
    return code == 0


if __name__ == "__main__":
    environment.run(main)
