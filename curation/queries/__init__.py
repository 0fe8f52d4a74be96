"""Reads about themes and the board, and ideas as the API lists them."""

from curation.queries.board import (
    INBOX,
    Board,
    Desk,
    Lane,
    Move,
    board,
    desks,
    last_move,
    unplaced,
)
from curation.queries.listing import Listed, listed_page
from curation.queries.themes import (
    ThemePage,
    Tile,
    all_themes,
    idea_ids,
    ideas_in,
    locked,
    placements_of,
    results_by_theme,
    theme_page,
    themes,
    themes_of,
    within,
)

__all__ = [
    "INBOX",
    "Board",
    "Desk",
    "Lane",
    "Listed",
    "Move",
    "ThemePage",
    "Tile",
    "all_themes",
    "board",
    "desks",
    "idea_ids",
    "ideas_in",
    "last_move",
    "listed_page",
    "locked",
    "placements_of",
    "results_by_theme",
    "theme_page",
    "themes",
    "themes_of",
    "unplaced",
    "within",
]
