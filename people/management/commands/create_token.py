"""`create_token`: an API token for a person, printed once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.errors import Refusal
from people import actions, queries


class Command(BaseCommand):
    help = "Print an API token for the person with this e-mail. It is shown once and kept nowhere."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--scope", choices=["read", "write"], default="read", help="default: read")
        parser.add_argument("--days", type=int, default=30, help="how long it lives; default: 30")

    def handle(self, *args: Any, email: str = "", scope: str = "read", days: int = 30, **options: Any) -> None:
        user = queries.by_email(email)
        if user is None:
            raise CommandError(f"Nobody here has the e-mail {email}.")
        try:
            self.stdout.write(actions.create_token(user=user, scope=scope, days=days))
        except Refusal as refusal:
            raise CommandError(str(refusal.message)) from None
