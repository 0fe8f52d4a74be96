"""`summarise`: what the Celery job does, now."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from participation import actions, queries


class Command(BaseCommand):
    help = (
        "Count who has been heard, in one campaign (by its address) or in all that have begun. With --rebuild count "
        "everything anew, and not only what is new; the page shows how far that is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("campaign", nargs="?", default="", help="the campaign's address, such as next-visit")
        parser.add_argument("--rebuild", action="store_true", help="count from the beginning")

    def handle(self, *args: Any, campaign: str = "", rebuild: bool = False, **options: Any) -> None:
        found = queries.by_slug(campaign) if campaign else list(queries.to_summarise())
        if campaign and not found:
            raise CommandError(f"There is no campaign {campaign}.")
        for one in found:
            summary = (actions.rebuild if rebuild else actions.summarise)(campaign=one)
            if summary.progress is not None:
                raise CommandError(f"{one.slug} is being counted by somebody else. It goes on there by itself.")
            self.stdout.write(f"{one.slug}: {summary.heard} heard as of release {summary.release}")
