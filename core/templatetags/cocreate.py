"""The look of every page: icons, results, steps, clocks, fields. Pages get these tags without `{% load %}`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django import forms, template
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.forms import BaseForm, BoundField
from django.templatetags.static import static
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.storage import PARTS, SHEET, OneSheet
from core.text import markdown as text_as_html

register = template.Library()

CLOCK_ICONS = {"kept": "check-lg", "due": "hourglass-split", "late": "exclamation-lg"}
GAP = 0.6
LARGE = {"form-control": "form-control-lg", "form-select": "form-select-lg"}


@register.filter
def number(value: float | None) -> str:
    """A number as the reader's language groups it: 1,318. Nothing for `None`."""
    return "" if value is None else number_format(value, force_grouping=True)


@register.filter
def markdown(text: str) -> SafeString:
    """What a person wrote, as sanitised HTML."""
    return text_as_html(text)


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of `static/vendor/icons.txt`. It is decoration: the words stand beside it or in an `aria-label`."""
    return _icon(name, settings.STATIC_URL) if name else SafeString()


@lru_cache(maxsize=500)
def _icon(name: str, _root: str) -> SafeString:
    """The markup, made once in a process: a list of ideas shows a hundred."""
    return format_html('<svg class="i" aria-hidden="true"><use href="{}#i-{}"/></svg>', _sprite(), name)


def _sprite() -> str:
    return static("vendor/icons.svg")


@register.simple_tag
def styles() -> SafeString:
    """Links to the styles of every page: to each part while one develops, in production to the one sheet."""
    sheets = [SHEET] if isinstance(staticfiles_storage, OneSheet) else PARTS
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', ((static(name),) for name in sheets))


@dataclass(frozen=True)
class Shares:
    """Support, object and pass in whole per cent, with what the support bar's drawing needs (0 to 100 across)."""

    support: int
    object: int
    rest: int
    """Pass."""

    @property
    def is_empty(self) -> bool:
        return not (self.support or self.object or self.rest)

    @property
    def objects_from(self) -> int:
        return 100 - self.object

    @property
    def rest_width(self) -> int:
        """Pass fills what is between, so that rounding leaves no hole."""
        return max(0, self.objects_from - self.support)

    @property
    def objects_box(self) -> int:
        return max(1, self.object)

    @property
    def cuts(self) -> range:
        """Where object is cut into bars, so that it never depends on hue."""
        return range(1, self.object, 2)

    @property
    def gaps(self) -> list[str]:
        """Left edges of the two seams. Text: a localised decimal comma would break the drawing."""
        return [f"{edge - GAP / 2:g}" for edge in (self.support, self.objects_from)]


@register.inclusion_tag("core/_bar.html")
def bar(support: int, object_: int, pass_: int, small: bool = False) -> dict[str, Any]:
    """The support bar. Shares in whole per cent; geometry lies in attributes, so a strict CSP holds."""
    return {"shares": Shares(int(support), int(object_), int(pass_)), "small": small}


@register.inclusion_tag("core/_tally.html")
def tally(support: int, object_: int, pass_: int, votes: int, full: bool = False) -> dict[str, Any]:
    """The words under a support bar: shares in whole per cent, and the number of votes. `full` adds pass."""
    return {"support": support, "object": object_, "rest": pass_, "votes": votes, "full": full}


@register.inclusion_tag("core/_weave.html")
def weave() -> dict[str, Any]:
    """Decoration of the band: many voices gather into three strands and one knot."""
    return {}


@register.inclusion_tag("core/_clock.html")
def clock(percent: int, state: str, head: str, sub: str = "") -> dict[str, Any]:
    """A commitment's clock. `state` is kept, due or late; `percent` of the time has gone, and counts only when due."""
    return {"percent": int(percent), "state": state, "icon": CLOCK_ICONS[state], "head": head, "sub": sub}


@register.inclusion_tag("core/_cover.html")
def cover(cells: Iterable[str], me: int = -1) -> dict[str, Any]:
    """The coverage strip, a cell a unit: heard, some or quiet. `me` is the index of the reader's own unit.

    It is hidden from screen readers: say the same in words beside it.
    """
    return {"cells": list(cells), "me": me}


@register.inclusion_tag("core/_steps.html")
def steps(steps: Iterable[Mapping[str, Any] | Any]) -> dict[str, Any]:
    """The stepper. Each step has `name`, `when` (words) and `state`: done, now or next."""
    return {"steps": steps}


@register.inclusion_tag("core/_field.html")
def field(
    field: BoundField,
    label: str = "",
    hint: str = "",
    kind: str = "",
    size: str = "",
    counted: bool = False,
) -> dict[str, Any]:
    """A form field with label, hint and errors, joined for screen readers.

    `kind` is `pick` (pills, the default) or `choice` (cards) for radio buttons and several checkboxes. `size="lg"` is
    for the one field that matters most. `counted` shows how many characters of `maxlength` are used.
    """
    widget = field.field.widget
    looks = _looks(widget)
    limit = field.field.max_length if counted and isinstance(field.field, forms.CharField) else None
    return {
        "field": field,
        "label": label or field.label,
        "hint": hint or field.help_text,
        "looks": looks,
        "kind": kind or "pick",
        "described_by": _described_by(field, hint),
        "control": _control(field, looks, size, hint, limit) if looks in ("input", "check") else "",
        "limit": limit,
        "used": len(str(field.value() or "")),
    }


def _looks(widget: forms.Widget) -> str:
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "group"
    return "check" if isinstance(widget, forms.CheckboxInput) else "input"


def _described_by(field: BoundField, hint: str) -> str:
    """Ids of the hint and of the errors, as `core/_field.html` gives them."""
    parts = ["helptext"] if hint or field.help_text else []
    return " ".join(f"{field.auto_id}_{part}" for part in [*parts, *(["error"] if field.errors else [])])


def _control(field: BoundField, looks: str, size: str, hint: str, limit: int | None) -> SafeString:
    base = "form-select" if isinstance(field.field.widget, forms.Select) else "form-control"
    classes = ["form-check-input"] if looks == "check" else [base, *([LARGE[base]] if size == "lg" else [])]
    if own := field.field.widget.attrs.get("class"):
        classes.append(own)
    attrs: dict[str, Any] = {"class": " ".join([*classes, *(["is-invalid"] if field.errors else [])])}
    if described_by := _described_by(field, hint):
        attrs["aria-describedby"] = described_by
    if limit:
        attrs["data-count"] = f"{field.auto_id}_count"
    return field.as_widget(attrs=attrs)


@dataclass(frozen=True)
class Problem:
    """A field that does not fit: its label, what is wrong, and the id of the control to go to."""

    label: str
    error: str
    target: str


@register.inclusion_tag("core/_error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """What does not fit in `form`, with a link to each field; nothing while the form is right. It takes the focus."""
    if not form.errors:
        return {"general": [], "problems": []}
    wrong = [field for field in form if field.errors]
    hidden = [error for field in wrong if field.is_hidden for error in field.errors]
    return {
        "general": [*form.non_field_errors(), *hidden],
        "problems": [
            Problem(str(field.label), str(field.errors[0]), field.id_for_label or f"{field.auto_id}_0")
            for field in wrong
            if not field.is_hidden
        ],
    }
