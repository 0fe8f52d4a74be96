"""Flags for curators."""

from django.db.models import F, QuerySet

from ideas import queries as ideas_queries
from people.models import User
from votes.models import Burst


def bursts(viewer: User) -> QuerySet[Burst]:
    """Flags in campaigns that `viewer` may see, open ones first, then the last settled. For curators."""
    seen = Burst.objects.filter(idea__campaign__in=ideas_queries.campaigns(viewer)).select_related("idea__campaign")
    return seen.order_by(F("settled_at").desc(nulls_first=True), "-pk")
