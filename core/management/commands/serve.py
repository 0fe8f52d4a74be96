"""`manage.py serve`: web, job worker and scheduler in one process."""

import os
import signal
import sys
import time
from threading import Thread
from types import FrameType
from typing import Any

import waitress
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.wsgi import get_wsgi_application

from core import embedded
from core.start import settle

THREADS = 8
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Command(BaseCommand):
    """The embedded way to run Cocreate. Larger installations run gunicorn, `celery worker` and `celery beat` apart."""

    help = "Serve the web pages, run the jobs and keep their schedule, in this one process."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (default 8000)")
        parser.add_argument("--with-parent", action="store_true", help="end when the starting process has ended")

    def handle(self, *args: Any, host: str, port: int, with_parent: bool, **options: Any) -> None:
        for ending in ENDINGS:
            signal.signal(ending, stop)
        if with_parent:
            Thread(target=stop_with_parent, name="parent watch", daemon=True).start()
        try:
            application = get_wsgi_application()
            settle()
            server = waitress.create_server(application, host=host, port=port, threads=THREADS)
        except (OSError, ValueError) as error:
            raise CommandError(f"Cannot listen on {host}:{port}: {error}") from None
        try:
            with embedded.jobs():
                self.stdout.write(f"Listening on http://{host}:{port}/")
                self.stdout.flush()
                server.run()  # returns when a signal has ended it
        except embedded.JobsStuck:
            self.stderr.write("A job did not end in time and was cut short. It will run again.")
            sys.stderr.flush()
            os._exit(0)  # the interpreter would wait for the job's thread for ever


def stop(number: int, frame: FrameType | None) -> None:
    """End in order, once: a second signal must not interrupt the ending."""
    for ending in ENDINGS:
        signal.signal(ending, signal.SIG_IGN)
    raise SystemExit(0)


def stop_with_parent() -> None:
    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
