"""Suggestions in the API."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api.fields import Choice, Document, Known, KnownOne, StrictFields, Text, Whole
from curation.models import Likeliest, Run, Suggestion, Theme
from curation.queries import MOST_GROUPS, Card, all_themes, open_suggestions
from ideas.models import Idea
from ideas.queries import ideas


class RunDocument(Document):
    """A search for groups and duplicates: `progress` in per cent, `done_at` once it is done."""

    class Meta:
        model = Run
        fields = ["id", "groups", "ideas", "progress", "started_at", "done_at", "failed"]


class SuggestionDocument(serializers.Serializer[Card]):
    """A group that could become a theme or join `theme`, or ideas that may say the same. `ideas` are those it still
    is about, the most typical first, after which it is titled; `strength` is how well they fit together, 0 to 1."""

    id = serializers.IntegerField(source="suggestion.pk")
    kind = Choice(choices=Suggestion.Kind.values, source="suggestion.kind")
    title = serializers.CharField()
    words = serializers.ListField(child=serializers.CharField(), source="suggestion.words")
    strength = serializers.FloatField(source="suggestion.strength")
    theme = serializers.IntegerField(source="suggestion.theme_id", allow_null=True)
    ideas = serializers.ListField(child=serializers.IntegerField(), source="ids")


class ThemeChance(serializers.Serializer[Any]):
    """A theme, and how likely an idea belongs in it, 0 to 1."""

    theme = serializers.IntegerField()
    probability = serializers.FloatField()


class LikeliestDocument(serializers.Serializer[Likeliest]):
    """The themes in which an idea most likely belongs, the likeliest first, and whether it `fits` the first."""

    idea = serializers.IntegerField(source="idea_id")
    fits = serializers.BooleanField()
    themes = serializers.SerializerMethodField()

    @extend_schema_field(ThemeChance(many=True))
    def get_themes(self, row: Likeliest) -> list[dict[str, Any]]:
        return [{"theme": theme, "probability": chance} for theme, chance in row.themes]


class NewRun(StrictFields):
    """How many groups to look for; without it as many as last time, or the usual number."""

    groups = Whole(min_value=1, max_value=MOST_GROUPS, required=False)


class Accepting(StrictFields):
    """What is changed about a suggestion that is accepted. Everything may be left out."""

    title = Text(max_length=Theme._meta.get_field("title").max_length, required=False)
    theme = KnownOne(visible=lambda context: all_themes(context["viewer"]), required=False, allow_null=True)
    ideas = Known(visible=lambda context: ideas(context["viewer"]), required=False)


class AcceptedDocument(serializers.Serializer[Any]):
    """The theme that the ideas are in now, or the idea into which the others were merged."""

    theme = serializers.SerializerMethodField()
    idea = serializers.SerializerMethodField()

    def get_theme(self, done: Theme | Idea) -> int | None:
        return done.pk if isinstance(done, Theme) else None

    def get_idea(self, done: Theme | Idea) -> int | None:
        return done.pk if isinstance(done, Idea) else None


class Joining(StrictFields):
    """The group that one is joined with."""

    other = KnownOne(visible=lambda context: open_suggestions(context["viewer"]))
