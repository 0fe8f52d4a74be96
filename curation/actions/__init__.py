"""Writes about themes, and campaigns that come from another tool."""

from curation.actions.imports import Imported, import_campaign
from curation.actions.themes import (
    ThemeInUse,
    change_theme,
    create_theme,
    delete_theme,
    place,
    set_ideas,
    take_out,
)

__all__ = [
    "Imported",
    "ThemeInUse",
    "change_theme",
    "create_theme",
    "delete_theme",
    "import_campaign",
    "place",
    "set_ideas",
    "take_out",
]
