"""Which ideas there are, in which order, and what was said about them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet

from core.keyset import Page, page
from ideas.models import Campaign, Idea
from ideas.models.idea import LISTED, IdeaQuerySet
from ideas.queries.campaigns import read_key
from ideas.queries.listing import page_of
from ideas.queries.search import narrowed
from ideas.rules import holds_receipt
from people.models import User

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


def listed(viewer: User, campaign: Campaign, *, order: Order = Order.FOR_YOU, **filters: Any) -> IdeaQuerySet:
    """Ideas of `campaign`, which `viewer` may see, in `order`; merged ones stand behind their survivor.

    `filters` are those of `narrowed`.
    """
    found: IdeaQuerySet = campaign.ideas.filter(LISTED).select_related("unit", "stage")
    return narrowed(found, campaign=campaign, **filters).order_by(COLUMN[order], "-pk")


def listed_page(
    viewer: User, campaign: Campaign, *, order: Order = Order.FOR_YOU, after: str = "", **filters: Any
) -> Page[Idea]:
    """Twenty ideas of the list, after the cursor `after`. Raises `WrongCursor`."""
    if not any(filters.values()):
        return page_of(campaign, COLUMN[order], after)
    return page(listed(viewer, campaign, order=order, **filters), cursor=after)


def of_others(viewer: User, campaign: Campaign) -> IdeaQuerySet:
    """Ideas of `campaign`, which `viewer` may see, that somebody else wrote and that are still to be decided on."""
    found = Idea.objects.filter(LISTED, campaign=campaign, status__in=UNDECIDED).exclude(author=viewer)
    if viewer.receipts:
        found = found.exclude(receipt__in=viewer.receipts)
    key = read_key(viewer, campaign, "author")
    return found if key is None else found.exclude(author_key=key)


def find(viewer: User, pk: int) -> Idea | None:
    """One idea, if `viewer` may see it. Authors see their own also while it is hidden, and why."""
    return ideas(viewer).filter(pk=pk).first() or _own_hidden(viewer, pk)


def _own_hidden(viewer: User, pk: int) -> Idea | None:
    idea = not_withdrawn(viewer).filter(pk=pk, hidden_at__isnull=False).select_related("unit", "stage").first()
    return idea if idea is not None and idea.pk in own_ids(viewer, [idea]) else None


def not_withdrawn(viewer: User) -> IdeaQuerySet:
    """Ideas of campaigns that `viewer` may see, hidden ones too: only for their own authors."""
    seen: IdeaQuerySet = Idea.objects.filter(campaign__in=Campaign.objects.visible_to(viewer), withdrawn_at=None)
    return seen.select_related("campaign")


def related(viewer: User, idea: Idea) -> dict[str, Idea]:
    """The idea that `idea` may say again (`earlier`) and the one it was merged into (`survivor`), if visible."""
    pks = {"earlier": idea.possible_duplicate_of_id, "survivor": idea.merged_into_id}
    if not any(pks.values()):
        return {}
    found = ideas(viewer).in_bulk([pk for pk in pks.values() if pk])
    return {name: found[pk] for name, pk in pks.items() if pk in found}


def mine(viewer: User) -> IdeaQuerySet:
    """What `viewer` wrote: named ideas, and anonymous ones whose campaign's key exists or whose code is shown.

    Hidden ones too. One query, and one look at each campaign's key.
    """
    wrote = Q(author=viewer) | Q(receipt__in=viewer.receipts)
    anonymous = Campaign.objects.visible_to(viewer).filter(first_contribution_at__isnull=False)
    for campaign in anonymous.order_by("pk"):
        key = read_key(viewer, campaign, "author")
        if key is not None:
            wrote |= Q(campaign=campaign, author_key=key)
    mine = not_withdrawn(viewer).filter(wrote)
    return mine.select_related("campaign", "unit", "stage").order_by("-submitted_at", "-pk")


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
            is_own = bytes(idea.author_key) == read[idea.campaign_id] or holds_receipt(viewer, idea)
        if is_own:
            found.add(idea.pk)
    return found


def same_words(campaign: Campaign, title: str, *, since: datetime) -> Idea | None:
    """The first listed idea of `campaign` with exactly this title since then: sent twice, or said by two."""
    same = Idea.objects.filter(LISTED, campaign=campaign, title=title, submitted_at__gte=since)
    return same.order_by("submitted_at", "pk").first()


def said_since(campaign: Campaign, author: User, pseudonym: bytes, *, since: datetime) -> int:
    """How many ideas `author` has shared in `campaign` since then; of anonymous ones only the day is known."""
    named = Q(author=author, submitted_at__gte=since)
    anonymous = Q(author_key=pseudonym, submitted_at__gte=since - timedelta(days=1))
    return Idea.objects.filter(named | anonymous, campaign=campaign).count()


def locked(idea: Idea) -> Idea:
    """The row of `idea`, locked until the transaction ends, with its campaign."""
    return Idea.objects.select_for_update(of=("self",)).select_related("campaign", "unit").get(pk=idea.pk)


def by_ids(viewer: User, pks: list[int]) -> QuerySet[Idea]:
    """Those of the ideas `pks` that `viewer` may see."""
    return ideas(viewer).filter(pk__in=pks)
