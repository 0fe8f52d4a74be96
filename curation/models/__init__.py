"""Tables of curation, one module per noun."""

from curation.models.merge import Merge
from curation.models.move import Move
from curation.models.question import Question
from curation.models.suggestion import Likeliest, Run, Suggestion
from curation.models.theme import Placement, Theme, ThemeQuerySet

__all__ = ["Likeliest", "Merge", "Move", "Placement", "Question", "Run", "Suggestion", "Theme", "ThemeQuerySet"]
