"""Jobs of the framework glue."""

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore

from core import answers
from core.jobs import forget_runs, once


@shared_task(name="core.forget")
def forget() -> None:
    """Remove what was kept for a while: runs of periodic jobs, answers for those who ask again, ended sessions."""
    with once("core.forget") as mine:
        if mine:
            forget_runs()
            answers.forget()
            SessionStore.clear_expired()
