"""Who gets which answer where, and what is sent to find out."""

from tests.permissions.sent import WORDS
from tests.permissions.tables import ACTORS, API, PAGES

__all__ = ["ACTORS", "API", "PAGES", "WORDS"]
