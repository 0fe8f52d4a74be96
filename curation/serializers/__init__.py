"""How themes, suggestions and curators' deeds look in the API, and ideas with their theme and votes."""

from curation.serializers.ideas import IdeaDocument, IdeasAsked, IdeasSearched, SharedDocument, listed_document
from curation.serializers.suggestions import (
    AcceptedDocument,
    Accepting,
    Joining,
    LikeliestDocument,
    NewRun,
    RunDocument,
    SuggestionDocument,
    ThemeChance,
)
from curation.serializers.themes import (
    InboxAsked,
    MoveDocument,
    NewPlace,
    NewSplit,
    NewTheme,
    Shifting,
    ThemeDocument,
    ThemeIdeas,
)
from curation.serializers.verbs import NewAnswer, NewMerge, NewQuestion, NewStatus, QuestionDocument, WaitingDocument

__all__ = [
    "AcceptedDocument",
    "Accepting",
    "IdeaDocument",
    "IdeasAsked",
    "IdeasSearched",
    "InboxAsked",
    "Joining",
    "LikeliestDocument",
    "MoveDocument",
    "NewAnswer",
    "NewMerge",
    "NewPlace",
    "NewQuestion",
    "NewRun",
    "NewSplit",
    "NewStatus",
    "NewTheme",
    "QuestionDocument",
    "RunDocument",
    "SharedDocument",
    "Shifting",
    "SuggestionDocument",
    "ThemeChance",
    "ThemeDocument",
    "ThemeIdeas",
    "WaitingDocument",
    "listed_document",
]
