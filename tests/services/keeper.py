"""Ends a test server when the tests that started it are gone, however they ended, and removes its folder.

`python keeper.py FOLDER USER COMMAND …` runs COMMAND (as the user id USER, unless empty) until its own standard
input is closed. A server left alone would stay for ever: neither PostgreSQL nor Valkey looks after its parent.
"""

import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path


def main(folder: Path, user: str, command: list[str]) -> int:
    identity = {"user": int(user), "group": int(user), "extra_groups": []} if user else {}
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            command, cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, **identity
        )
    threading.Thread(target=end_with_input, args=[server], daemon=True).start()
    code = server.wait()
    shutil.rmtree(folder, ignore_errors=True)
    return code


def end_with_input(server: subprocess.Popen[bytes]) -> None:
    sys.stdin.buffer.read()
    server.send_signal(signal.SIGINT)
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:]))
