"""`load_demo`: the demo company."""

import time
from typing import Any

from django.core.management.base import BaseCommand

from demo import actions, queries


class Command(BaseCommand):
    help = "Load the demo company through the actions that people use. Does nothing when it is already there."

    def handle(self, *args: Any, **options: Any) -> None:
        if queries.is_loaded():
            self.stdout.write("The demo company is already here.")
            return
        start = time.monotonic()
        numbers = actions.load()
        told = ", ".join(f"{number} {what}" for what, number in numbers.items())
        self.stdout.write(f"Loaded {told} in {time.monotonic() - start:.0f} s.")
