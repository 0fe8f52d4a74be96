"""What was said about an idea: comments and the replies to them, and who follows it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from core.keyset import Page, page
from ideas.models import Comment, Follow, Idea
from ideas.models.comment import CommentQuerySet
from people.models import User

TALK = 20
REPLIES = 50  # on one page of a thread
FIRST_REPLIES = 3


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment with its first replies, and how many more there are."""

    comment: Comment
    replies: list[Comment]
    more: int


def comments(viewer: User, idea: Idea) -> CommentQuerySet:
    """What was said about `idea` and those merged into it, replies too, oldest first.

    What was taken back stands there while it has replies.
    """
    found = said(viewer).filter(idea=idea)
    if idea.has_merged:
        found = said(viewer).filter(idea__in=family(idea)).select_related("unit", "idea")
    return found.order_by("created_at", "pk")


def family(idea: Idea) -> list[int]:
    """Ids of `idea` and of all that are merged into it, whichever way. A query for each merge in a row."""
    found = last = [idea.pk]
    while last and idea.has_merged:
        merged = Idea.objects.filter(status=Idea.Status.MERGED, merged_into__in=last).exclude(pk__in=found)
        last = list(merged.values_list("pk", flat=True))
        found = [*found, *last]
    return found


def comment_count(idea: Idea) -> int:
    """How many comments `comments` leads everyone to. No query, unless others are merged into `idea`."""
    if not idea.has_merged:
        return idea.comment_count
    there = Idea.objects.filter(pk__in=family(idea), withdrawn_at=None, hidden_at=None)
    return sum(there.values_list("comment_count", flat=True))


def said(viewer: User) -> CommentQuerySet:
    """All comments that stand somewhere for `viewer`. Without their words, when taken back or hidden: `is_gone`."""
    there = Q(hidden_at=None, withdrawn_at=None) | Q(reply_count__gt=0)
    own = Q(author=viewer, withdrawn_at=None)
    found: CommentQuerySet = Comment.objects.under_visible_to(viewer)
    return found.filter(there | own).select_related("unit")


def talk(viewer: User, idea: Idea, *, after: str = "") -> Page[Thread]:
    """The last twenty threads of `idea`, or those before the cursor `after`; oldest first. Two queries.

    Raises `WrongCursor`.
    """
    top = comments(viewer, idea).filter(parent=None).order_by("-created_at", "-pk")
    latest = page(top, cursor=after, size=TALK)
    return Page(threads(viewer, latest.rows[::-1]), latest.next)


def threads(viewer: User, tops: list[Comment]) -> list[Thread]:
    """Each of `tops` with its first replies. One query for all, none where nobody replied."""
    answered = [top.pk for top in tops if top.reply_count]
    found: dict[int | None, list[Comment]] = {}
    if answered:
        place = Window(RowNumber(), partition_by=F("parent"), order_by=["created_at", "pk"])
        replies = said(viewer).filter(parent__in=answered).annotate(place=place).filter(place__lte=FIRST_REPLIES)
        for reply in replies.order_by("created_at", "pk"):
            found.setdefault(reply.parent_id, []).append(reply)
    return [_thread(top, found.get(top.pk, [])) for top in tops]


def _thread(top: Comment, first: list[Comment]) -> Thread:
    shown = sum(not reply.is_gone for reply in first)
    return Thread(top, first, max(0, top.reply_count - shown))


def replies(viewer: User, comment: Comment) -> CommentQuerySet:
    """Replies to `comment`, oldest first."""
    return said(viewer).filter(parent=comment).order_by("created_at", "pk")


def replies_page(viewer: User, comment: Comment, *, after: str = "") -> Page[Comment]:
    """Fifty replies from the cursor `after` on. Raises `WrongCursor`."""
    return page(replies(viewer, comment), cursor=after, size=REPLIES)


def find_comment(viewer: User, pk: int) -> Comment | None:
    """One comment that stands somewhere for `viewer`, with its idea."""
    return said(viewer).select_related("unit", "idea__campaign", "parent").filter(pk=pk).first()


def own_comment(viewer: User, pk: int) -> Comment | None:
    """One comment, if `viewer` wrote it."""
    comment = find_comment(viewer, pk)
    return comment if comment is not None and comment.author_id == viewer.pk else None


def locked_comment(comment: Comment) -> Comment:
    """The row of `comment`, locked until the transaction ends."""
    return Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)


def follows(viewer: User, ideas: Iterable[Idea]) -> set[int]:
    """Which of `ideas` (ids) `viewer` follows."""
    found = Follow.objects.filter(user=viewer, idea__in=[idea.pk for idea in ideas])
    return set(found.values_list("idea_id", flat=True))
