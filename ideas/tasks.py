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


@shared_task(name="ideas.count_shares")
def count_shares() -> None:
    """Each minute: how many ideas have the campaigns that changed, by stage, barrier and status?"""
    with once("ideas.count_shares") as mine:
        if mine:
            actions.count_shares()


@shared_task(name="ideas.tend_words")
def tend_words() -> None:
    """Each hour: is every idea found by its words, and is it known how rare they are?"""
    with once("ideas.tend_words") as mine:
        if mine:
            actions.tend()


@shared_task(name="ideas.sweep_images")
def sweep_images() -> None:
    """Each day: delete the files of images that a crash left behind."""
    with once("ideas.sweep_images") as mine:
        if mine:
            actions.sweep_images()


@shared_task(name="ideas.tell_extensions")
def tell_extensions() -> None:
    """Each minute: has everybody been told which campaigns listen longer?"""
    with once("ideas.tell_extensions") as mine:
        if mine:
            actions.tell_extensions()
