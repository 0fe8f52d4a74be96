"""Which ideas there are, in which order, and what was said about them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Q, QuerySet

from core.keyset import Page, page
from core.text import search_words
from ideas.models import Campaign, Comment, Idea
from ideas.models.comment import CommentQuerySet
from ideas.models.idea import LISTED, IdeaQuerySet
from ideas.queries.campaigns import read_key
from ideas.queries.listing import page_of
from people.models import User

SIMILAR = 5
WORDS = 8
TALK = 50
UNDECIDED = (Idea.Status.OPEN, Idea.Status.SHORTLISTED)


class Order(StrEnum):
    """The orders of a list of ideas, each on an index."""

    FOR_YOU = "for-you"
    TOP = "top"
    COMMON_GROUND = "common-ground"
    NEW = "new"
    DISCUSSED = "discussed"
    DIVISIVE = "divisive"


COLUMN = {
    Order.FOR_YOU: "-rank_for_you",
    Order.TOP: "-rank_top",
    Order.COMMON_GROUND: "-rank_common_ground",
    Order.NEW: "-submitted_at",
    Order.DISCUSSED: "-comment_count",
    Order.DIVISIVE: "-rank_divisive",
}


def ideas(viewer: User) -> IdeaQuerySet:
    """All ideas that `viewer` may see, newest first."""
    return Idea.objects.visible_to(viewer).select_related("campaign", "unit", "stage").order_by("-submitted_at", "-pk")


def listed(
    viewer: User,
    campaign: Campaign,
    *,
    order: Order = Order.FOR_YOU,
    stage: int | None = None,
    status: str = "",
    text: str = "",
) -> IdeaQuerySet:
    """Ideas of `campaign`, which `viewer` may see, in `order`; merged ones stand behind their survivor."""
    found: IdeaQuerySet = campaign.ideas.filter(LISTED).select_related("unit", "stage")
    if stage:
        found = found.filter(stage_id=stage)
    if status:
        found = found.filter(status=status)
    for word in search_words(text)[:WORDS]:
        found = found.filter(Q(title__icontains=word) | Q(today__icontains=word) | Q(better__icontains=word))
    return found.order_by(COLUMN[order], "-pk")


def listed_page(
    viewer: User,
    campaign: Campaign,
    *,
    order: Order = Order.FOR_YOU,
    stage: int | None = None,
    text: str = "",
    after: str = "",
) -> Page[Idea]:
    """Twenty ideas of the list, after the cursor `after`. Raises `WrongCursor`."""
    if not (stage or text):
        return page_of(campaign, COLUMN[order], after)
    return page(listed(viewer, campaign, order=order, stage=stage, text=text), cursor=after)


def of_others(viewer: User, campaign: Campaign) -> IdeaQuerySet:
    """Ideas of `campaign`, which `viewer` may see, that somebody else wrote and that are still to be decided on."""
    found = Idea.objects.filter(LISTED, campaign=campaign, status__in=UNDECIDED).exclude(author=viewer)
    key = read_key(viewer, campaign, "author")
    return found if key is None else found.exclude(author_key=key)


def find(viewer: User, pk: int) -> Idea | None:
    """One idea, if `viewer` may see it."""
    return ideas(viewer).filter(pk=pk).first()


def related(viewer: User, idea: Idea) -> dict[str, Idea]:
    """The idea that `idea` may say again (`earlier`) and the one it was merged into (`survivor`), if visible."""
    pks = {"earlier": idea.possible_duplicate_of_id, "survivor": idea.merged_into_id}
    if not any(pks.values()):
        return {}
    found = ideas(viewer).in_bulk([pk for pk in pks.values() if pk])
    return {name: found[pk] for name, pk in pks.items() if pk in found}


def mine(viewer: User) -> IdeaQuerySet:
    """What `viewer` wrote: named ideas, and anonymous ones of campaigns whose key exists. One query a campaign."""
    wrote = Q(author=viewer)
    anonymous = Campaign.objects.visible_to(viewer).filter(first_contribution_at__isnull=False)
    for campaign in anonymous.order_by("pk"):
        key = read_key(viewer, campaign, "author")
        if key is not None:
            wrote |= Q(campaign=campaign, author_key=key)
    return ideas(viewer).filter(wrote)


def own(viewer: User, pk: int) -> Idea | None:
    """One idea, if `viewer` wrote it and may see it."""
    idea = find(viewer, pk)
    return idea if idea is not None and idea.pk in own_ids(viewer, [idea]) else None


def own_ids(viewer: User, ideas: Iterable[Idea]) -> set[int]:
    """Which of `ideas` are the viewer's own, anonymous ones included. Reads each campaign's key once; no query."""
    read: dict[int, bytes | None] = {}
    found = set()
    for idea in ideas:
        if idea.author_key is None:
            is_own = idea.author_id == viewer.pk
        else:
            if idea.campaign_id not in read:
                read[idea.campaign_id] = read_key(viewer, idea.campaign, "author")
            is_own = bytes(idea.author_key) == read[idea.campaign_id]
        if is_own:
            found.add(idea.pk)
    return found


def similar(viewer: User, campaign: Campaign, text: str) -> list[Idea]:
    """Up to five ideas that share the most words of four letters or more with `text`: two of them, if it has two."""
    words = {word for word in search_words(text.lower()) if len(word) > 3}
    if not words:
        return []
    any_word = Q()
    for word in sorted(words)[:WORDS]:
        any_word |= Q(title__icontains=word)
    candidates = listed(viewer, campaign, order=Order.NEW).filter(any_word)[:200]

    def shared(idea: Idea) -> int:
        return len(words & set(idea.title.lower().split()))

    alike = [idea for idea in candidates if shared(idea) >= min(2, len(words))]
    return sorted(alike, key=shared, reverse=True)[:SIMILAR]


def same_words(campaign: Campaign, title: str, *, since: datetime) -> Idea | None:
    """The first idea of `campaign` with exactly this title since then: sent twice, or said by two."""
    same = Idea.objects.filter(campaign=campaign, title=title, submitted_at__gte=since, withdrawn_at=None)
    return same.order_by("submitted_at", "pk").first()


def said_since(campaign: Campaign, author: User, pseudonym: bytes, *, since: datetime) -> int:
    """How many ideas `author` has shared in `campaign` since then; of anonymous ones only the day is known."""
    named = Q(author=author, submitted_at__gte=since)
    anonymous = Q(author_key=pseudonym, submitted_at__gte=since - timedelta(days=1))
    return Idea.objects.filter(named | anonymous, campaign=campaign).count()


def locked(idea: Idea) -> Idea:
    """The row of `idea`, locked until the transaction ends, with its campaign."""
    return Idea.objects.select_for_update(of=("self",)).select_related("campaign", "unit").get(pk=idea.pk)


def comments(viewer: User, idea: Idea) -> CommentQuerySet:
    """What was said about `idea`, oldest first."""
    found: CommentQuerySet = Comment.objects.visible_to(viewer)
    return found.filter(idea=idea).select_related("unit").order_by("created_at", "pk")


def talk(viewer: User, idea: Idea, *, after: str = "") -> Page[Comment]:
    """The last fifty comments on `idea`, or the fifty before the cursor `after`; oldest first. Raises `WrongCursor`."""
    latest = page(comments(viewer, idea).order_by("-created_at", "-pk"), cursor=after, size=TALK)
    return Page(latest.rows[::-1], latest.next)


def by_ids(viewer: User, pks: list[int]) -> QuerySet[Idea]:
    """Those of the ideas `pks` that `viewer` may see."""
    return ideas(viewer).filter(pk__in=pks)
