"""How votes and results look in the API. What the reporting engine has not released is in none of them."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api.fields import Choice, StrictFields
from core.privacy import percent_or_bound
from votes import models
from votes.queries import Ballot


class Cast(StrictFields):
    """A vote."""

    choice = Choice(choices=models.Choice.choices)


class ShareDocument(serializers.Serializer[Any]):
    """How many said one thing. In a small group that agreed, only a bound is given, and no count."""

    count = serializers.IntegerField(allow_null=True)
    percent = serializers.IntegerField()
    bound = serializers.ChoiceField(choices=["exact", "over", "under"])


class ResultDocument(serializers.Serializer[Any]):
    """How an idea was voted on, as of the last release."""

    votes = serializers.IntegerField()
    support = ShareDocument()
    object = ShareDocument()
    # `pass` cannot name an attribute in Python.
    vars()["pass"] = ShareDocument(source="passed")


class BallotDocument(serializers.Serializer[Any]):
    """One's own vote on an idea, and the result when it may be shown."""

    choice = serializers.ChoiceField(choices=models.Choice.choices, allow_blank=True, help_text="Empty: no vote yet.")
    may_vote = serializers.BooleanField()
    suppressed = serializers.SerializerMethodField(help_text="Whether there is a result that may not be shown.")
    reason = serializers.ChoiceField(choices=["not_voted", "too_few"], allow_blank=True, source="hidden")
    detail = serializers.SerializerMethodField(help_text="The reason in words.")
    result = serializers.SerializerMethodField()

    def get_suppressed(self, ballot: Ballot) -> bool:
        return bool(ballot.hidden)

    def get_detail(self, ballot: Ballot) -> str:
        words = {
            "not_voted": _("You see how others voted once you have voted."),
            "too_few": _("Too few people have voted for a result to be shown."),
        }
        return words.get(ballot.hidden, "")

    @extend_schema_field(ResultDocument(allow_null=True))
    def get_result(self, ballot: Ballot) -> Any:
        return None if ballot.hidden else ResultDocument(_shares(ballot)).data


def _shares(ballot: Ballot) -> dict[str, Any]:
    result = ballot.result
    counts = {"support": result.support, "object": result.object, "passed": result.passed}
    shares = {name: percent_or_bound(count, result.votes) for name, count in counts.items()}
    return {
        "votes": result.votes,
        **{
            name: {"count": None if result.is_blurred else counts[name], "percent": percent, "bound": bound}
            for name, (percent, bound) in shares.items()
        },
    }
