"""Jobs about taking part."""

from celery import shared_task

from core.jobs import enqueue, once
from participation import actions, queries


@shared_task(name="participation.summarise")
def summarise(*, campaign_id: int) -> None:
    """Count one campaign."""
    campaign = queries.campaign(campaign_id)
    if campaign is not None:
        actions.summarise(campaign=campaign)


@shared_task(name="participation.summarise_all")
def summarise_all() -> None:
    """Have every campaign counted whose figures can still change: once a period, however many schedulers there are."""
    with once("participation.summarise_all") as mine:
        for campaign in queries.to_summarise() if mine else []:
            enqueue("participation.summarise", campaign_id=campaign.pk)
