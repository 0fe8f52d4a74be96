"""What a curator fills in to reach those who are quiet."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.text import check_text
from ideas.models import Campaign, Extension
from ideas.models.idea import TITLE_LENGTH
from ideas.queries import asked_units, languages
from people.models import Unit

MOST_LINES = 20
MOST_PEOPLE = 32767


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class ExtendForm(forms.ModelForm):  # type: ignore[type-arg]  # forms take no type when they run
    """Until when a campaign listens, and why."""

    until = forms.DateField(
        label=_("Listen until"),
        help_text=_("The last day on which ideas and votes are taken. The later steps move along by as much."),
        widget=_day(),
    )

    class Meta:
        model = Extension
        fields = ["reason"]
        labels = {"reason": _("Why?")}
        help_texts = {"reason": _("Everybody who is asked is told once, and can read it.")}
        widgets = {"reason": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["until", "reason"])


class TranslateForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a campaign asks, in a further language: with the limits of the first one."""

    language = forms.CharField(widget=forms.HiddenInput)

    class Meta:
        model = Campaign
        fields = ["title", "question", "context"]
        widgets = {"context": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.Meta.fields:
            self.fields[name].required = False  # all three empty: not in this language

    def said(self) -> dict[str, Any]:
        """Arguments for `actions.translate`, once the form is valid."""
        language = self.cleaned_data["language"]
        return {"language": language, "words": {name: self.cleaned_data[name] for name in self.Meta.fields}}


def translations(campaign: Campaign, typed: TranslateForm | None = None) -> list[tuple[str, str, TranslateForm]]:
    """Code, name and form of each language; with what was `typed` for one of them."""
    given = {typed.data.get("language"): typed} if typed else {}
    return [
        (code, name, given.get(code) or TranslateForm(initial={"language": code, **words}, auto_id=f"%s-{code}"))
        for code, name, words in languages(campaign)
    ]


class PosterForm(forms.Form):
    """For which unit a poster is, and in which language."""

    unit = forms.ModelChoiceField(
        queryset=Unit.objects.none(),
        to_field_name="code",
        required=False,
        label=_("For"),
        empty_label=_("Everyone who is asked"),
    )
    language = forms.ChoiceField(required=False, label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, data: Any = None, *, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["unit"].queryset = asked_units(campaign)  # type: ignore[attr-defined]  # it has one


class MeetingForm(forms.Form):
    """What a group said in a meeting: one idea in each line."""

    unit = forms.ModelChoiceField(queryset=Unit.objects.none(), to_field_name="code", label=_("Unit"))
    on = forms.DateField(label=_("Day of the meeting"), widget=_day())
    people = forms.IntegerField(
        label=_("How many people were there"),
        help_text=_("Without you. Who they were is kept nowhere."),
        min_value=1,
        max_value=MOST_PEOPLE,
    )
    ideas = forms.CharField(
        label=_("Their ideas"),
        help_text=_("One in each line, in the group’s own words. Leave out names."),
        max_length=MOST_LINES * (TITLE_LENGTH + 2),
        validators=[check_text],
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    language = forms.ChoiceField(label=_("Language of their words"), choices=settings.LANGUAGES)

    def __init__(self, data: Any = None, *, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["unit"].queryset = asked_units(campaign)  # type: ignore[attr-defined]  # it has one

    def said(self) -> dict[str, Any]:
        """Arguments for `actions.note_meeting`, once the form is valid."""
        return {**self.cleaned_data, "ideas": self.cleaned_data["ideas"].splitlines()}
