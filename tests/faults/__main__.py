"""Kills the product while people vote, and tells what was lost: `python -m tests.faults`."""

import argparse
import json
import logging
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.product import Product
from tests.services import Unavailable


def main() -> int:
    options = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with product() as running:
            from tests.faults.hunt import hunt, words  # only now are Django's settings known

            report = hunt(running, votes=options.votes, kills=options.kills, seed=options.seed)
    except (Unavailable, RuntimeError) as reason:
        print(reason, file=sys.stderr)
        return 2
    if report["passed"]:
        shutil.rmtree(running.folder, ignore_errors=True)
    if options.report:
        options.report.write_text(json.dumps(report, indent=2), encoding="utf-8")
    print(words(report), "" if report["passed"] else f"The logs are in {running.folder}.")
    return 0 if report["passed"] else 1


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--votes", type=int, default=6000, help="pairs of person and idea (default 6000)")
    parser.add_argument("--kills", type=int, default=12, help="how often something is killed (default 12)")
    parser.add_argument("--seed", type=int, default=1, help="of who votes how (default 1)")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write the figures into this file too, as JSON")
    return parser.parse_args()


@contextmanager
def product() -> Iterator[Product]:
    """Servers, a migrated database, and Django set up for it. The folder with the logs stays."""
    folder = Path(tempfile.mkdtemp(prefix="cocreate-faults-"))
    running = Product(folder)
    try:
        running.prepare()
        import django
        from django.core.management import call_command

        django.setup()
        logging.disable(logging.WARNING)  # that Redis is away is no news here
        call_command("migrate", verbosity=0)
        yield running
    finally:
        running.stop()


if __name__ == "__main__":
    sys.exit(main())
