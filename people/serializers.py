"""How people look in the API."""

from typing import Any

from rest_framework import serializers

from core.api.fields import Document, Known, KnownOne, StrictFields, Text, Truth
from people.models import Unit, User
from people.queries import organisation


class UnitDocument(Document):
    """A unit, in brief."""

    class Meta:
        model = Unit
        fields = ["id", "name", "code"]


class MeDocument(Document):
    """The person who asks. Nobody else's address is ever shown."""

    unit = UnitDocument(allow_null=True)
    roles = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = ["id", "email", "display_name", "job_title", "locale", "time_zone", "unit", "roles"]

    def get_roles(self, user: User) -> list[str]:
        return sorted(user.granted)


class PlacedUnit(Document):
    """A unit, where it stands, and since when. `below` is the id of the unit above it, null at the top."""

    below = serializers.SerializerMethodField(help_text="The unit above it; null at the top.")

    class Meta:
        model = Unit
        fields = ["id", "name", "code", "kind", "below", "opened_on", "closed_on", "succeeded_by", "headcount"]

    def get_below(self, unit: Unit) -> int | None:
        parents: dict[int, int] = self.context["parents"]
        return parents.get(unit.pk)


class SplitDocument(serializers.Serializer[Any]):
    """The units that came out of another."""

    parts = PlacedUnit(many=True)


class PersonDocument(Document):
    """A person, for those who say who is in which unit."""

    class Meta:
        model = User
        fields = ["id", "display_name", "job_title"]


class UnitsAsked(StrictFields):
    """Which units are listed."""

    q = Text(required=False, allow_blank=True, max_length=120, help_text="A part of the name or of the code.")


class UnitPlace(StrictFields):
    """Where a unit goes."""

    below = KnownOne(visible=lambda context: organisation(), allow_null=True, help_text="A unit; null for the top.")


class NewMembers(StrictFields):
    """Which units are merged into one."""

    units = Known(visible=lambda context: organisation(), help_text="Ids of the units that are closed.")


class NewPart(StrictFields):
    """A new unit, and who goes into it."""

    name = Text(max_length=Unit._meta.get_field("name").max_length)
    code = Text(max_length=Unit._meta.get_field("code").max_length)
    people = Known(visible=lambda context: User.objects.order_by("pk"), help_text="Ids of people of the old unit.")


class NewParts(StrictFields):
    """What comes out of a unit."""

    parts = NewPart(many=True, allow_empty=False, max_length=100)  # type: ignore[call-arg]  # of the list
    closes = Truth(default=False, help_text="Whether the old unit is closed; then everybody in it must be named.")


class Closing(StrictFields):
    """Where the people of a unit go that is closed."""

    into = KnownOne(
        visible=lambda context: organisation(),
        required=False,
        allow_null=True,
        help_text="The unit that succeeds it; not needed when nobody is in it.",
    )
