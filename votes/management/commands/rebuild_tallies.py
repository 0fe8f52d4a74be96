"""`rebuild_tallies`: recount the votes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from votes import actions, queries


class Command(BaseCommand):
    help = "Recount every tally from the votes. With --check only report what differs, and fail on anything."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; exit with an error on any drift")

    def handle(self, *args: Any, check: bool = False, **options: Any) -> None:
        wrong, miscounted = queries.drift(), queries.cast_drift()
        if check and wrong:
            raise CommandError(f"{len(wrong)} tallies differ from their votes, of ideas {wrong[:20]}")
        if check and miscounted:
            raise CommandError(f"Votes by unit or person are miscounted in the campaigns {miscounted[:20]}")
        if not check:
            actions.recount(idea_ids=wrong)
            actions.recount_cast(campaign_ids=miscounted)
            actions.check_tallies()
        if miscounted:
            self.stdout.write(f"Votes by unit or person were miscounted in {len(miscounted)} campaigns.")
        self.stdout.write(f"{len(wrong)} tallies differed from their votes." if wrong else "Every tally is right.")
