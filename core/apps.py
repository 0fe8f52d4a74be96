"""Makes every task known to every process: a web process that never saw `tasks.py` could not enqueue by name."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from core import keys


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        autodiscover_modules("tasks")
        keys.store()  # a store that cannot be made stops the start, not the first vote
