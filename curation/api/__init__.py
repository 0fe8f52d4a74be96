"""The API's side of `curation`, and of ideas as everyone sees them: with their theme and votes."""

from curation.api.board import Inbox, Moves, Placements, Shift, Split, Undo
from curation.api.exchange import Export
from curation.api.ideas import AllIdeas, Claim, Idea, Ideas
from curation.api.merging import Merge, Unmerge
from curation.api.questions import Answer, Question, Questions
from curation.api.status import Queue, Read, Status
from curation.api.suggestions import Accept, Dismiss, Halve, Join, LikeliestThemes, Run, Runs, Suggestions
from curation.api.themes import IdeasOfTheme, Theme, Themes

__all__ = [
    "Accept",
    "AllIdeas",
    "Answer",
    "Claim",
    "Dismiss",
    "Export",
    "Halve",
    "Idea",
    "Ideas",
    "IdeasOfTheme",
    "Inbox",
    "Join",
    "LikeliestThemes",
    "Merge",
    "Moves",
    "Placements",
    "Question",
    "Questions",
    "Queue",
    "Read",
    "Run",
    "Runs",
    "Shift",
    "Split",
    "Status",
    "Suggestions",
    "Theme",
    "Themes",
    "Undo",
    "Unmerge",
]
