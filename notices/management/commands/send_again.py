"""`send_again`: once more what the outbox has given up."""

from typing import Any

from django.core.management.base import BaseCommand

from notices import actions


class Command(BaseCommand):
    help = "Try to send once more what was given up after some days. Do it when the mail server works again."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Messages that will be tried again: {actions.send_again()}")
