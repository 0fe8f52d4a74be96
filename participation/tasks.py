"""Jobs about taking part."""

from celery import shared_task

from core.jobs import enqueue, once
from ideas.queries import to_remind
from participation import actions, queries


@shared_task(name="participation.summarise")
def summarise(*, campaign_id: int) -> None:
    """Count one campaign; if it was begun from the beginning and broken off, go on with that."""
    campaign = queries.campaign(campaign_id)
    if campaign is not None:
        actions.summarise(campaign=campaign)


@shared_task(name="participation.summarise_all")
def summarise_all() -> None:
    """Have every campaign counted whose figures can still change: once a period, however many schedulers there are."""
    with once("participation.summarise_all") as mine:
        for campaign in queries.to_summarise() if mine else []:
            enqueue("participation.summarise", campaign_id=campaign.pk)


@shared_task(name="participation.note_lost")
def note_lost(*, campaign_id: int) -> None:
    """Look for people of one campaign of whom word was lost."""
    campaign = queries.campaign(campaign_id)
    if campaign is not None:
        actions.note_lost(campaign=campaign)


@shared_task(name="participation.note_lost_all")
def note_lost_all() -> None:
    """Each hour: has everybody been noted who contributed?"""
    with once("participation.note_lost_all") as mine:
        for campaign in queries.to_summarise() if mine else []:
            enqueue("participation.note_lost", campaign_id=campaign.pk)


@shared_task(name="participation.check")
def check() -> None:
    """Once a day: are as many people heard as took part?"""
    with once("participation.check") as mine:
        if mine:
            actions.check()


@shared_task(name="participation.remind")
def remind(*, campaign_id: int) -> None:
    """Remind whoever has not taken part in one campaign, if it is time."""
    campaign = queries.campaign(campaign_id)
    if campaign is not None:
        actions.remind(campaign=campaign)


@shared_task(name="participation.remind_all")
def remind_all() -> None:
    """Each quarter of an hour: is it time for a reminder anywhere?"""
    with once("participation.remind_all") as mine:
        for campaign in to_remind() if mine else []:
            enqueue("participation.remind", campaign_id=campaign.pk)
