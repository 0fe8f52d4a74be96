"""Jobs about what people are told."""

from celery import shared_task

from core.jobs import once
from notices import actions


@shared_task(name="notices.relay")
def relay() -> None:
    """Send what waits in the outbox. Asked for after each commit that wrote there, and every ten seconds."""
    actions.relay()


@shared_task(name="notices.forget_sent")
def forget_sent() -> None:
    """Keep the outbox small."""
    with once("notices.forget_sent") as mine:
        if mine:
            actions.forget_sent()


@shared_task(name="notices.plan_digests")
def plan_digests() -> None:
    """Give those who are new their place in the queue for digests."""
    with once("notices.plan_digests") as mine:
        if mine:
            actions.plan()
