"""`summarise`: what the Celery job does, now."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from participation import actions, queries


class Command(BaseCommand):
    help = "Count who has been heard, in one campaign (by its address) or in all that have begun."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("campaign", nargs="?", default="", help="the campaign's address, such as next-visit")

    def handle(self, *args: Any, campaign: str = "", **options: Any) -> None:
        found = queries.by_slug(campaign) if campaign else list(queries.to_summarise())
        if campaign and not found:
            raise CommandError(f"There is no campaign {campaign}.")
        for one in found:
            summary = actions.summarise(campaign=one)
            self.stdout.write(f"{one.slug}: {summary.heard} heard as of release {summary.release}")
