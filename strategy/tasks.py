"""Jobs about strategies."""

from celery import shared_task

from core.jobs import enqueue, once
from strategy import actions, queries


@shared_task(name="strategy.tell_contributors")
def tell_contributors(*, publication_id: int) -> None:
    """Tell whose ideas were published."""
    actions.tell_contributors(publication_id=publication_id)


@shared_task(name="strategy.notify_published")
def notify_published() -> None:
    """Sweep: publications whose contributors were not told, because a broker or a worker was away."""
    with once("strategy.notify_published") as mine:
        for publication_id in queries.untold() if mine else []:
            enqueue("strategy.tell_contributors", publication_id=publication_id)


@shared_task(name="strategy.write_digests")
def write_digests() -> None:
    """Write the digests that are due. Several workers at once share the people."""
    actions.write_digests()
