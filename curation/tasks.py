"""Jobs about suggestions."""

from celery import shared_task

from core.jobs import enqueue, once
from curation import actions, queries


@shared_task(name="curation.search")
def search(*, run_id: int) -> None:
    """Look for groups, duplicates and likeliest themes in one campaign."""
    actions.search(run_id=run_id)


@shared_task(name="curation.search_all")
def search_all() -> None:
    """Every quarter of an hour: look again where ideas came or went since."""
    with once("curation.search_all") as mine:
        for campaign in queries.to_search() if mine else []:
            actions.start_run(by=None, campaign=campaign)


@shared_task(name="curation.take_up")
def take_up() -> None:
    """Begin again what was lost on its way, or with its worker. Whoever is at it still has the lock, and goes on."""
    actions.give_up()
    for run_id in queries.to_take_up():
        enqueue("curation.search", run_id=run_id)
