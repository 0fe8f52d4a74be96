"""Themes and the board in the API."""

from typing import Any

from rest_framework import serializers

from core.api.fields import Choice, Document, Known, KnownOne, Moment, StrictFields, StrictModel, Text, Whole
from curation.models import Move, Theme
from curation.queries import Done, InboxOrder, all_themes
from ideas.queries import ideas


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


class InboxAsked(StrictFields):
    """In which order what waits is listed."""

    order = Choice(choices=[order.value for order in InboxOrder], default=InboxOrder.OLDEST.value)


class NewPlace(StrictFields):
    """Which ideas go where."""

    ideas = Known(
        visible=lambda context: ideas(context["viewer"]), allow_empty=False, help_text="Ids of ideas of this campaign."
    )
    theme = KnownOne(visible=lambda context: all_themes(context["viewer"]), allow_null=True)

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | {"from": Whole(min_value=1, allow_null=True, required=False)}


class NewSplit(StrictFields):
    """What goes out of a theme, and what the new one is called."""

    title = Text(max_length=Theme._meta.get_field("title").max_length)
    ideas = Known(visible=lambda context: ideas(context["viewer"]), help_text="Ids of ideas in this theme.")


class Shifting(StrictFields):
    """How far a theme goes."""

    places = Whole(min_value=-1000, max_value=1000)


class MoveDocument(serializers.Serializer[Done]):
    """Something that was done on a board. `before` and `after` are the states of what it changed."""

    id = serializers.IntegerField(source="move.pk")
    verb = Choice(choices=Move.Verb.values, source="move.verb")
    idea = serializers.IntegerField(source="move.idea_id", allow_null=True)
    before = serializers.DictField(source="move.before")
    after = serializers.DictField(source="move.after")
    mine = serializers.BooleanField(source="is_own")
    said_by = serializers.SerializerMethodField(help_text="Role and unit, never a name.")
    moved_at = Moment(source="move.moved_at")
    undone_at = Moment(source="move.undone_at", allow_null=True)

    def get_said_by(self, done: Done) -> str:
        return " · ".join(part for part in (done.by.job_title, done.by.unit) if part)
