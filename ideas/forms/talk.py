"""Talk about an idea, and reporting a text."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ideas.models import Comment, Flag


class CommentForm(forms.ModelForm):  # type: ignore[type-arg]  # forms take no type when they run
    """What one says about an idea, or to a comment on it."""

    class Meta:
        model = Comment
        fields = ["text"]
        labels = {"text": _("Add a comment")}
        help_texts = {"text": pgettext_lazy("promise", "Shown with your role and unit, never your name.")}
        error_messages = {"text": {"required": _("Write what you want to say first.")}}
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}


class FollowForm(forms.Form):
    """Whether one wants to know what becomes of an idea."""

    follow = forms.TypedChoiceField(choices=[("1", "1"), ("0", "0")], coerce=lambda value: value == "1")


class FlagForm(forms.ModelForm):  # type: ignore[type-arg]
    """Why somebody should look at a text."""

    class Meta:
        model = Flag
        fields = ["why", "note"]
        labels = {"why": _("What is wrong with it?"), "note": _("In your words")}
        help_texts = {"note": _("Moderators read it. Leave out your own name.")}
        error_messages = {"why": {"required": _("Choose what is wrong with it.")}}
        widgets = {"why": forms.RadioSelect, "note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        why = self.fields["why"]
        if isinstance(why, forms.TypedChoiceField):
            why.choices = Flag.Why.choices  # without the empty one that Django adds
