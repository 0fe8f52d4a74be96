"""The API's side of `curation`, and of ideas as everyone sees them: with their theme and votes."""

from curation.api.ideas import Idea, Ideas
from curation.api.themes import IdeasOfTheme, Theme, Themes

__all__ = ["Idea", "Ideas", "IdeasOfTheme", "Theme", "Themes"]
