"""Which ideas are listed, and in which order."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.ids import LARGEST_ID
from ideas.models import Idea
from ideas.queries import COLUMN, MATCH, Order, stages

SEARCH_LENGTH = 100
LISTED_STATUSES = [choice for choice in Idea.Status.choices if choice[0] != Idea.Status.MERGED]


class Filters(forms.Form):
    """Which ideas of a campaign are listed, and in which order: the address of the list."""

    order = forms.ChoiceField(choices=[(order.value, order.value) for order in Order], required=False)
    stage = forms.ModelChoiceField(
        queryset=stages(),
        required=False,
        label=_("Stage of the customer’s journey"),
        empty_label=_("All stages"),
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    barrier = forms.ChoiceField(
        choices=[("", _("All barriers")), *Idea.Barrier.choices],
        required=False,
        label=_("What stands in the way"),
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    status = forms.ChoiceField(
        choices=[("", _("Whatever became of it")), *LISTED_STATUSES],
        required=False,
        label=_("What became of it"),
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    theme = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    q = forms.CharField(
        required=False,
        max_length=SEARCH_LENGTH,
        label=_("Search ideas"),
        widget=forms.TextInput(
            attrs={"type": "search", "class": "form-control", "placeholder": _("Search ideas"), "autocomplete": "off"}
        ),
    )

    @property
    def narrows(self) -> dict[str, Any]:
        """The filters for `queries.narrowed`, once the form is valid."""
        said = self.cleaned_data
        stage = said["stage"] and said["stage"].pk
        plain = {name: said[name] for name in ("barrier", "status", "theme")}
        return {**plain, "stage": stage, "text": said["q"].strip()}

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter is set, once the form is valid."""
        return any(self.narrows.values())

    @property
    def asks_more(self) -> bool:
        """Whether a filter beside the words and the stage is set."""
        return any(self.cleaned_data[name] for name in ("barrier", "status", "theme"))

    def asked(self, *, otherwise: Order = Order.FOR_YOU) -> Order:
        """The order, once the form is valid; `otherwise` when none is asked."""
        return Order(self.cleaned_data["order"] or otherwise)


class SearchForm(Filters):
    """Ideas of all campaigns that have these words."""

    order = forms.ChoiceField(
        choices=[
            (MATCH, _("Best match first")),
            (Order.NEW.value, _("Newest first")),
            (Order.TOP.value, _("Most supported first")),
            (Order.DISCUSSED.value, _("Most discussed first")),
        ],
        required=False,
        initial=MATCH,
        label=_("Order"),
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    @property
    def column(self) -> str:
        """By which column the ideas are ordered, once the form is valid."""
        asked = self.cleaned_data["order"]
        return COLUMN[Order(asked)] if asked and asked != MATCH else MATCH
