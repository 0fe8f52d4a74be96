"""`export_campaign`: a whole campaign as a folder that `import_campaign` reads."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from curation import actions, queries


class Command(BaseCommand):
    help = (
        "Export a campaign into an empty folder: everything that import_campaign needs for an equal one "
        "(docs/import.md). It names people: keep it as safe as a backup."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", metavar="CAMPAIGN")
        parser.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *args: Any, slug: str = "", folder: Path = Path(), **options: Any) -> None:
        campaign = queries.by_slug(slug)
        if campaign is None:
            raise CommandError(f"There is no campaign {slug}.")
        try:
            actions.export_campaign(campaign=campaign, folder=folder)
        except OSError as error:
            raise CommandError(f"Nothing was exported: {error}.") from None
        self.stdout.write(f"Exported {slug} into {folder}.")
