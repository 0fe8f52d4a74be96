"""How campaigns, ideas and comments look in the API, going in and coming out."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api.fields import Choice, Document, Known, KnownOne, StrictFields, StrictModel, Text, Truth
from core.ids import LARGEST_ID
from ideas import queries
from ideas.models import Campaign, Comment, Idea, JourneyStage, Step
from people.queries import open_units

SMALL = 32767
WORDS = ["title", "question", "context", "asked_by"]
DATES = ["listens_at", "curates_at", "shapes_at", "publishes_at", "follows_at"]
RULES = ["anonymous_allowed", "smallest_group", "answer_threshold", "answer_days", "coverage_goal"]
LIMITS = {
    "smallest_group": {"max_value": SMALL},
    "answer_threshold": {"max_value": 2**31 - 1},
    "answer_days": {"max_value": SMALL},
    "coverage_goal": {"min_value": 0, "max_value": 100},
}


class StageDocument(Document):
    """A stage of the customer's journey."""

    class Meta:
        model = JourneyStage
        fields = ["id", "name", "intended_experience"]


class CampaignDocument(Document):
    """A campaign. `step` is where its dates put it now; while it is held it takes nothing."""

    step = serializers.ChoiceField(choices=Step.choices)
    is_listening = serializers.BooleanField()

    class Meta:
        model = Campaign
        fields = ["slug", *WORDS, "step", "is_listening", *DATES, "held_at", *RULES]


class CampaignInFull(CampaignDocument):
    """A campaign with whom it asks (nobody named: everyone) and the stages that an idea may name."""

    audience = Known(visible=lambda context: open_units())
    stages = serializers.SerializerMethodField()

    class Meta(CampaignDocument.Meta):
        fields = [*CampaignDocument.Meta.fields, "audience", "stages"]

    @extend_schema_field(StageDocument(many=True))
    def get_stages(self, campaign: Campaign) -> Any:
        return StageDocument(queries.stages(), many=True).data


class CampaignChange(StrictModel):
    """What may change in a campaign."""

    class Meta:
        model = Campaign
        fields = [*WORDS, *DATES, *RULES]
        extra_kwargs = LIMITS


class NewCampaign(CampaignChange):
    """A campaign to open. Without an audience it asks everyone."""

    audience = Known(visible=lambda context: open_units(), required=False)

    class Meta(CampaignChange.Meta):
        fields = ["slug", *CampaignChange.Meta.fields, "audience"]


class IdeaChange(StrictModel):
    """What an author may change in an idea."""

    stage = KnownOne(visible=lambda context: queries.stages(), required=False, allow_null=True)

    class Meta:
        model = Idea
        fields = ["title", "today", "better", "stage", "barrier"]


class NewIdea(IdeaChange):
    """An idea to share."""

    anonymous = Truth(default=False, help_text="Nobody will see who wrote it, curators and leaders included.")

    class Meta(IdeaChange.Meta):
        fields = [*IdeaChange.Meta.fields, "anonymous"]


class IdeaWords(Document):
    """What was said, and where it has got to. Whoever said it is shown by role and unit, or not at all."""

    campaign = serializers.CharField(source="campaign.slug")
    anonymous = serializers.BooleanField(source="is_anonymous")
    said_by = serializers.SerializerMethodField(help_text="Role and unit; empty for an anonymous idea.")
    mine = serializers.SerializerMethodField()

    class Meta:
        model = Idea
        fields = [
            "id", "campaign", "title", "today", "better", "stage", "barrier", "language", "anonymous", "said_by",
            "mine", "status", "reason", "merged_into", "possible_duplicate_of", "comment_count", "submitted_at",
            "edited_at",
        ]  # fmt: skip

    def get_said_by(self, idea: Idea) -> str:
        return "" if idea.is_anonymous else said_by(idea)

    def get_mine(self, idea: Idea) -> bool:
        return idea.pk in self.context["own"]


class NewComment(StrictModel):
    """Something to say about an idea."""

    class Meta:
        model = Comment
        fields = ["text"]


class CommentDocument(Document):
    """What was said about an idea."""

    said_by = serializers.SerializerMethodField(help_text="Role and unit.")
    mine = serializers.SerializerMethodField()

    class Meta:
        model = Comment
        fields = ["id", "text", "said_by", "mine", "created_at"]

    def get_said_by(self, comment: Comment) -> str:
        return said_by(comment)

    def get_mine(self, comment: Comment) -> bool:
        return bool(comment.author_id == self.context["viewer"].pk)


class IdeaFilters(StrictFields):
    """Which ideas of a campaign, and in which order."""

    order = Choice(choices=[(order.value, order.value) for order in queries.Order], default=queries.Order.FOR_YOU)
    stage = serializers.IntegerField(min_value=1, max_value=LARGEST_ID, required=False)
    status = Choice(choices=Idea.Status.choices, required=False)
    q = Text(max_length=200, allow_blank=True, default="", help_text="Words that each occur in the idea.")


class SimilarTo(StrictFields):
    """The text of an idea that is being written."""

    text = Text(max_length=4000, help_text="What has been typed so far.")


def said_by(row: Idea | Comment) -> str:
    """Role and unit at the time of writing."""
    return " · ".join(part for part in (row.job_title, row.unit.name if row.unit else "") if part)
