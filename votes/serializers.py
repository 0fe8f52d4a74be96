"""How votes and results look in the API. What the reporting engine has not released is in none of them."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.api.fields import Choice, Document, StrictFields, Truth, Whole, in_utc
from votes import models, telling
from votes.queries import Ballot, News, Result

HIDDEN = {
    "": "",
    "not_voted": _("You see how others voted once you have voted."),
    "too_few": _("Too few people have voted for a result to be shown."),
}
LATER = _("The result shows when listening ends")  # to whoever may not vote


class Cast(StrictFields):
    """A vote."""

    choice = Choice(choices=models.Choice.choices)


class ShareDocument(serializers.Serializer[Any]):
    """How many said one thing. In a small group that agreed, all three shares are only bounded, without a count."""

    count = serializers.IntegerField(allow_null=True)
    percent = serializers.IntegerField()
    bound = serializers.ChoiceField(choices=["exact", "over", "under"])


class IntervalDocument(serializers.Serializer[Any]):
    """Two shares in per cent."""

    low = serializers.IntegerField()
    high = serializers.IntegerField()


class ResultDocument(serializers.Serializer[Any]):
    """How an idea was voted on, as of the last release."""

    votes = serializers.IntegerField()
    too_early = serializers.BooleanField(help_text="Whether too few have voted to rank it.")
    likely_support = IntervalDocument(
        allow_null=True,
        help_text="Between which shares the support of everyone asked lies, with 95 % probability, by what is usual in "
        "the campaign; null while it is too early, or for a minute after a release.",
    )
    support = ShareDocument()
    object = ShareDocument()
    # `pass` cannot name an attribute in Python.
    vars()["pass"] = ShareDocument()


class BallotDocument(serializers.Serializer[Any]):
    """One's own vote on an idea, and the result when it may be shown.

    Its fields describe it; it is written by hand, since a list holds many and every vote is answered with one.
    """

    choice = serializers.ChoiceField(
        choices=models.Choice.choices, allow_blank=True, help_text="Empty: no vote, or none that is known to be mine."
    )
    known = serializers.BooleanField(
        help_text="Whether my vote can be told from others. Once the campaign's key is destroyed, nobody's can."
    )
    may_vote = serializers.BooleanField()
    suppressed = serializers.BooleanField(help_text="Whether there is a result that may not be shown.")
    reason = serializers.ChoiceField(choices=["not_voted", "too_few"], allow_blank=True)
    detail = serializers.CharField(help_text="The reason in words.")
    result = ResultDocument(allow_null=True)

    def to_representation(self, ballot: Ballot) -> dict[str, Any]:
        return ballot_document(ballot)


def ballot_document(ballot: Ballot) -> dict[str, Any]:
    """The members of a `BallotDocument`."""
    return {
        "choice": ballot.choice,
        "known": ballot.is_known,
        "may_vote": ballot.may_vote,
        "suppressed": bool(ballot.hidden),
        "reason": ballot.hidden,
        "detail": str(LATER if ballot.hidden == "not_voted" and not ballot.may_vote else HIDDEN[ballot.hidden]),
        "result": None if ballot.hidden else _result(ballot.result),
    }


def _result(result: Result) -> dict[str, Any]:
    low_and_high, counts = result.interval, (result.support, result.object, result.passed)
    return {
        "votes": result.votes,
        "too_early": result.is_early,
        "likely_support": dict(zip(("low", "high"), low_and_high, strict=True)) if low_and_high else None,
        **{
            name: {"count": count if bound == "exact" else None, "percent": percent, "bound": bound}
            for name, count, (percent, bound) in zip(("support", "object", "pass"), counts, result.bounds, strict=True)
        },
    }


class Verdict(StrictFields):
    """What a curator found."""

    harmless = Truth(help_text="If not, the idea stays among those too early to rank.")


class BurstDocument(Document):
    """Support for an idea that came faster than the rest of its campaign explains. It holds no hour and no voter."""

    class Meta:
        model = models.Burst
        fields = ["id", "idea", "found_on", "minutes", "support", "expected", "settled_at", "is_harmless"]


class Until(StrictFields):
    """The number of the last event that was read; without it, all."""

    until = Whole(required=False)


class SeenDocument(serializers.Serializer[Any]):
    """Up to which event I have read."""

    until = serializers.IntegerField()


class NewsDocument(serializers.Serializer[News]):
    """Something that became of an idea, and why it matters to me."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    why = serializers.ChoiceField(choices=["author", "talker", "voter", "supporter", "follower"])
    idea = serializers.IntegerField()
    title = serializers.CharField(help_text="Of the idea; empty when its author has taken it back.")
    detail = serializers.CharField(help_text="What happened, in words.")
    at = serializers.DateTimeField(help_text="Of what an anonymous author did, only the day.")
    new = serializers.BooleanField()

    def to_representation(self, news: News) -> dict[str, Any]:
        event = news.event
        return {
            "id": event.pk,
            "kind": event.kind,
            "why": news.why,
            "idea": event.idea_id,
            "title": telling.title(news),
            "detail": telling.words(news),
            "at": in_utc(event.at),
            "new": news.is_new,
        }
