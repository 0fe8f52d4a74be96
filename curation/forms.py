"""The shape of what curators send: a theme's words, where an idea goes, and where a page starts."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms import RowId
from curation.models import Theme
from ideas.models import Idea


class ThemeForm(forms.ModelForm):  # type: ignore[type-arg]  # Django knows no ModelForm[Theme] while it runs
    """A theme's title and what it is about."""

    class Meta:
        model = Theme
        fields = ["title", "summary"]
        labels = {"summary": _("What it is about")}
        widgets = {"summary": forms.Textarea(attrs={"rows": 4})}
        error_messages = {"title": {"required": _("Give the theme a title, so colleagues recognise it.")}}


class PlaceForm(forms.Form):
    """An idea and the theme that it goes into, or none for the inbox; `stay` is the theme whose page it came from."""

    def __init__(self, data: Any, *, ideas: QuerySet[Idea], themes: QuerySet[Theme]) -> None:
        super().__init__(data)
        self.fields["idea"] = forms.ModelChoiceField(ideas)
        self.fields["theme"] = forms.ModelChoiceField(themes, required=False)
        self.fields["stay"] = forms.ModelChoiceField(themes, required=False)


class PageForm(forms.Form):
    """Where a page of a list starts, and on the board which move can be undone."""

    moved = RowId(required=False)
    before = RowId(required=False)
    after = forms.CharField(required=False)
