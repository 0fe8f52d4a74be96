"""Reaching the quiet, in the API."""

from typing import Any

from django.conf import settings
from rest_framework import serializers

from core.api.fields import Choice, Day, Document, KnownOne, StrictFields, StrictModel, Text, Whole
from ideas import queries
from ideas.models import Campaign, Extension, Meeting, Reminder
from ideas.models.idea import TITLE_LENGTH
from ideas.serializers.ideas import SAID_IN
from people.queries import open_units

MOST_LINES = 20
WORDS = ["title", "question", "context"]


class NewExtension(StrictFields):
    """Until when a campaign listens, and why."""

    until = Day(help_text="The last day on which it listens, where the campaign is.")
    reason = Text(max_length=500, help_text="Everybody who is asked can read it.")


class ExtensionDocument(Document):
    """That a campaign listens longer than was said."""

    class Meta:
        model = Extension
        fields = ["id", "before", "until", "reason", "decided_at"]


class Translation(StrictModel):
    """What a campaign asks, in a further language. All three texts empty: nothing in this language."""

    language = Choice(choices=settings.LANGUAGES)

    class Meta:
        model = Campaign
        fields = ["language", *WORDS]
        extra_kwargs = {name: {"allow_blank": True, "required": False, "default": ""} for name in WORDS}


class TranslationDocument(serializers.Serializer[Any]):
    """What a campaign asks, in a language. Where it was not translated, all three texts are empty."""

    language = serializers.CharField()
    title = serializers.CharField()
    question = serializers.CharField()
    context = serializers.CharField()  # type: ignore[assignment]  # the field of that name


class ReminderDocument(Document):
    """That a reminder went out on a day. To whom, and to how many, is kept nowhere."""

    class Meta:
        model = Reminder
        fields = ["number", "on"]


class NewMeeting(StrictFields):
    """What a group said in a meeting, written down by a curator."""

    unit = KnownOne(visible=lambda context: open_units())
    on = Day(help_text="The day of the meeting.")
    people = Whole(min_value=1, max_value=32767, help_text="How many were there. Who they were is kept nowhere.")
    ideas = serializers.ListField(child=Text(max_length=TITLE_LENGTH), min_length=1, max_length=MOST_LINES)
    language = Choice(choices=SAID_IN, required=False, help_text="und: not said.")


class MeetingDocument(Document):
    """A meeting whose ideas were written down. Nobody counts as having taken part by it."""

    unit_name = serializers.CharField(source="unit.name")
    ideas = serializers.SerializerMethodField(help_text="How many ideas came from it.")

    class Meta:
        model = Meeting
        fields = ["id", "unit", "unit_name", "on", "people", "ideas"]

    def get_ideas(self, meeting: Meeting) -> int:
        said: int = getattr(meeting, "said", 0)
        return said


def translations(campaign: Campaign) -> list[dict[str, str]]:
    """What `campaign` asks, in each language of this site."""
    return [
        {"language": code, **{name: words.get(name, "") for name in WORDS}}
        for code, _name, words in queries.languages(campaign)
    ]
