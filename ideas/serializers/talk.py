"""Talk in the API."""

from rest_framework import serializers

from core.api.fields import Document, KnownOne, StrictFields, StrictModel
from ideas import queries
from ideas.models import Comment, Flag
from ideas.serializers.ideas import said_by


class NewComment(StrictModel):
    """Something to say about an idea, or to a comment on it. A reply to a reply joins the same thread."""

    parent = KnownOne(  # type: ignore[assignment]  # a field's own `parent` is set on the instance, past this one
        visible=lambda context: queries.comments(context["viewer"], context["idea"]),
        required=False,
        allow_null=True,
        help_text="The comment that is replied to.",
    )

    class Meta:
        model = Comment
        fields = ["text", "parent"]


class CommentDocument(Document):
    """What was said about an idea. Of what is hidden or was taken back, only its place is left, for its replies."""

    text = serializers.SerializerMethodField(help_text="Empty when it is hidden or was taken back.")
    said_by = serializers.SerializerMethodField(help_text="Role and unit; empty when it is hidden or was taken back.")
    mine = serializers.SerializerMethodField()
    by_leader = serializers.BooleanField(source="is_leaders", help_text="Whether a responsible leader said it.")

    class Meta:
        model = Comment
        fields = [
            "id", "idea", "parent", "text", "said_by", "mine", "by_leader", "reply_count", "created_at",
            "withdrawn_at", "hidden_at",
        ]  # fmt: skip

    def get_text(self, comment: Comment) -> str:
        return comment.text if self._is_read(comment) else ""

    def get_said_by(self, comment: Comment) -> str:
        return said_by(comment) if self._is_read(comment) else ""

    def get_mine(self, comment: Comment) -> bool:
        return bool(comment.author_id == self.context["viewer"].pk)

    def _is_read(self, comment: Comment) -> bool:
        return comment.withdrawn_at is None and (comment.hidden_at is None or self.get_mine(comment))


class FollowDocument(StrictFields):
    """Whether one follows an idea. Only the follower learns it."""

    following = serializers.BooleanField()


class NewFlag(StrictModel):
    """Why somebody should look at a text."""

    class Meta:
        model = Flag
        fields = ["why", "note"]


class FlagDocument(StrictFields):
    """That a report has arrived."""

    reported = serializers.BooleanField(default=True)
