"""What people choose for themselves."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.models import User

# The areas in which the time-zone database names places; its other names are old ones, kept for old machines.
AREAS: dict[str, Promise] = {
    "Africa": _("Africa"),
    "America": _("America"),
    "Antarctica": _("Antarctica"),
    "Arctic": _("Arctic"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific"),
}
Choice = tuple[Any, Any]


class SettingsForm(forms.Form):
    """The language and the time zone in which a person reads; at first those of `user`."""

    locale = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose one of the languages.")),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("Dates and times are shown as they are there."),
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose one of the time zones.")),
    )

    def __init__(self, data: Any = None, *, user: User) -> None:
        own = user.time_zone if user.time_zone in available_timezones() else settings.TIME_ZONE
        super().__init__(data, initial={"locale": user.locale, "time_zone": own})
        self.fields["time_zone"].choices = zones(own)  # type: ignore[attr-defined]  # it has choices


def zones(own: str) -> list[Choice]:
    """UTC, then the places of every area; and `own`, which a directory may have named in another way."""
    names = sorted(name for name in available_timezones() if name.partition("/")[0] in AREAS and "/" in name)
    others: Iterable[str] = {"UTC", own} - set(names)
    groups = groupby(names, key=lambda name: name.partition("/")[0])
    return [
        *((name, name) for name in sorted(others)),
        *((AREAS[area], [(name, _place(name)) for name in places]) for area, places in groups),
    ]


def _place(name: str) -> str:
    """America/Argentina/Buenos_Aires → Argentina, Buenos Aires."""
    return ", ".join(name.split("/")[1:]).replace("_", " ")
