"""The shape of what a curator sends about a quiet unit."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.text import check_text
from participation.models import Reason


class ReasonForm(forms.Form):
    """Why a unit is likely to be quiet; empty to take back what was noted."""

    reason = forms.CharField(
        label=_("Likely reason"),
        required=False,
        max_length=Reason._meta.get_field("text").max_length,
        validators=[check_text],
    )
