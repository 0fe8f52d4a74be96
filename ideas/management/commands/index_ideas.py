"""Make anew what ideas are found by."""

from typing import Any

from django.core.management.base import BaseCommand

from ideas import actions


class Command(BaseCommand):
    """Index all ideas, and count anew how rare words are. The product itself indexes each idea as it is written."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        number = actions.index_all()
        learned = actions.learn_frequencies()
        self.stdout.write(f"Indexed {number} ideas. What is rare was learned from {learned.ideas}.")
