"""How themes look in the API, and ideas with their theme and votes."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api.fields import Document, Known, StrictFields, StrictModel
from core.ids import LARGEST_ID
from curation.models import Theme
from ideas.models import Idea
from ideas.queries import ideas
from ideas.serializers import IdeaFilters, IdeaWords
from votes.serializers import BallotDocument


class IdeaDocument(IdeaWords):
    """An idea with its theme, one's own vote on it, and its result when that may be shown."""

    theme = serializers.SerializerMethodField(help_text="The id of the theme that it is in.")
    vote = serializers.SerializerMethodField()

    class Meta(IdeaWords.Meta):
        fields = [*IdeaWords.Meta.fields, "theme", "vote"]

    def get_theme(self, idea: Idea) -> int | None:
        theme: Theme | None = self.context["themes"].get(idea.pk)
        return theme.pk if theme else None

    @extend_schema_field(BallotDocument)
    def get_vote(self, idea: Idea) -> Any:
        return BallotDocument(self.context["ballots"][idea.pk]).data


class IdeasAsked(IdeaFilters):
    """Which ideas of a campaign, and in which order."""

    theme = serializers.IntegerField(min_value=1, max_value=LARGEST_ID, required=False)


class NewTheme(StrictModel):
    """What curators write about a theme."""

    class Meta:
        model = Theme
        fields = ["title", "summary"]


class ThemeDocument(Document):
    """A theme, and how many ideas from how many units are in it."""

    campaign = serializers.CharField(source="campaign.slug")
    idea_count = serializers.IntegerField()
    unit_count = serializers.IntegerField()

    class Meta:
        model = Theme
        fields = ["id", "campaign", "title", "summary", "position", "idea_count", "unit_count"]


class ThemeIdeas(StrictFields):
    """Exactly the ideas that a theme shall hold."""

    ideas = Known(visible=lambda context: ideas(context["viewer"]), help_text="Ids of ideas of the same campaign.")
