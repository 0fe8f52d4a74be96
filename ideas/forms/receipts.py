"""Typing a receipt code in."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReceiptForm(forms.Form):
    """The code, however it is set apart. No browser is asked to remember it."""

    code = forms.CharField(
        label=_("Receipt code"),
        max_length=100,
        help_text=_("26 characters in groups of four. Capital or small letters, with or without the dashes."),
        error_messages={"required": _("Type the code that you kept when you shared the idea.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
