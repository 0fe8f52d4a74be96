"""Campaigns and stages in the API."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api.fields import Day, Document, Known, StrictModel
from ideas import queries
from ideas.models import Campaign, JourneyStage, Step
from people.queries import open_units

SMALL = 32767
WORDS = ["title", "question", "context", "asked_by"]
DATES = ["listens_at", "curates_at", "shapes_at", "publishes_at", "follows_at"]
RULES = ["anonymous_allowed", "smallest_group", "answer_threshold", "answer_days", "coverage_goal", "reminds"]
CLOCK = ["read_days", "time_zone", "holidays"]
LIMITS = {
    "smallest_group": {"max_value": SMALL},
    "answer_threshold": {"max_value": 2**31 - 1},
    "answer_days": {"max_value": SMALL},
    "coverage_goal": {"min_value": 0, "max_value": 100},
    "read_days": {"min_value": 1, "max_value": SMALL},
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
    holidays = serializers.ListField(child=serializers.DateField())

    class Meta:
        model = Campaign
        fields = ["slug", *WORDS, "step", "is_listening", *DATES, "held_at", *RULES, *CLOCK]


class CampaignInFull(CampaignDocument):
    """A campaign with whom it asks (nobody named: everyone) and the stages that an idea may name."""

    audience = Known(visible=lambda context: open_units())
    stages = serializers.SerializerMethodField()

    class Meta(CampaignDocument.Meta):
        fields = [*CampaignDocument.Meta.fields, "audience", "stages"]

    @extend_schema_field(StageDocument(many=True))
    def get_stages(self, campaign: Campaign) -> Any:
        return StageDocument(queries.stages(), many=True).data


class Holidays(serializers.ListField):
    """Dates without work, as the campaign keeps them."""

    child = Day()

    def to_internal_value(self, data: Any) -> Any:
        return [day.isoformat() for day in super().to_internal_value(data)]


class CampaignChange(StrictModel):
    """What may change in a campaign."""

    holidays = Holidays(required=False)

    class Meta:
        model = Campaign
        fields = [*WORDS, *DATES, *RULES, *CLOCK]
        extra_kwargs = LIMITS


class NewCampaign(CampaignChange):
    """A campaign to open. Without an audience it asks everyone."""

    audience = Known(visible=lambda context: open_units(), required=False)

    class Meta(CampaignChange.Meta):
        fields = ["slug", *CampaignChange.Meta.fields, "audience"]
