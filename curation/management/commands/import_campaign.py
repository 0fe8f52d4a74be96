"""`import_campaign`: a campaign from another tool."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.errors import Refusal
from curation import actions, exchange

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Import a campaign from a folder: what export_campaign wrote, or ideas.csv with votes.csv, people.csv and "
        "units.csv, or a Polis export (docs/import.md). All of it, or nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--slug", default="", help="its address; by default made from the title")
        parser.add_argument("--title", default="", help="by default what the folder says of itself")
        parser.add_argument("--question", default="", help="what people were asked")

    def handle(self, *args: Any, folder: Path = Path(), **options: Any) -> None:
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        try:
            rows = exchange.read(folder)
            made = actions.import_campaign(
                rows=rows, slug=options["slug"], title=options["title"], question=options["question"]
            )
        except exchange.BadFiles as error:
            for problem in error.problems[:SHOWN]:
                self.stderr.write(str(problem))
            raise CommandError(f"{len(error.problems)} rows cannot be read, so nothing was imported.") from None
        except Refusal as refusal:
            raise CommandError(f"Nothing was imported. {refusal.message}") from None
        self.stdout.write(
            f"Imported {made.people} people, {made.ideas} ideas and {made.votes} votes as {made.campaign.slug}."
        )
        if made.left_out:
            self.stdout.write(f"{made.left_out} votes of authors on their own ideas were left out.")
