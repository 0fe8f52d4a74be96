"""Jobs about campaigns and ideas."""

from celery import shared_task

from core.jobs import once
from ideas import actions


@shared_task(name="ideas.check_keys")
def check_keys() -> None:
    """Each minute: is every key there that must be?"""
    with once("ideas.check_keys") as mine:
        if mine:
            actions.check_keys()


@shared_task(name="ideas.count_seen")
def count_seen() -> None:
    """Add to the ideas how often they were shown. What was counted is taken only once, whoever asks."""
    actions.count_seen()
