"""What an idea says, and the images beside it."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid
from core.text import check_text
from ideas.images import LARGEST_FILE, Drawn, ImageTooLarge, redraw
from ideas.models import Attachment, Idea
from ideas.queries import stages

NAMED, ANONYMOUS = "named", "anonymous"


class ImageField(forms.FileField):
    """An image, drawn anew: `ideas.images.Drawn`. Nothing of the file itself goes any further."""

    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})

    def clean(self, data: Any, initial: Any = None) -> Drawn | None:
        file = super().clean(data, initial)
        if not file:
            return None
        try:
            if file.size > LARGEST_FILE:
                raise ImageTooLarge
            return redraw(file.read())
        except Invalid as refusal:
            raise ValidationError(str(refusal.message), code=refusal.code) from None


def alt_field() -> Any:
    """What an image shows, with the limits of the model."""
    return Attachment._meta.get_field("alt").formfield(
        label=_("What does the image show?"),
        validators=[check_text],
        help_text=_("For colleagues who do not see it. Leave out names and faces."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ImageForm(forms.Form):
    """An image to put beside one's idea."""

    image = ImageField(
        label=_("Add an image"),
        help_text=_("JPEG, PNG or WebP, 5 MB at most. Where and when it was taken is not kept."),
        error_messages={"required": _("Choose an image first.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["alt"] = alt_field()


SAID = ("title", "today", "better", "stage", "barrier", "language")


class IdeaForm(forms.ModelForm):  # type: ignore[type-arg]  # forms take no type when they run
    """What an idea says. One line is enough."""

    language = forms.ChoiceField(
        required=False, label=_("Language of your words"), widget=forms.Select(attrs={"autocomplete": "off"})
    )

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
            "title": _("Start with a verb. You can change it later."),
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

    def _offer_languages(self, others: list[tuple[str, Any]]) -> None:
        """The languages of this site and `others`; nothing where there is only one."""
        if len(settings.LANGUAGES) < 2:
            del self.fields["language"]
            return
        self.fields["language"].choices = [*others, *settings.LANGUAGES]  # type: ignore[attr-defined]  # it has choices


class SubmitForm(IdeaForm):
    """A new idea, whether its author is shown by role and unit or not at all, and an image."""

    shown = forms.ChoiceField(
        choices=[(NAMED, _("With my role and unit")), (ANONYMOUS, _("Anonymous"))],
        initial=NAMED,
        required=False,
        label=_("How should we show you?"),
        widget=forms.RadioSelect,
    )
    image = ImageField(
        required=False,
        label=_("Image"),
        help_text=_("JPEG, PNG or WebP, 5 MB at most. Where and when it was taken is not kept."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["alt"] = alt_field()
        self._offer_languages([("", _("My language; for an anonymous idea: not said"))])

    def said(self) -> dict[str, Any]:
        """Arguments for `actions.submit`, once the form is valid."""
        words = {name: self.cleaned_data[name] for name in SAID if name in self.cleaned_data}
        image, alt = self.cleaned_data["image"], self.cleaned_data["alt"]
        anonymous = self.cleaned_data["shown"] == ANONYMOUS
        return {**words, "anonymous": anonymous, "images": [(image, alt)] if image else []}


class EditForm(IdeaForm):
    """Other words for an idea. `version` is what its author began to change."""

    version = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spoken = self.instance.language
        self.initial = {"language": spoken, "version": self.instance.version, **self.initial}
        others: list[tuple[str, Any]] = [("und", _("Not said"))]
        if spoken not in {"und", *dict(settings.LANGUAGES)}:
            others.append((spoken, spoken))
        self._offer_languages(others)

    def said(self) -> dict[str, Any]:
        """Arguments for `actions.edit`, once the form is valid."""
        return {name: value for name, value in self.cleaned_data.items() if name != "language" or value}
