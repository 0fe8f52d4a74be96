"""Kills web workers, the Celery worker, database sessions and Redis while people vote, and tells what was lost.

It needs nothing but this folder: the servers are throw-away ones. It ends with 0 when nothing was lost, doubled or
counted wrongly, with 1 when something was, and with 2 when it could not run.
"""

import argparse
import subprocess

import environment
from environment import ROOT, say

SHORT = (6000, 12)
FULL = (20_000, 90)


def main() -> int:
    options = arguments()
    python = environment.ensure(development=True)
    votes, kills = FULL if options.full else SHORT
    votes, kills = options.votes or votes, options.kills or kills
    say(
        f"{votes} votes by 50 clients, and {kills} kills. This takes {'some minutes' if votes > 1000 else 'a minute'} …"
    )
    command = [python, "-m", "tests.faults", "--votes", str(votes), "--kills", str(kills), "--seed", str(options.seed)]
    return subprocess.run(command, cwd=ROOT).returncode


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bin/faults", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    full = f"{FULL[0]} votes and {FULL[1]} kills instead of {SHORT[0]} and {SHORT[1]}"
    parser.add_argument("--full", action="store_true", help=full)
    parser.add_argument("--votes", type=positive, metavar="N", help="pairs of person and idea")
    parser.add_argument("--kills", type=positive, metavar="N", help="how often something is killed")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of who votes how (default 1)")
    return parser.parse_args()


def positive(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 on")
    return int(text)


if __name__ == "__main__":
    environment.run(main)
