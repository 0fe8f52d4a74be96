"""How strategies, publications, commitments and one's impact look in the API."""

from datetime import UTC, date, datetime
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api.fields import Choice, Document, Known, KnownOne, Moment, Slug, StrictFields, StrictModel
from ideas.queries import campaigns
from people.models import User
from people.queries import holders
from strategy import queries
from strategy.content import Content
from strategy.models import Commitment, Priority, Publication, Strategy

KNOTS = ["idea", "theme", "priority", "promised", "late", "kept", "broken", "declined"]


def named(user: User | None) -> str:
    """How somebody who answers for something is shown: by role, as in print."""
    return (user.job_title or user.display_name) if user else ""


class StrategyChange(StrictModel):
    """The working text of a strategy."""

    campaigns = Known(visible=lambda context: campaigns(context["viewer"]), key="slug", required=False)

    class Meta:
        model = Strategy
        fields = ["title", "intent", "not_doing", "horizon_on", "campaigns"]


class NewStrategy(StrategyChange):
    """A strategy to draft. Without a slug it gets one from its title."""

    slug = Slug(required=False)

    class Meta(StrategyChange.Meta):
        fields = ["slug", *StrategyChange.Meta.fields]


class PriorityChange(StrictModel):
    """The words of a priority, and who answers for it."""

    sponsor = KnownOne(
        visible=lambda context: holders("executive"),
        required=False,
        allow_null=True,
        help_text="An executive's id. A new priority without one gets whoever adds it.",
    )

    class Meta:
        model = Priority
        fields = ["title", "statement", "rationale", "objective", "sponsor"]


class Grounding(StrictFields):
    """Exactly what a priority rests on."""

    themes = Known(visible=lambda context: queries.candidates(context["viewer"], context["strategy"]))
    ideas = Known(visible=lambda context: queries.groundable(context["viewer"], context["strategy"]))


class PriorityDocument(Document):
    """A priority of the working text. `themes` and `ideas` are ids."""

    strategy = serializers.CharField(source="strategy.slug")
    sponsor = serializers.SerializerMethodField(help_text="The sponsor's role.")

    class Meta:
        model = Priority
        fields = [
            "id", "strategy", "position", "title", "statement", "rationale", "objective", "sponsor", "themes", "ideas",
        ]  # fmt: skip

    def get_sponsor(self, priority: Priority) -> str:
        return named(priority.sponsor)


class VersionDocument(Document):
    """A publication, without its text."""

    strategy = serializers.CharField(source="strategy.slug")
    published_by = serializers.SerializerMethodField()

    class Meta:
        model = Publication
        fields = ["strategy", "number", "digest", "published_by", "published_at"]

    def get_published_by(self, publication: Publication) -> str:
        return named(publication.published_by)


class VersionInFull(VersionDocument):
    """A publication as it will always be.

    `digest` is the SHA-256 of `content` as JSON in UTF-8: sorted keys, no spaces, no letter escaped.
    """

    content = serializers.SerializerMethodField()

    class Meta(VersionDocument.Meta):
        fields = [*VersionDocument.Meta.fields, "content"]

    def get_content(self, publication: Publication) -> Content:
        content: Content = publication.content
        return content


class StrategyDocument(serializers.Serializer[Any]):
    """A strategy: its working text for those who draft and read along, what was published for everyone else."""

    slug = serializers.CharField()
    title = serializers.CharField()
    intent = serializers.CharField()
    not_doing = serializers.CharField()
    horizon_on = serializers.DateField(allow_null=True)
    campaigns = serializers.ListField(child=serializers.CharField(), help_text="Slugs.")
    status = serializers.ChoiceField(choices=Strategy.Status.choices)
    version = serializers.IntegerField(allow_null=True, help_text="The number of the latest version.")

    def to_representation(self, strategy: Strategy) -> dict[str, Any]:
        latest: Publication | None = self.context["latest"].get(strategy.pk)
        words = _draft(strategy) if self.context["drafts"] or latest is None else _printed(latest)
        version = latest.number if latest else None
        return super().to_representation(
            {**words, "slug": strategy.slug, "status": strategy.status, "version": version}
        )


def _draft(strategy: Strategy) -> dict[str, Any]:
    slugs = [campaign.slug for campaign in strategy.campaigns.all()]
    words = {name: getattr(strategy, name) for name in ("title", "intent", "not_doing", "horizon_on")}
    return {**words, "campaigns": slugs}


def _printed(publication: Publication) -> dict[str, Any]:
    content = publication.content
    words = {name: content[name] for name in ("title", "intent", "not_doing", "horizon_on")}
    return {**words, "campaigns": [campaign["slug"] for campaign in content["campaigns"]]}


class StrategyInFull(StrategyDocument):
    """A strategy with the priorities of its working text; empty for those who read only what is published."""

    priorities = PriorityDocument(many=True)

    def to_representation(self, strategy: Strategy) -> dict[str, Any]:
        shown = PriorityDocument(self.context["priorities"], many=True).data
        return {**StrategyDocument(context=self.context).to_representation(strategy), "priorities": shown}


