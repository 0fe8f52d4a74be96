"""What people fill in about ideas. Limits and checks of the text are the models' own."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ideas.models import Comment, Idea
from ideas.queries import Order, stages

NAMED, ANONYMOUS = "named", "anonymous"
SEARCH_LENGTH = 100


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
    q = forms.CharField(
        required=False,
        max_length=SEARCH_LENGTH,
        label=_("Search ideas"),
        widget=forms.TextInput(
            attrs={"type": "search", "class": "form-control", "placeholder": _("Search ideas"), "autocomplete": "off"}
        ),
    )

    def asked(self, *, otherwise: Order = Order.FOR_YOU) -> dict[str, Any]:
        """Arguments for `queries.listed_page`, once the form is valid; `otherwise` is the order when none is asked."""
        order = Order(self.cleaned_data["order"] or otherwise)
        stage = self.cleaned_data["stage"]
        return {"order": order, "stage": stage and stage.pk, "text": self.cleaned_data["q"]}


class IdeaForm(forms.ModelForm):  # type: ignore[type-arg]  # forms take no type when they run
    """What an idea says. One line is enough."""

    class Meta:
        model = Idea
        fields = ["title", "today", "better", "stage", "barrier"]
        labels = {
            "title": _("Your idea in one line"),
            "today": _("What happens today?"),
            "better": _("What would be better?"),
            "stage": _("Where in the customer’s journey?"),
            "barrier": _("What stands in the way?"),
        }
        help_texts = {
            "title": _("Start with a verb. You can change it until a colleague votes on it."),
            "today": _("One real moment is enough. Leave out customers’ and colleagues’ names."),
        }
        error_messages = {"title": {"required": _("Write one line, so colleagues know what they vote on.")}}
        widgets = {
            "title": forms.TextInput(attrs={"autocomplete": "off"}),
            "today": forms.Textarea(attrs={"rows": 3}),
            "better": forms.Textarea(
                attrs={"rows": 3, "placeholder": _("For example: a text when the van is two stops away")}
            ),
            "stage": forms.RadioSelect,
            "barrier": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stage, barrier = self.fields["stage"], self.fields["barrier"]
        if isinstance(stage, forms.ModelChoiceField):
            stage.queryset = stages()
            stage.empty_label = _("Not sure")
        if isinstance(barrier, forms.TypedChoiceField):
            barrier.choices = [("", _("Not sure")), *Idea.Barrier.choices]


class SubmitForm(IdeaForm):
    """A new idea, and whether its author is shown by role and unit or not at all."""

    shown = forms.ChoiceField(
        choices=[(NAMED, _("With my role and unit")), (ANONYMOUS, _("Anonymous"))],
        initial=NAMED,
        required=False,
        label=_("How should we show you?"),
        widget=forms.RadioSelect,
    )

    def said(self) -> dict[str, Any]:
        """Arguments for `actions.submit`, once the form is valid."""
        words = {name: value for name, value in self.cleaned_data.items() if name != "shown"}
        return {**words, "anonymous": self.cleaned_data["shown"] == ANONYMOUS}


class CommentForm(forms.ModelForm):  # type: ignore[type-arg]  # forms take no type when they run
    """What one says about an idea."""

    class Meta:
        model = Comment
        fields = ["text"]
        labels = {"text": _("Add a comment")}
        help_texts = {"text": pgettext_lazy("promise", "Shown with your role and unit, never your name.")}
        error_messages = {"text": {"required": _("Write what you want to say first.")}}
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
