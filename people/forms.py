"""What people choose for themselves, and how administrators re-organise."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.forms import KnownRows
from core.text import check_text
from people import queries
from people.models import Unit, User

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


UNKNOWN = _("There is no unit with this code: %(code)s.")
LARGEST_CODE = Unit._meta.get_field("code").max_length or 0


class UnitCode(forms.CharField):
    """A unit, by its code; `None` when nothing was typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LARGEST_CODE, validators=[check_text], **kwargs)
        self.widget.attrs |= {"list": "units", "autocomplete": "off"}

    def clean(self, value: Any) -> Unit | None:
        code = super().clean(value)
        found = queries.unit_by_code(code) if code else None
        if code and found is None:
            raise forms.ValidationError(UNKNOWN, code="does_not_exist", params={"code": code})
        return found


class UnitCodes(forms.CharField):
    """Units by their codes, with commas or line ends between them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=100 * LARGEST_CODE, validators=[check_text], **kwargs)

    def clean(self, value: Any) -> list[Unit]:
        typed = super().clean(value).replace("\n", ",").split(",")
        codes = list(dict.fromkeys(code for each in typed if (code := each.strip())))
        found = queries.units_by_codes(codes)
        if missing := [code for code in codes if code not in found]:
            raise forms.ValidationError(UNKNOWN, code="does_not_exist", params={"code": ", ".join(missing)})
        return [found[code] for code in codes]


class UnitsForm(forms.Form):
    """Which units are listed."""

    q = forms.CharField(
        label=_("A part of the name or of the code"), max_length=120, required=False, validators=[check_text]
    )


class MoveForm(forms.Form):
    """Where a unit goes."""

    below = UnitCode(
        label=_("Below which unit"), help_text=_("Its code. Leave this empty to put it at the top."), required=False
    )


class MergeForm(forms.Form):
    """Which units are merged into one."""

    units = UnitCodes(
        label=_("Units that are closed"),
        help_text=_("Their codes, with commas between them."),
        error_messages={"required": _("Name the units that are merged.")},
    )


class SplitForm(forms.Form):
    """A new unit, and who of `people` goes into it."""

    name = forms.CharField(
        label=_("Name of the new unit"),
        max_length=Unit._meta.get_field("name").max_length,
        validators=[check_text],
        error_messages={"required": _("Give the new unit a name.")},
    )
    code = forms.CharField(
        label=_("Code of the new unit"),
        max_length=LARGEST_CODE,
        validators=[check_text],
        error_messages={"required": _("Give the new unit a code.")},
    )
    closes = forms.BooleanField(label=_("Close the old unit: everybody goes into the new one"), required=False)

    def __init__(self, data: Any = None, *, people: QuerySet[User]) -> None:
        super().__init__(data)
        missing = {"required": _("Choose the people who go into the new unit.")}
        self.fields["people"] = KnownRows(people, error_messages=missing)


class CloseForm(forms.Form):
    """Where the people of a unit go that is closed."""

    into = UnitCode(
        label=_("Unit that succeeds it"),
        help_text=_("Its code. Its people are there from today. Leave this empty when nobody is in it."),
        required=False,
    )
