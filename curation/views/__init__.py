"""Pages of `curation`."""

from curation.views.board import board, boards, create, place
from curation.views.themes import delete, edit, theme

__all__ = ["board", "boards", "create", "delete", "edit", "place", "theme"]
