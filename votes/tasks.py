"""Jobs about votes."""

from celery import shared_task

from core.jobs import enqueue, once
from votes import actions, queries


@shared_task(name="votes.mix")
def mix() -> None:
    """Every few minutes: let the latest votes lie in no order."""
    with once("votes.mix") as mine:
        if mine:
            actions.mix()


@shared_task(name="votes.destroy_keys")
def destroy_keys() -> None:
    """Each hour: forget who voted how in campaigns that closed some days ago."""
    with once("votes.destroy_keys") as mine:
        if mine:
            actions.destroy_keys()


@shared_task(name="votes.check_tallies")
def check_tallies() -> None:
    """Once a day: do the results still add up?"""
    with once("votes.check_tallies") as mine:
        if mine:
            actions.check_tallies()


@shared_task(name="votes.place")
def place(*, campaign_id: int) -> None:
    """Place the ideas of one campaign whose results were released."""
    campaign = queries.campaign(campaign_id)
    if campaign is not None:
        actions.place_released(campaign)


@shared_task(name="votes.place_all")
def place_all() -> None:
    """Have released results change the orders, in each campaign where something may have changed."""
    with once("votes.place_all") as mine:
        for campaign in queries.to_place() if mine else []:
            enqueue("votes.place", campaign_id=campaign.pk)


@shared_task(name="votes.draw")
def draw(*, campaign_id: int) -> None:
    """Draw For you anew in one campaign."""
    campaign = queries.campaign(campaign_id)
    if campaign is not None:
        actions.draw_for_you(campaign)


@shared_task(name="votes.draw_all")
def draw_all() -> None:
    """Have For you drawn anew in each campaign that listens; afterwards nobody is asked to look at more."""
    with once("votes.draw_all") as mine:
        for campaign in queries.to_draw() if mine else []:
            enqueue("votes.draw", campaign_id=campaign.pk)


@shared_task(name="votes.find_bursts")
def find_bursts() -> None:
    """Every ten minutes, in each campaign that listens: did support for an idea come too fast to be chance?"""
    with once("votes.find_bursts") as mine:
        for campaign in queries.to_draw() if mine else []:
            enqueue("votes.find_bursts_in", campaign_id=campaign.pk)


@shared_task(name="votes.find_bursts_in")
def find_bursts_in(*, campaign_id: int) -> None:
    """Look for them in one campaign: what fails in it keeps no other waiting."""
    campaign = queries.campaign(campaign_id)
    if campaign is not None:
        actions.find_bursts(campaign)
