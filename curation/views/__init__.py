"""Pages of `curation`."""

from curation.views.board import board, boards, changes, create, place, tiles
from curation.views.exchange import export
from curation.views.merging import merge, unmerge
from curation.views.moves import log, shift, split, undo
from curation.views.questions import answer, ask, withdraw_question
from curation.views.queue import queue
from curation.views.status import read, status
from curation.views.suggestions import accept, adjust, dismiss, halve, join, run, suggestions
from curation.views.themes import delete, edit, theme

__all__ = [
    "accept",
    "adjust",
    "answer",
    "ask",
    "board",
    "boards",
    "changes",
    "create",
    "delete",
    "dismiss",
    "edit",
    "export",
    "halve",
    "join",
    "log",
    "merge",
    "place",
    "queue",
    "read",
    "run",
    "shift",
    "split",
    "status",
    "suggestions",
    "theme",
    "tiles",
    "undo",
    "unmerge",
    "withdraw_question",
]
