"""Writes about themes, and campaigns that come from another tool."""

from curation.actions.exports import export_campaign
from curation.actions.imported import Imported
from curation.actions.imports import import_campaign
from curation.actions.merging import AlreadyMerged, NotMerged, merge, unmerge
from curation.actions.moves import Elsewhere, ThemeIsGone
from curation.actions.placing import place, put, set_ideas, take_out
from curation.actions.questions import (
    AlreadyAnswered,
    AlreadyAsked,
    NobodyAnswers,
    QuestionGone,
    answer,
    ask,
    withdraw_question,
)
from curation.actions.searching import give_up, search, start_run
from curation.actions.statuses import mark_read, set_status
from curation.actions.suggestions import (
    AlreadySettled,
    NothingLeft,
    accept,
    dismiss,
    join_suggestions,
    split_suggestion,
)
from curation.actions.themes import (
    ThemeInUse,
    change_theme,
    create_theme,
    delete_theme,
    shift,
    split,
)
from curation.actions.undoing import NothingToUndo, undo

__all__ = [
    "AlreadyAnswered",
    "AlreadyAsked",
    "AlreadyMerged",
    "AlreadySettled",
    "Elsewhere",
    "Imported",
    "NobodyAnswers",
    "NotMerged",
    "NothingLeft",
    "NothingToUndo",
    "QuestionGone",
    "ThemeInUse",
    "ThemeIsGone",
    "accept",
    "answer",
    "ask",
    "change_theme",
    "create_theme",
    "delete_theme",
    "dismiss",
    "export_campaign",
    "give_up",
    "import_campaign",
    "join_suggestions",
    "mark_read",
    "merge",
    "place",
    "put",
    "search",
    "set_ideas",
    "set_status",
    "shift",
    "split",
    "split_suggestion",
    "start_run",
    "take_out",
    "undo",
    "unmerge",
    "withdraw_question",
]
