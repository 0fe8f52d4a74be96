"""Receipts of anonymous ideas in the API."""

from rest_framework import serializers

from core.api.fields import Moment


class ReceiptDocument(serializers.Serializer):  # type: ignore[type-arg]
    """What proves to be the author of an anonymous idea: sent as `Receipt-Code`, also when the key is destroyed."""

    code = serializers.CharField(help_text="Empty once the campaign's key is destroyed: it cannot be shown again.")
    until = Moment(help_text="About when it can be shown for the last time.")
