"""What people fill in about ideas. Limits and checks of the text are the models' own."""

from ideas.forms.finding import Filters, SearchForm
from ideas.forms.moderation import DecideForm, Decision, ObjectionForm, PauseForm, ReasonForm, decisions
from ideas.forms.reaching import ExtendForm, MeetingForm, PosterForm, TranslateForm, translations
from ideas.forms.receipts import ReceiptForm
from ideas.forms.sharing import EditForm, IdeaForm, ImageForm, SubmitForm
from ideas.forms.talk import CommentForm, FlagForm, FollowForm

__all__ = [
    "CommentForm",
    "DecideForm",
    "Decision",
    "EditForm",
    "ExtendForm",
    "Filters",
    "FlagForm",
    "FollowForm",
    "IdeaForm",
    "ImageForm",
    "MeetingForm",
    "ObjectionForm",
    "PauseForm",
    "PosterForm",
    "ReasonForm",
    "ReceiptForm",
    "SearchForm",
    "SubmitForm",
    "TranslateForm",
    "decisions",
    "translations",
]
