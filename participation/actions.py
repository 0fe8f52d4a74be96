"""Counting who has been heard, and releasing it."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from core.errors import require
from core.jobs import enqueue
from core.privacy import may_release
from ideas.actions import collect_taken_part, mix_taken_part
from ideas.models import Campaign
from participation import queries, rules
from participation.coverage import figures
from participation.models import Snapshot, Summary
from people.models import User

BATCH = 1000


def ask_for_summary(*, by: User, campaign: Campaign) -> None:
    """Have a worker count `campaign` now."""
    require(rules.may_summarise(by))
    enqueue("participation.summarise", campaign_id=campaign.pk)


def summarise(*, campaign: Campaign) -> Summary:
    """Bring today's snapshots up to date and release the figures if enough new people have been heard.

    Only rows of today change. Run twice, it changes nothing the second time but `counted_at`. Who took part is written
    down first and by itself: word of it is lost with a transaction that fails.
    """
    collect_taken_part(campaign=campaign, also=queries.unnoted(campaign))
    return _count(campaign)


@transaction.atomic
def _count(campaign: Campaign) -> Summary:
    now, today = timezone.now(), timezone.localdate()
    Summary.objects.get_or_create(campaign=campaign)
    summary = Summary.objects.select_for_update().get(campaign=campaign)
    mix_taken_part(campaign=campaign, since=today - timedelta(days=1))
    counts = queries.live_counts(campaign)
    rows = [
        Snapshot(
            campaign=campaign,
            unit_id=unit_id,
            day=today,
            invited=count.invited,
            heard=count.heard,
            ideas=count.ideas,
            votes=count.votes,
            comments=count.comments,
        )
        for unit_id, count in counts.items()
    ]
    Snapshot.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["campaign", "unit", "day"],
        update_fields=["invited", "heard", "ideas", "votes", "comments"],
    )
    heard = sum(count.heard for count in counts.values())
    if may_release(heard, summary.heard, campaign.smallest_group):
        units = queries.unit_counts(campaign, counts)
        summary.figures = figures(units, queries.totals(campaign), campaign.smallest_group)
        summary.heard, summary.release, summary.released_at = heard, summary.release + 1, now
    summary.counted_at = now
    summary.save()
    return summary
