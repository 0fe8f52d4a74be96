"""Reads about the life of campaigns' keys, and about who may hide whose votes. For jobs only."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from core import keys
from core.privacy import SMALLEST_TRACE
from ideas.models import Campaign, TakenPart
from people.queries import reported_as

DAY = timedelta(days=1)


def due_for_forgetting() -> QuerySet[Campaign]:
    """Campaigns in which people have contributed, and which closed so long ago that nobody may know any more who.

    A hold does not count: it would keep a key for ever.
    """
    grace = timedelta(days=settings.COCREATE_KEY_GRACE_DAYS)
    closed = Campaign.objects.filter(curates_at__lte=timezone.now() - grace)
    return closed.filter(first_contribution_at__isnull=False, key_destroyed_at=None).order_by("pk")


def with_key_to_destroy() -> list[Campaign]:
    """The same, and those whose key outlived a job that was killed when it was about to destroy it."""
    forgotten = Campaign.objects.filter(key_destroyed_at__isnull=False).order_by("pk")
    return [*due_for_forgetting(), *(row for row in forgotten if keys.exists(row.key_name))]


def are_keys_just_destroyed() -> bool:
    """Whether any key was destroyed within the last day."""
    return Campaign.objects.filter(key_destroyed_at__gte=timezone.now() - DAY).exists()


def in_need_of_a_key() -> QuerySet[Campaign]:
    """Campaigns whose key must be there: somebody has contributed, and it is not destroyed."""
    return Campaign.objects.filter(first_contribution_at__isnull=False, key_destroyed_at=None).order_by("pk")


def neighbours(campaign: Campaign, units: Iterable[int | None]) -> dict[int | None, list[int]]:
    """Ids of people who took part in `campaign`, by the unit that is kept on their votes, for those of `units`."""
    kept = reported_as(units, smallest=SMALLEST_TRACE)
    rows = TakenPart.objects.filter(campaign=campaign, unit__in=kept).order_by("user_id")
    found: dict[int | None, set[int]] = {}
    for user_id, unit_id in rows.values_list("user_id", "unit_id"):
        if unit_id is not None:
            found.setdefault(kept[unit_id], set()).add(user_id)
    return {unit: sorted(people) for unit, people in found.items()}
