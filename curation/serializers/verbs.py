"""What curators ask and decide about an idea, in the API."""

from rest_framework import serializers

from core.api.fields import Choice, Document, KnownOne, StrictFields, StrictModel, Text
from curation.models import Question
from curation.models.question import ANSWER_LENGTH, QUESTION_LENGTH
from curation.queries import Waiting
from ideas.models import Idea
from ideas.queries import ideas


class NewStatus(StrictModel):
    """Where an idea has got to, and why. Declining needs a reason."""

    status = Choice(choices=[(value, label) for value, label in Idea.Status.choices if value != Idea.Status.MERGED])

    class Meta:
        model = Idea
        fields = ["status", "reason"]


class NewMerge(StrictFields):
    """The idea that says the same."""

    into = KnownOne(visible=lambda context: ideas(context["viewer"]), help_text="Of the same campaign.")


class NewQuestion(StrictFields):
    """What a curator asks an author."""

    text = Text(max_length=QUESTION_LENGTH)


class NewAnswer(StrictFields):
    """What an author answers."""

    text = Text(max_length=ANSWER_LENGTH)


class QuestionDocument(Document):
    """A question to the author of an idea. Of an answer about an anonymous idea only the day is known."""

    class Meta:
        model = Question
        fields = ["id", "idea", "text", "asked_at", "answer", "answered_at"]


class WaitingDocument(serializers.Serializer[Waiting]):
    """Something that waits for a curator: working days so far, of those promised, and the last day of the promise."""

    kind = Choice(choices=["idea", "answer", "case"])
    id = serializers.IntegerField(help_text="Of the idea, the question or the case.")
    campaign = serializers.CharField(source="idea.campaign.slug")
    idea = serializers.IntegerField(source="idea.pk")
    title = serializers.CharField(source="idea.title")
    since = serializers.DateTimeField()
    working_days = serializers.IntegerField(source="wait.days")
    promised = serializers.IntegerField(source="wait.promised")
    due_on = serializers.DateField(source="wait.due_on")
    is_late = serializers.BooleanField(source="wait.is_late")
