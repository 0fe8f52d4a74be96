"""What is kept about people. Each model says it beside its columns, as `personal`, and /trust shows all of it.

A test holds it complete: every relation to a person, and every column of text or bytes, is either told here or known
to be about something else (tests/people/test_trust.py).
"""

from collections.abc import Iterator

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NOBODY = _("Nobody")
NO_PAGE = _("No page shows it")
YOU = _("You")
READERS = _("Everyone who may read the campaign")
ALL = _("Everyone")
ACCOUNT = _("As long as your account exists")
CAMPAIGN = _("As long as the campaign is kept")
STRATEGY = _("As long as the strategy is kept")
FOR_GOOD = _("For good: it is only ever added to")


SAID = _("What you say")
ACCOUNTS = _("You and your account")
TOLD = _("What reaches you and your programs")
ROLES = _("If you curate or lead")
GROUPS = [SAID, ACCOUNTS, TOLD, ROLES]


class Kept:
    """One thing that is known of a person: the columns that hold it, what it is, who sees it, and until when."""

    def __init__(self, *columns: str, what: Promise, seen_by: Promise, until: Promise) -> None:
        self.columns = columns
        self.what = what
        self.seen_by = seen_by
        self.until = until


class Personal:
    """What the rows of one table tell of people, under a heading of their own in one of the `GROUPS`, by `place`."""

    def __init__(self, title: Promise, *kept: Kept, group: Promise, place: int = 9) -> None:
        self.title = title
        self.kept = kept
        self.group = group
        self.place = place

    @property
    def columns(self) -> set[str]:
        return {column for each in self.kept for column in each.columns}


# Of tables that libraries bring along, by the label of their model.
brought: dict[str, Personal] = {}


def tables() -> Iterator[tuple[str, Personal]]:
    """Each model that keeps something about people: its label and what it keeps, low apps before high ones."""
    for config in reversed(list(apps.get_app_configs())):
        for model in config.get_models():
            found = brought.get(model._meta.label) or vars(model).get("personal")
            if isinstance(found, Personal):
                yield model._meta.label, found
