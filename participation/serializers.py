"""How participation looks in the API: what the reporting engine has released, and nothing else."""

from typing import Any

from rest_framework import serializers

from core.api.fields import Moment


class UnitFigures(serializers.Serializer[Any]):
    """One unit, without those below it. A figure that may not be shown is null."""

    unit = serializers.IntegerField(help_text="The unit's id.")
    name = serializers.CharField()
    invited = serializers.IntegerField()
    heard = serializers.IntegerField(allow_null=True)
    percent = serializers.IntegerField(allow_null=True, default=None)
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


class Participation(serializers.Serializer[Any]):
    """Who has been heard in a campaign, as of the last release."""

    campaign = serializers.CharField()
    suppressed = serializers.BooleanField(help_text="Whether too few have been heard to show anything.")
    reason = serializers.ChoiceField(choices=["too_few"], allow_blank=True)
    detail = serializers.CharField(help_text="The reason in words.")
    counted_at = Moment(
        allow_null=True, help_text="When it was last counted: every few minutes. A count need not release anything."
    )
    released_at = Moment(allow_null=True)
    figures = Figures(allow_null=True)
