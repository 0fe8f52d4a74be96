"""Flags for curators."""

from django.db.models import BooleanField, ExpressionWrapper, Q

from core.keyset import Page, page
from ideas import queries as ideas_queries
from ideas.models import Campaign
from people.models import User
from votes.models import Burst, BurstQuerySet


def bursts(viewer: User) -> BurstQuerySet:
    """Flags in campaigns that `viewer` may see, open ones first, then the others, the latest first. For curators.

    What its author took back has no flag any more.
    """
    is_settled = ExpressionWrapper(Q(settled_at__isnull=False), output_field=BooleanField())
    seen = Burst.objects.filter(idea__campaign__in=ideas_queries.campaigns(viewer), idea__withdrawn_at=None)
    return seen.select_related("idea__campaign").annotate(is_settled=is_settled).order_by("is_settled", "-pk")


def burst_page(viewer: User, campaign: Campaign, *, after: str = "") -> Page[Burst]:
    """Twenty flags in `campaign`, from the cursor `after` on. Raises `WrongCursor`."""
    return page(bursts(viewer).filter(idea__campaign=campaign), cursor=after)


def burst(viewer: User, pk: int) -> Burst | None:
    """One flag in a campaign that `viewer` may see."""
    return bursts(viewer).filter(pk=pk).first()
