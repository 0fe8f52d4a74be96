"""Ideas with their theme and votes, in the API."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api.fields import Choice, Text, in_utc
from core.ids import LARGEST_ID
from curation.models import Theme
from curation.queries import Listed
from ideas.difference import fingerprint
from ideas.models import Campaign, Idea
from ideas.queries import MATCH, Order
from ideas.serializers import IdeaFilters, IdeaWords
from votes.queries import exposure, units_agree
from votes.serializers import BallotDocument, ballot_document


class IdeaDocument(IdeaWords):
    """An idea with its theme, one's own vote on it, and its result when that may be shown."""

    theme = serializers.SerializerMethodField(help_text="The id of the theme that it is in.")
    exposure = serializers.SerializerMethodField(
        help_text="Why there is no rank yet: few saw it, or many did and few voted. Empty: there is one, or one's own "
        "vote comes first."
    )
    units_agree = serializers.SerializerMethodField(
        help_text="Whether at least three units have five voters, and all such units support it by six in ten. False "
        "where the result may not be shown."
    )
    vote = serializers.SerializerMethodField()

    class Meta(IdeaWords.Meta):
        fields = [*IdeaWords.Meta.fields, "theme", "exposure", "units_agree", "vote"]

    def get_theme(self, idea: Idea) -> int | None:
        theme: Theme | None = self.context["themes"].get(idea.pk)
        return theme.pk if theme else None

    @extend_schema_field(serializers.ChoiceField(choices=["few_saw", "few_voted"], allow_blank=True))
    def get_exposure(self, idea: Idea) -> str:
        return exposure(idea.seen_count, self.context["ballots"][idea.pk])

    def get_units_agree(self, idea: Idea) -> bool:
        return units_agree(idea.rank_common_ground, self.context["ballots"][idea.pk])

    @extend_schema_field(BallotDocument)
    def get_vote(self, idea: Idea) -> Any:
        return ballot_document(self.context["ballots"][idea.pk])


class SharedDocument(IdeaDocument):
    """An idea that was shared just now."""

    receipt = serializers.CharField(
        help_text="The receipt code of an anonymous idea: with it one stays its author also when the campaign's key is "
        "destroyed. Empty for a named one."
    )

    class Meta(IdeaDocument.Meta):
        fields = [*IdeaDocument.Meta.fields, "receipt"]


def listed_document(listed: Listed, campaign: Campaign) -> dict[str, Any]:
    """The members of an `IdeaDocument`, written by hand: a list of twenty is read in a moment."""
    row = listed.row
    anonymous = row.author_key is not None
    said_by = "" if anonymous else " · ".join(part for part in (row.job_title, row.unit__name) if part)
    return {
        "id": row.id,
        "campaign": campaign.slug,
        "title": row.title,
        "today": row.today,
        "better": row.better,
        "stage": row.stage_id,
        "barrier": row.barrier,
        "language": row.language,
        "anonymous": anonymous,
        "said_by": said_by,
        "mine": listed.mine,
        "status": row.status,
        "reason": row.reason,
        "merged_into": row.merged_into_id,
        "possible_duplicate_of": row.possible_duplicate_of_id,
        "comment_count": row.comment_count,
        "submitted_at": in_utc(row.submitted_at),
        "edited_at": in_utc(row.edited_at),
        "hidden": False,
        "revision": row.revision,
        "version": fingerprint(row.title, row.today, row.better, row.stage_id, row.barrier, row.language),
        "met_on": row.met_on and row.met_on.isoformat(),
        "met_people": row.met_people,
        "theme": row.placement__theme_id,
        "exposure": exposure(row.seen_count, listed.ballot),
        "units_agree": units_agree(row.rank_common_ground, listed.ballot),
        "vote": ballot_document(listed.ballot),
    }


class IdeasAsked(IdeaFilters):
    """Which ideas of a campaign, and in which order."""

    theme = serializers.IntegerField(min_value=1, max_value=LARGEST_ID, required=False)


class IdeasSearched(IdeasAsked):
    """Words, of which all occur in the idea, and further filters."""

    order = Choice(
        choices=[(MATCH, MATCH), *[(order.value, order.value) for order in Order if order != Order.FOR_YOU]],
        default=MATCH,
        help_text="`match`: those come first that have the most of the words, and in their titles.",
    )
    q = Text(max_length=200, help_text="Words that each occur in the idea.")
