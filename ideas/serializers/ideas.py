"""Ideas in the API: their words, what became of them, and their images."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api.fields import Choice, Document, KnownOne, StrictFields, StrictModel, Text, Truth
from core.ids import LARGEST_ID
from ideas import queries
from ideas.images import LARGEST_FILE, ImageTooLarge, redraw
from ideas.models import Attachment, Comment, Event, Idea, Revision
from ideas.models.attachment import ALT_LENGTH

SAID_IN = [*settings.LANGUAGES, ("und", "und")]


class IdeaInput(StrictModel):
    """What an idea says."""

    stage = KnownOne(visible=lambda context: queries.stages(), required=False, allow_null=True)
    language = Choice(choices=SAID_IN, required=False, help_text="und: not said.")

    class Meta:
        model = Idea
        fields = ["title", "today", "better", "stage", "barrier", "language"]


class IdeaChange(IdeaInput):
    """What an author may change in an idea. With the `version` that was read, nothing newer is overwritten."""

    version = Text(max_length=16, required=False)

    class Meta(IdeaInput.Meta):
        fields = [*IdeaInput.Meta.fields, "version"]


class NewIdea(IdeaInput):
    """An idea to share."""

    anonymous = Truth(default=False, help_text="Nobody will see who wrote it, curators and leaders included.")

    class Meta(IdeaInput.Meta):
        fields = [*IdeaInput.Meta.fields, "anonymous"]


class IdeaWords(Document):
    """What was said, and where it has got to. Whoever said it is shown by role and unit, or not at all.

    `met_on` and `met_people` are the day and the size of the meeting in which a group said it, if one did.
    """

    campaign = serializers.CharField(source="campaign.slug")
    anonymous = serializers.BooleanField(source="is_anonymous")
    said_by = serializers.SerializerMethodField(help_text="Role and unit; empty for an anonymous idea.")
    mine = serializers.SerializerMethodField()
    hidden = serializers.BooleanField(
        source="is_hidden", help_text="Only its author and curators see it: it waits for one of them, or one hid it."
    )
    version = serializers.CharField(help_text="Another one as soon as its words are others.")

    class Meta:
        model = Idea
        fields = [
            "id", "campaign", "title", "today", "better", "stage", "barrier", "language", "anonymous", "said_by",
            "mine", "status", "reason", "merged_into", "possible_duplicate_of", "comment_count", "submitted_at",
            "edited_at", "hidden", "revision", "version", "met_on", "met_people",
        ]  # fmt: skip

    def get_said_by(self, idea: Idea) -> str:
        return "" if idea.is_anonymous else said_by(idea)

    def get_mine(self, idea: Idea) -> bool:
        return idea.pk in self.context["own"]


class RevisionDocument(Document):
    """What an idea said after `number` changes, since people voted on it, until that was replaced."""

    class Meta:
        model = Revision
        fields = ["number", "title", "today", "better", "replaced_at"]


class EventDocument(Document):
    """Something that happened to an idea. `about` names by id what it was about: words may be hidden by now."""

    about = serializers.SerializerMethodField()

    class Meta:
        model = Event
        fields = ["kind", "about", "at"]

    @extend_schema_field(serializers.DictField())
    def get_about(self, event: Event) -> Any:
        return {name: value for name, value in event.data.items() if isinstance(value, int) or name == "status"}


class Picture(serializers.FileField):
    """A JPEG, PNG or WebP file. It is drawn anew, and nothing else of it is kept."""

    def to_internal_value(self, data: Any) -> Any:
        file = super().to_internal_value(data)
        if file.size > LARGEST_FILE:
            raise ImageTooLarge(field=self.field_name or "")
        return redraw(file.read(), field=self.field_name or "")


class NewImage(StrictFields):
    """An image to put beside one's own idea, as `multipart/form-data`."""

    image = Picture()
    alt = Text(max_length=ALT_LENGTH, allow_blank=True, default="", help_text="What it shows.")


class ImageDocument(Document):
    """An image beside an idea: what it shows, and where it is."""

    content = serializers.SerializerMethodField(help_text="The address of the file, in WebP.")

    class Meta:
        model = Attachment
        fields = ["id", "alt", "width", "height", "content"]

    def get_content(self, image: Attachment) -> str:
        return reverse("ideas-api:image", args=[image.pk])


class IdeaFilters(StrictFields):
    """Which ideas of a campaign, and in which order."""

    order = Choice(choices=[(order.value, order.value) for order in queries.Order], default=queries.Order.FOR_YOU)
    stage = serializers.IntegerField(min_value=1, max_value=LARGEST_ID, required=False)
    barrier = Choice(choices=Idea.Barrier.choices, required=False)
    status = Choice(choices=Idea.Status.choices, required=False)
    q = Text(max_length=200, allow_blank=True, default="", help_text="Words that each occur in the idea.")


class SimilarDocument(IdeaWords):
    """An idea that is like a text."""

    score = serializers.SerializerMethodField(help_text="How alike they are, from 0 to 1.")
    may_exist = serializers.SerializerMethodField(help_text="Whether it may be the same idea.")

    class Meta(IdeaWords.Meta):
        fields = [*IdeaWords.Meta.fields, "score", "may_exist"]

    def get_score(self, idea: Idea) -> float:
        return float(self.context["alike"][idea.pk].score)

    def get_may_exist(self, idea: Idea) -> bool:
        return bool(self.context["alike"][idea.pk].may_exist)


class SimilarTo(StrictFields):
    """The text of an idea that is being written."""

    text = Text(max_length=4000, help_text="What has been typed so far.")


def said_by(row: Idea | Comment) -> str:
    """Role and unit at the time of writing."""
    return " · ".join(part for part in (row.job_title, row.unit.name if row.unit else "") if part)
