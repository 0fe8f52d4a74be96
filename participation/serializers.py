"""How participation looks in the API: what the reporting engine has released, and nothing else."""

from typing import Any

from rest_framework import serializers

from core.api.fields import Moment, StrictFields, Text
from participation.models import REASON_LENGTH


class UnitFigures(serializers.Serializer[Any]):
    """One unit, without those below it. A figure that may not be shown is null."""

    unit = serializers.IntegerField(help_text="The unit's id.")
    name = serializers.CharField()
    invited = serializers.IntegerField()
    heard = serializers.IntegerField(allow_null=True)
    percent = serializers.IntegerField(allow_null=True, default=None)
    bound = serializers.ChoiceField(
        choices=["exact", "over", "under"],
        default="exact",
        help_text="Of a unit of fewer than ten people, (nearly) all of them heard, only: 80 per cent or more (`over`).",
    )
    low = serializers.IntegerField(allow_null=True, default=None, help_text="Lower end of the 95 % interval.")
    high = serializers.IntegerField(allow_null=True, default=None)
    weeks = serializers.ListField(
        child=serializers.IntegerField(allow_null=True), help_text="Per cent of its people in each week."
    )


class Totals(serializers.Serializer[Any]):
    """What was said in the whole campaign."""

    ideas = serializers.IntegerField(allow_null=True, default=None)
    votes = serializers.IntegerField(allow_null=True, default=None)
    comments = serializers.IntegerField(allow_null=True, default=None)


class Evenness(serializers.Serializer[Any]):
    """How evenly people voted, in whole per cent. A Gini of 0 means that all voted equally often."""

    invited = serializers.IntegerField(help_text="Gini over everyone asked, with zero for those who have not voted.")
    voters = serializers.IntegerField(help_text="Gini over those who have voted.")
    tenth = serializers.IntegerField(
        allow_null=True, help_text="Share of the votes that the most active tenth of the voters cast."
    )


class Heard(serializers.Serializer[Any]):
    """Ideas, and votes on them as last released."""

    ideas = serializers.IntegerField()
    votes = serializers.IntegerField()


class HeardByStage(Heard):
    """What was said on one stage of the customer's journey."""

    stage = serializers.IntegerField(allow_null=True, help_text="The stage's id; null for ideas without one.")


class HeardByTheme(Heard):
    """What was said on one theme."""

    theme = serializers.IntegerField(help_text="The theme's id.")


class Stand(serializers.Serializer[Any]):
    """An idea, and the units of which most support it, or object, where that may be shown."""

    idea = serializers.IntegerField(help_text="The idea's id.")
    support = serializers.ListField(child=serializers.IntegerField())
    object = serializers.ListField(child=serializers.IntegerField())


class ClosedUnit(UnitFigures):
    """A unit that is no more, as it was last released, and the unit in which its people are counted since."""

    into = serializers.IntegerField(allow_null=True)
    until = serializers.IntegerField(help_text="The last release in which it stood for itself.")


class Figures(serializers.Serializer[Any]):
    """Released figures, as far as the viewer may see them: one's own unit, more with a role."""

    smallest = serializers.IntegerField(help_text="The smallest group that is ever reported.")
    invited = serializers.IntegerField()
    heard = serializers.IntegerField(allow_null=True)
    units_heard = serializers.IntegerField()
    units_asked = serializers.IntegerField(allow_null=True, default=None, help_text="Units large enough to be shown.")
    units = UnitFigures(many=True)
    quiet = serializers.ListField(child=serializers.CharField(), help_text="Units not yet heard, of those shown.")
    totals = Totals()
    overlap = serializers.IntegerField(
        allow_null=True,
        default=None,
        help_text="By how many per cent those heard are spread over the units as the people are.",
    )
    lowest = serializers.ListField(
        child=serializers.IntegerField(), default=list, help_text="Ids of the units with the lowest coverage shown."
    )
    evenness = Evenness(allow_null=True, default=None)
    first_voice = serializers.IntegerField(
        allow_null=True, default=None, help_text="Median days from the start of listening to being heard."
    )
    stages = HeardByStage(many=True, allow_null=True, default=None, help_text="Null while one's own vote comes first.")
    themes = HeardByTheme(many=True, allow_null=True, default=None)
    agreed = Stand(many=True, allow_null=True, default=None, help_text="Ideas on which units agree.")
    divided = Stand(many=True, allow_null=True, default=None, help_text="Ideas that divide.")
    closed = ClosedUnit(many=True, default=list)
    reorganised = serializers.ListField(
        child=serializers.IntegerField(),
        default=list,
        help_text="The last releases before units were closed: ask for one to see the figures as they were.",
    )


class Week(serializers.Serializer[Any]):
    """The last release in a week of the campaign."""

    number = serializers.IntegerField(help_text="The week, from 1.")
    release = serializers.IntegerField()
    released_at = Moment()
    heard = serializers.IntegerField()
    new = serializers.IntegerField(help_text="How many more than in the week before.")


class Quiet(serializers.Serializer[Any]):
    """A unit that is large enough to be shown and is not, and why, as far as a curator knows and the viewer may see."""

    unit = serializers.IntegerField()
    name = serializers.CharField()
    invited = serializers.IntegerField()
    reason = serializers.CharField(allow_blank=True)


class ReasonInput(StrictFields):
    """Why a unit is likely to be quiet."""

    reason = Text(max_length=REASON_LENGTH)


class ParticipationAsked(StrictFields):
    """Which release."""

    release = serializers.IntegerField(required=False, min_value=1, help_text="A number; the latest without it.")


class Participation(serializers.Serializer[Any]):
    """Who has been heard in a campaign, as of the last release."""

    campaign = serializers.CharField()
    suppressed = serializers.BooleanField(help_text="Whether too few have been heard to show anything.")
    reason = serializers.ChoiceField(choices=["too_few"], allow_blank=True)
    detail = serializers.CharField(help_text="The reason in words.")
    counted_at = Moment(
        allow_null=True, help_text="When it was last counted: every few minutes. A count need not release anything."
    )
    progress = serializers.IntegerField(
        allow_null=True, help_text="While everything is counted from the beginning: how far that is, in per cent."
    )
    release = serializers.IntegerField(help_text="The number of the release; 0 before the first.")
    released_at = Moment(allow_null=True)
    sentences = serializers.ListField(child=serializers.CharField(), help_text="The figures in plain words.")
    weeks = Week(many=True)
    quiet = Quiet(many=True)
    figures = Figures(allow_null=True)
