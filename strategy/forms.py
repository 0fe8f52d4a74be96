"""What people type into the studio and into promises. Limits are those of the models."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.forms import KnownRows
from core.text import check_text
from curation.models import Theme
from ideas import queries as ideas_queries
from ideas.models import Idea
from people import queries as people_queries
from people.models import User
from strategy import queries
from strategy.models import Commitment, Priority, Strategy


class DayInput(forms.DateInput):
    """The browser's own date field, which speaks ISO whatever the reader's language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class StrategyForm(forms.ModelForm):  # type: ignore[type-arg]  # forms take no type when they run
    """The words of a strategy and the campaigns that it rests on."""

    class Meta:
        model = Strategy
        fields = ("title", "intent", "not_doing", "horizon_on", "campaigns")
        labels = {
            "title": _("Title"),
            "intent": _("Where we are, and what we want"),
            "not_doing": _("What we will not do, and why"),
            "horizon_on": _("It looks ahead to"),
            "campaigns": _("Campaigns that it rests on"),
        }
        help_texts = {
            "intent": _("The first paragraph opens the page. Markdown works: **bold**, *italic*, lists."),
            "not_doing": _("Saying no, with the reason, is what people believe you by."),
        }
        field_classes = {"campaigns": KnownRows}
        widgets = {
            "intent": forms.Textarea({"rows": 9}),
            "not_doing": forms.Textarea({"rows": 6}),
            "horizon_on": DayInput(),
            "campaigns": forms.CheckboxSelectMultiple(),
        }

    def __init__(self, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["campaigns"].queryset = ideas_queries.campaigns(viewer)  # type: ignore[attr-defined]  # it has a queryset


class DraftForm(StrategyForm):
    """What a strategy begins with."""

    class Meta(StrategyForm.Meta):
        fields = ("title", "campaigns")  # type: ignore[assignment]  # fewer than in the whole form


class ThemeChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # forms take no type when they run
    """Themes, each with the number of its ideas."""

    def label_from_instance(self, theme: Any) -> str:
        return _named(theme)


class ThemeChoices(KnownRows):
    """Several themes, each with the number of its ideas."""

    def label_from_instance(self, theme: Any) -> str:
        return _named(theme)


def _named(theme: Any) -> str:
    ideas = ngettext("%(n)s idea", "%(n)s ideas", theme.idea_count) % {"n": theme.idea_count}
    return f"{theme.title} · {ideas}"


class AddPriorityForm(forms.Form):
    """A priority begins with a theme, or with a title of its own."""

    theme = ThemeChoice(
        Theme.objects.none(), label=_("From a theme"), required=False, empty_label=None, widget=forms.RadioSelect
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=Priority._meta.get_field("title").max_length,
        validators=[check_text],
        required=False,
        help_text=_("Left empty, it takes the title of the theme."),
    )

    def __init__(self, *args: Any, viewer: User, strategy: Strategy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = queries.candidates(viewer, strategy)  # type: ignore[attr-defined]  # it has a queryset

    def clean(self) -> dict[str, Any]:
        """The shape that the action takes: a title and the themes."""
        theme, title = self.cleaned_data.get("theme"), self.cleaned_data.get("title", "")
        return {"title": title or (theme.title if theme else ""), "themes": [theme] if theme else []}


class PriorityForm(forms.ModelForm):  # type: ignore[type-arg]  # forms take no type when they run
    """The words of a priority, and who answers for it."""

    class Meta:
        model = Priority
        fields = ("title", "statement", "rationale", "objective", "sponsor")
        labels = {
            "title": _("Title"),
            "statement": _("Statement"),
            "rationale": _("Why, and how"),
            "objective": _("Business objective it serves"),
            "sponsor": _("Sponsor"),
        }
        help_texts = {
            "statement": _("One sentence: what will be true for customers."),
            "rationale": _("Markdown works: **bold**, *italic*, lists."),
            "sponsor": _("The executive who answers for it. Needed before it is published."),
        }
        widgets = {"statement": forms.Textarea({"rows": 2}), "rationale": forms.Textarea({"rows": 9})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sponsor"] = LeaderChoice(
            people_queries.holders("executive"),
            label=self.fields["sponsor"].label,
            help_text=self.fields["sponsor"].help_text,
            required=False,
            empty_label=_("Nobody yet"),
        )


class LeaderChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # forms take no type when they run
    """Executives by their role, then their name."""

    def label_from_instance(self, user: Any) -> str:
        return " · ".join(filter(None, (user.job_title, user.display_name)))


class GroundForm(forms.Form):
    """The themes and the single ideas that a priority rests on."""

    themes = ThemeChoices(Theme.objects.none(), label=_("Themes"), required=False, widget=forms.CheckboxSelectMultiple)
    ideas = KnownRows(Idea.objects.none(), label=_("Single ideas"), required=False)

    def __init__(self, *args: Any, viewer: User, priority: Priority, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["themes"].queryset = queries.candidates(viewer, priority.strategy)  # type: ignore[attr-defined]  # it has a queryset
        self.fields["ideas"].queryset = queries.groundable(viewer, priority.strategy)  # type: ignore[attr-defined]  # it has a queryset
        self.initial = {"themes": priority.themes.all(), "ideas": priority.ideas.all()}


class PromiseForm(forms.ModelForm):  # type: ignore[type-arg]  # forms take no type when they run
    """What a leader promises, and by when."""

    class Meta:
        model = Commitment
        fields = ("promise", "due_on", "priority")
        labels = {"promise": _("I promise"), "due_on": _("By"), "priority": _("Under which priority")}
        help_texts = {"promise": _("One thing that people can see happen. Your role and the date stand beside it.")}
        widgets = {"promise": forms.Textarea({"rows": 2}), "due_on": DayInput()}

    def __init__(self, *args: Any, viewer: User, strategy: Strategy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        priorities = queries.priorities(viewer).filter(strategy=strategy)
        self.fields["priority"] = PriorityChoice(
            priorities, label=self.fields["priority"].label, required=False, empty_label=_("The whole strategy")
        )


class PriorityChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # forms take no type when they run
    """Priorities with their numbers."""

    def label_from_instance(self, priority: Any) -> str:
        return f"{priority.position} {priority.title}"


class SettleForm(forms.Form):
    """What became of a promise, in the leader's own words."""

    status = forms.ChoiceField(
        label=_("What became of it"),
        choices=[
            ("open", _("I am still on it")),
            ("kept", _("I kept it")),
            ("broken", _("I did not keep it")),
            ("withdrawn", _("I take it back")),
        ],
        initial="open",
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("In your own words"),
        max_length=Commitment._meta.get_field("words").max_length,
        validators=[check_text],
        required=False,
        help_text=_("What happened, and what comes next. Needed when it was not kept or is taken back."),
        widget=forms.Textarea({"rows": 4}),
    )
