"""When one wants to be written to."""

from datetime import time
from typing import Any

from django import forms
from django.utils import formats
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from notices.models import Subscription

FIELDS = ("rhythm", "hour", "weekday", "quiet_from", "quiet_until")
WRONG = {"required": _("Choose one of these."), "invalid_choice": _("Choose one of these.")}


def _hours() -> list[tuple[int, str]]:
    """0 to 23, as a clock of the reader's language shows them."""
    return [(hour, formats.time_format(time(hour))) for hour in range(24)]


def _days() -> list[tuple[int, str]]:
    return [(number, capfirst(str(name))) for number, name in WEEKDAYS.items()]


class DigestForm(forms.Form):
    """How often, and when; at first as `planned` says."""

    rhythm = forms.ChoiceField(
        label=_("A digest by mail"),
        help_text=_("What you are asked, what leaders did and what became of what you said. Nothing new, no mail."),
        choices=Subscription.Rhythm.choices,
        widget=forms.RadioSelect,
        error_messages=WRONG,
    )
    hour = forms.TypedChoiceField(label=_("At what hour"), coerce=int, choices=_hours, error_messages=WRONG)
    weekday = forms.TypedChoiceField(
        label=_("If once a week, on which day"), coerce=int, choices=_days, error_messages=WRONG
    )
    quiet_from = forms.TypedChoiceField(
        label=_("Quiet hours from"),
        help_text=_("No digest comes then, also when one is late. Twice the same hour: no quiet hours."),
        coerce=int,
        choices=_hours,
        error_messages=WRONG,
    )
    quiet_until = forms.TypedChoiceField(label=_("Quiet hours until"), coerce=int, choices=_hours, error_messages=WRONG)

    def __init__(self, data: Any = None, *, planned: Subscription) -> None:
        super().__init__(data, initial={name: getattr(planned, name) for name in FIELDS})
