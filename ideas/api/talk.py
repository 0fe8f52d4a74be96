"""Talk under an idea in the API: comments, replies, following and reporting."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.endpoints import Endpoint, Nothing, found
from ideas import actions, queries
from ideas.serializers import CommentDocument, FlagDocument, FollowDocument, NewComment, NewFlag


@extend_schema(tags=["talk"])
class Comments(Endpoint):
    """Talk under an idea."""

    @extend_schema(
        operation_id="comments",
        summary="Comments on an idea, the oldest first; each tells how many replies it has",
        responses=CommentDocument(many=True),
    )
    def get(self, request: Request, pk: int) -> Response:
        idea = found(queries.find(self.viewer, pk))
        return self.page(queries.comments(self.viewer, idea).filter(parent=None), CommentDocument)

    @extend_schema(
        operation_id="comment",
        summary="Say something about an idea, or reply to a comment on it",
        request=NewComment,
        responses={201: CommentDocument},
    )
    def post(self, request: Request, pk: int) -> Response:
        idea = found(queries.find(self.viewer, pk))
        comment = actions.comment(by=self.viewer, idea=idea, **self.body(NewComment, idea=idea))
        return self.show(comment, CommentDocument, 201)


@extend_schema(tags=["talk"])
class Comment(Endpoint):
    """One comment."""

    @extend_schema(operation_id="withdraw_comment", summary="Take one's own comment back", responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        actions.withdraw_comment(by=self.viewer, comment=found(queries.own_comment(self.viewer, pk)))
        return Response(status=204)


@extend_schema(tags=["talk"])
class Replies(Endpoint):
    """What was said to a comment."""

    @extend_schema(
        operation_id="replies", summary="Replies to a comment, the oldest first", responses=CommentDocument(many=True)
    )
    def get(self, request: Request, pk: int) -> Response:
        comment = found(queries.find_comment(self.viewer, pk))
        return self.page(queries.replies(self.viewer, comment), CommentDocument)


@extend_schema(tags=["talk"])
class Follow(Endpoint):
    """Hearing what becomes of an idea. Nobody else sees who follows it."""

    @extend_schema(operation_id="follow", summary="Follow an idea", request=Nothing, responses=FollowDocument)
    def put(self, request: Request, pk: int) -> Response:
        self.body(Nothing)
        actions.follow(by=self.viewer, idea=found(queries.find(self.viewer, pk)))
        return self.show({"following": True}, FollowDocument)

    @extend_schema(operation_id="unfollow", summary="Follow it no longer", responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        actions.unfollow(by=self.viewer, idea=found(queries.find(self.viewer, pk)))
        return Response(status=204)


@extend_schema(tags=["talk"])
class IdeaFlags(Endpoint):
    """Reporting an idea."""

    @extend_schema(
        operation_id="flag_idea",
        summary="Report an idea to its moderators, who do not learn who did",
        request=NewFlag,
        responses={201: FlagDocument},
    )
    def post(self, request: Request, pk: int) -> Response:
        idea = found(queries.find(self.viewer, pk))
        actions.flag(by=self.viewer, idea=idea, **self.body(NewFlag))
        return self.show({"reported": True}, FlagDocument, 201)


@extend_schema(tags=["talk"])
class CommentFlags(Endpoint):
    """Reporting a comment."""

    @extend_schema(
        operation_id="flag_comment",
        summary="Report a comment to its moderators, who do not learn who did",
        request=NewFlag,
        responses={201: FlagDocument},
    )
    def post(self, request: Request, pk: int) -> Response:
        comment = found(queries.find_comment(self.viewer, pk))
        actions.flag(by=self.viewer, idea=comment.idea, comment=comment, **self.body(NewFlag))
        return self.show({"reported": True}, FlagDocument, 201)
