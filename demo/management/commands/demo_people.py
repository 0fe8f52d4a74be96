"""`demo_people`: who can be signed in as in the demo."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from demo import queries


class Command(BaseCommand):
    help = "Print the demo's four personas and their e-mails."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help='as {"employee": e-mail, ...}')

    def handle(self, *args: Any, **options: Any) -> None:
        found = {persona.key: persona.user.email for persona in queries.personas()}
        if not found:
            raise CommandError("The demo company is not loaded. Run bin/demo or bin/manage load_demo first.")
        if options["json"]:
            self.stdout.write(json.dumps(found))
            return
        for key, email in found.items():
            self.stdout.write(f"{key:14} {email}")
