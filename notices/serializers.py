"""How the digest's settings look in the API."""

from core.api.fields import Choice, Document, StrictFields, Whole
from notices.models import Subscription

HOUR = {"min_value": 0, "max_value": 23}


class DigestChange(StrictFields):
    """When I want to be written to; what is left out stays as it is."""

    rhythm = Choice(choices=Subscription.Rhythm.choices)
    hour = Whole(**HOUR, help_text="0 to 23, on the clock of my time zone.")
    weekday = Whole(min_value=0, max_value=6, help_text="If weekly; Monday is 0.")
    quiet_from = Whole(**HOUR, help_text="The first of the hours in which no digest comes.")
    quiet_until = Whole(**HOUR, help_text="The first hour after them; the same as the first: none.")


class DigestDocument(Document):
    """When I get the digest by mail."""

    class Meta:
        model = Subscription
        fields = ["rhythm", "hour", "weekday", "quiet_from", "quiet_until", "next_at"]
