"""What moderators decide, and what authors say against it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.models import Case


class DecideForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a moderator decides, and what the author reads about it. `version` is the idea as it was read."""

    version = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    class Meta:
        model = Case
        fields = ["outcome", "reason"]
        labels = {"reason": _("Why? Its author reads this")}
        help_texts = {"reason": _("Needed to hide it. Say what would have to change.")}
        widgets = {"reason": forms.Textarea(attrs={"rows": 2})}


class ReasonForm(DecideForm):
    """Why all undecided ideas of a pseudonym are hidden."""

    version = None  # type: ignore[assignment]  # that is how Django takes an inherited field away

    class Meta(DecideForm.Meta):
        fields = ["reason"]


class ObjectionForm(forms.ModelForm):  # type: ignore[type-arg]
    """What an author says against a decision."""

    class Meta:
        model = Case
        fields = ["objection"]
        labels = {"objection": _("Why should it be shown?")}
        help_texts = {"objection": _("A moderator looks at it once more. You can object once to each decision.")}
        error_messages = {"objection": {"required": _("Say why it should be shown.")}}
        widgets = {"objection": forms.Textarea(attrs={"rows": 3})}


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision on a text of the reader's own, and the form with which to object to it."""

    case: Case
    form: forms.BaseForm


def decisions(cases: Iterable[Case], typed: Mapping[int, forms.BaseForm] | None = None) -> list[Decision]:
    """Each case with a form of its own; with what was `typed` for it, by id."""
    given = typed or {}
    return [Decision(case, given.get(case.pk) or ObjectionForm(auto_id=f"%s-{case.pk}")) for case in cases]


class PauseForm(forms.Form):
    """For how many days."""

    days = forms.IntegerField(min_value=0, max_value=90)
