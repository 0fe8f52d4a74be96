"""How people look in the API."""

from rest_framework import serializers

from core.api.fields import Document
from people.models import Unit, User


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
