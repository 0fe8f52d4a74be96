"""Writes requirements.txt and requirements-dev.txt from their `.in` files: every package pinned, with its hashes."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import environment
from environment import ROOT, Stop, say, step

OPTIONS = (
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-header",
    "--quiet",
)


def main() -> int:
    if {"-h", "--help"} & set(sys.argv):
        say(f"usage: bin/lock [options of `uv pip compile`, such as --upgrade]\n\n{__doc__}")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        uv = shutil.which("uv") or install_uv(Path(folder))
        for name in ("requirements", "requirements-dev"):
            with step(f"Locking {name}.txt"):
                lock(uv, name)
    return 0


def install_uv(folder: Path) -> str:
    with step("Fetching uv into a passing folder"):
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        done = subprocess.run([folder / "bin" / "pip", "install", "--quiet", "uv"], capture_output=True, text=True)
    if done.returncode:
        raise Stop(f"uv could not be fetched: {(done.stderr.strip() or 'pip failed').splitlines()[-1]}")
    return str(folder / "bin" / "uv")


def lock(uv: str, name: str) -> None:
    command = [uv, "pip", "compile", "--quiet", *OPTIONS, f"{name}.in", f"--output-file={name}.txt", *sys.argv[1:]]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        raise Stop(f"{name}.in could not be locked: {done.stderr.strip()}")


if __name__ == "__main__":
    environment.run(main)
