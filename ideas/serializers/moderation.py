"""Moderating in the API."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api.fields import Choice, Document, StrictFields, StrictModel, Text, Whole
from ideas.models import Case, Comment
from ideas.queries import Waiting


class CaseDocument(Document):
    """A text that was decided on, or waits for it. `comment` is empty when it is the idea itself."""

    outcome = serializers.CharField(help_text="shown, hidden, or empty while it waits.")

    class Meta:
        model = Case
        fields = ["id", "idea", "comment", "opened_at", "objection", "outcome", "reason", "settled_at"]


class CaseInFull(serializers.Serializer[Any]):
    """A case as moderators read it: why it waits, never who reported it or who wrote an anonymous idea."""

    case = CaseDocument()
    text = serializers.SerializerMethodField(help_text="The words that were reported.")
    version = serializers.SerializerMethodField(help_text="Which words of an idea these are; empty for a comment.")
    reports = serializers.SerializerMethodField(help_text="How many people gave each reason.")
    noticed = serializers.ListField(child=serializers.CharField(), help_text="What Cocreate itself noticed.")
    notes = serializers.ListField(child=serializers.CharField())
    earlier = CaseDocument(many=True, help_text="What was decided about the same text before.")
    same_author = serializers.IntegerField(
        help_text="How many undecided anonymous ideas of the campaign have the author of this one; 0 for other texts."
    )

    def get_text(self, row: Waiting) -> str:
        text = row.text
        return (
            text.text if isinstance(text, Comment) else "\n\n".join(filter(None, [text.title, text.today, text.better]))
        )

    def get_version(self, row: Waiting) -> str:
        return "" if isinstance(row.text, Comment) else row.text.version

    @extend_schema_field(serializers.DictField(child=serializers.IntegerField()))
    def get_reports(self, row: Waiting) -> dict[str, int]:
        return dict(row.reasons)


class CaseFilters(StrictFields):
    """Which texts: those that wait, or those that are hidden."""

    show = Choice(choices=[("waiting", "waiting"), ("hidden", "hidden")], default="waiting")


class NewDecision(StrictModel):
    """What a moderator decides. Hiding needs a reason, which the author reads.

    With the `version` that was read, nothing is shown or hidden that its author has changed meanwhile.
    """

    outcome = Choice(choices=Case.Outcome.choices)
    version = Text(max_length=16, required=False)

    class Meta:
        model = Case
        fields = ["outcome", "reason", "version"]


class NewReason(StrictModel):
    """Why several ideas are hidden."""

    class Meta:
        model = Case
        fields = ["reason"]


class NewObjection(StrictModel):
    """What an author says against a decision."""

    class Meta:
        model = Case
        fields = ["objection"]
        extra_kwargs = {"objection": {"required": True, "allow_blank": False}}


class NewPause(StrictFields):
    """For how many days; 0 ends the pause."""

    days = Whole(min_value=0, max_value=90)


class Done(StrictFields):
    """On how many ideas it was done."""

    ideas = serializers.IntegerField()


class PauseDocument(StrictFields):
    """Until when; empty when the pause is over."""

    until = serializers.DateTimeField(allow_null=True)