class CheckDocument(serializers.Serializer[Any]):
    """One check of the readiness review, and the place to mend when it does not hold."""

    check = serializers.CharField(source="name")
    title = serializers.CharField()
    holds = serializers.BooleanField()
    detail = serializers.CharField()
    priority = serializers.IntegerField(source="priority_id", allow_null=True)


class Readiness(serializers.Serializer[Any]):
    """Whether a strategy may be published."""

    ready = serializers.BooleanField()
    checks = CheckDocument(many=True)


class NewCommitment(StrictModel):
    """What I promise, by when."""

    strategy = KnownOne(visible=lambda context: queries.strategies(context["viewer"]), key="slug")
    priority = KnownOne(visible=lambda context: queries.priorities(context["viewer"]), required=False, allow_null=True)

    class Meta:
        model = Commitment
        fields = ["strategy", "priority", "promise", "due_on"]


class Settlement(StrictModel):
    """What became of my promise."""

    status = Choice(choices=Commitment.Status.choices, required=False)

    class Meta:
        model = Commitment
        fields = ["status", "words"]


class CommitmentDocument(Document):
    """A leader's promise."""

    strategy = serializers.CharField(source="strategy.slug")
    leader = serializers.SerializerMethodField(help_text="Who promises, by role.")
    mine = serializers.SerializerMethodField()
    is_late = serializers.BooleanField()

    class Meta:
        model = Commitment
        fields = [
            "id", "strategy", "priority", "leader", "mine", "promise", "made_on", "due_on", "status", "is_late",
            "settled_on", "words",
        ]  # fmt: skip

    def get_leader(self, commitment: Commitment) -> str:
        return named(commitment.leader)

    def get_mine(self, commitment: Commitment) -> bool:
        return bool(commitment.leader_id == self.context["viewer"].pk)


class ThreadStep(serializers.Serializer[Any]):
    """A knot of the thread from an idea to what was done. What a kind does not lead to is null."""

    kind = serializers.ChoiceField(
        choices=["idea", "theme", "priority", "promised", "late", "kept", "broken", "declined"]
    )
    at = serializers.SerializerMethodField(help_text="A time, or a day where only the day is known.")
    reached = serializers.SerializerMethodField(help_text="Whether it has happened yet.")
    text = serializers.CharField(help_text="What somebody wrote; empty for what is still to come.")
    by = serializers.CharField(help_text="The leader who promised, by role.")
    theme = serializers.SerializerMethodField()
    strategy = serializers.SerializerMethodField()
    version = serializers.SerializerMethodField()
    position = serializers.IntegerField(source="number", allow_null=True, help_text="Of the priority.")

    def get_at(self, step: queries.ThreadStep) -> str | None:
        if isinstance(step.when, datetime):
            return str(Moment(default_timezone=UTC).to_representation(step.when))
        return step.when.isoformat() if isinstance(step.when, date) else None

    def get_reached(self, step: queries.ThreadStep) -> bool:
        return step.state == "fill"

    def get_theme(self, step: queries.ThreadStep) -> int | None:
        return int(step.target[0]) if step.kind == "theme" and step.target else None

    def get_strategy(self, step: queries.ThreadStep) -> str | None:
        return str(step.target[0]) if step.kind == "priority" and step.target else None

    def get_version(self, step: queries.ThreadStep) -> int | None:
        return int(step.target[1]) if step.kind == "priority" and step.target else None


class StrandDocument(serializers.Serializer[Any]):
    """What became of one of my ideas."""

    idea = serializers.IntegerField(source="idea.pk")
    title = serializers.CharField(source="idea.title")
    standing = serializers.ChoiceField(choices=["open", "themed", "priority", "declined"])
    steps = ThreadStep(many=True)


class SupportedDocument(serializers.Serializer[Any]):
    """A published priority that rests on ideas which I support."""

    strategy = serializers.CharField()
    version = serializers.IntegerField()
    position = serializers.IntegerField()
    title = serializers.CharField()
    ideas = serializers.IntegerField(help_text="How many of them I support.")


class ForgottenDocument(serializers.Serializer[Any]):
    """A campaign in which I took part, and of which nobody can tell any more how I voted: its key is destroyed."""

    campaign = serializers.SlugField(source="campaign.slug")
    title = serializers.CharField(source="campaign.title")
    ideas = serializers.IntegerField(help_text="How many ideas it has.")
    in_priority = serializers.IntegerField(help_text="How many of them became part of a priority.")


class ImpactDocument(serializers.Serializer[Any]):
    """What became of what I said."""

    ideas = StrandDocument(many=True, source="strands")
    in_priority = serializers.IntegerField(help_text="How many of my ideas became part of a priority.")
    votes = serializers.IntegerField(help_text="How many votes I cast, in campaigns whose key still exists.")
    supported = serializers.SerializerMethodField()
    forgotten = ForgottenDocument(many=True)

    @extend_schema_field(SupportedDocument(many=True))
    def get_supported(self, impact: queries.Impact) -> Any:
        rows = [
            {
                "strategy": ground.publication.strategy.slug,
                "version": ground.publication.number,
                "position": ground.position,
                "title": ground.title,
                "ideas": number,
            }
            for ground, number in impact.supported
        ]
        return SupportedDocument(rows, many=True).data
