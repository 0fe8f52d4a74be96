"""The shape of what curators send: a theme's words, where an idea goes, and where a page starts."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms import KnownRows, RowId
from core.ids import LARGEST_ID, is_id
from core.text import check_text
from curation.models import Question, Suggestion, Theme
from curation.models.question import ANSWER_LENGTH
from curation.queries import MOST_GROUPS, InboxOrder, Seen
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
    """An idea and the theme that it goes into, or none for the inbox; `stay` is the theme whose page it came from.

    `from` is the theme in which it was seen, empty for the inbox; a form without it has not looked. A `quiet` one wants
    to know of nothing but a refusal: the next one asks what has changed.
    """

    quiet = forms.BooleanField(required=False)

    def __init__(self, data: Any, *, ideas: QuerySet[Idea], themes: QuerySet[Theme]) -> None:
        super().__init__(data)
        self.fields["idea"] = forms.ModelChoiceField(ideas)
        self.fields["theme"] = forms.ModelChoiceField(themes, required=False)
        self.fields["stay"] = forms.ModelChoiceField(themes, required=False)
        self.fields["from"] = RowId(required=False)


class SplitForm(forms.Form):
    """What goes out of a theme into a new one, and what that is called."""

    title = forms.CharField(
        label=_("What the new theme is called"),
        max_length=Theme._meta.get_field("title").max_length,
        validators=[check_text],
        error_messages={"required": _("Give the theme a title, so colleagues recognise it.")},
    )

    def __init__(self, data: Any = None, *, ideas: QuerySet[Idea], initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        missing = {"required": _("Choose the ideas that shall go into the new theme.")}
        self.fields["ideas"] = KnownRows(ideas, error_messages=missing)


class ShiftForm(forms.Form):
    """How many places a theme goes to the right, or to the left if negative."""

    places = forms.IntegerField(min_value=-1000, max_value=1000)


class SeenField(forms.CharField):
    """Up to where a screen knows a board: the id of a move, and behind a dash that of an event."""

    def to_python(self, value: Any) -> Any:
        ids = str(value or "0").split("-")
        if len(ids) > 2 or not all(is_id(each) for each in ids):
            raise forms.ValidationError(_("This is no place on a board."))
        return Seen(*map(int, ids))


class PageForm(forms.Form):
    """Where a page of a list starts, how the inbox is ordered, and up to where a screen knows the board."""

    after = forms.CharField(required=False)
    order = forms.ChoiceField(choices=[(order.value, order.value) for order in InboxOrder], required=False)
    since = SeenField(required=False)


class MergeForm(forms.Form):
    """The idea that another goes into."""

    def __init__(self, data: Any, *, ideas: QuerySet[Idea]) -> None:
        super().__init__(data)
        required = _("Choose the idea that says the same.")
        self.fields["into"] = forms.ModelChoiceField(ideas, error_messages={"required": required})


class SearchForm(forms.Form):
    """Words to search for. What does not fit finds nothing."""

    q = forms.CharField(max_length=200, required=False, validators=[check_text])

    def text(self) -> str:
        """The words, `""` for none."""
        return str(self.cleaned_data["q"]) if self.is_valid() else ""


class StatusForm(forms.ModelForm):  # type: ignore[type-arg]  # as above
    """Where an idea has got to, and why."""

    class Meta:
        model = Idea
        fields = ["status", "reason"]
        labels = {"status": _("Status"), "reason": _("Why")}
        help_texts = {"reason": _("Its author, supporters and followers read this. To say “Not now” it is needed.")}
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {**dict(Idea.Status.choices), Idea.Status.DECLINED: _("Not now")}
        shown = [(value, words[value]) for value in Idea.Status.values if value != Idea.Status.MERGED]
        self.fields["status"].choices = shown  # type: ignore[attr-defined]  # it is a field of choices


class QuestionForm(forms.ModelForm):  # type: ignore[type-arg]  # as above
    """What a curator asks an author."""

    class Meta:
        model = Question
        fields = ["text"]
        labels = {"text": _("Your question")}
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"text": {"required": _("Write something first.")}}


class AnswerForm(forms.Form):
    """What an author answers."""

    text = forms.CharField(
        label=_("Your answer"),
        max_length=ANSWER_LENGTH,
        validators=[check_text],
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write something first.")},
    )


class RunForm(forms.Form):
    """How many groups to look for; empty for the usual number."""

    groups = forms.IntegerField(min_value=1, max_value=MOST_GROUPS, required=False)


class StartForm(forms.Form):
    """From which place on the page of all suggestions goes; empty for the column on the board."""

    start = forms.IntegerField(min_value=0, max_value=LARGEST_ID, required=False)


class AdjustForm(forms.Form):
    """What becomes of a suggested group: the theme that it joins or a new one's title, and which ideas go along."""

    theme = forms.ModelChoiceField(
        queryset=Theme.objects.none(), label=_("Theme"), required=False, empty_label=_("A new theme")
    )
    title = forms.CharField(
        label=_("What the new theme is called"),
        max_length=Theme._meta.get_field("title").max_length,
        validators=[check_text],
        required=False,
    )

    def __init__(
        self, data: Any = None, *, ideas: QuerySet[Idea], themes: QuerySet[Theme], initial: dict[str, Any]
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["theme"].queryset = themes  # type: ignore[attr-defined]  # it is a field of rows
        missing = {"required": _("Choose at least one idea that waits for a theme.")}
        self.fields["ideas"] = KnownRows(ideas, error_messages=missing)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not given.get("theme") and not given.get("title") and "title" not in self.errors:
            self.add_error("title", _("Give the theme a title, so colleagues recognise it."))
        return given


class JoinForm(forms.Form):
    """The group that one is joined with."""

    def __init__(self, data: Any, *, others: QuerySet[Suggestion]) -> None:
        super().__init__(data)
        self.fields["other"] = forms.ModelChoiceField(others)
