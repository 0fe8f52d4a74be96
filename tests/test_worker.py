"""A real Celery worker and a real Redis: what a job does when the product runs on several machines."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from celery import current_app

from curation.actions import start_run
from curation.models import Run
from ideas.models import Campaign, Idea
from participation.models import Snapshot, Summary
from people.models import User
from tests.curation.suggesting import PARKING, say, suggested
from tests.services.processes import running, surroundings
from tests.waiting import wait_until
from votes.actions import cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres, pytest.mark.slow]


@pytest.fixture
def send(redis_url: str, keys_folder: Path, tmp_path: Path) -> Iterator[Callable[..., None]]:
    """`send("a.task", …)`: into a queue that a worker of this test's own empties, on this test's own database."""
    command = ["-m", "celery", "-A", "cocreate", "worker", "--pool", "solo", "--loglevel", "WARNING"]
    worker = running({tmp_path / "worker.log": command}, surroundings(keys_folder, REDIS_URL=redis_url))
    with worker, current_app.connection_for_write(redis_url) as broker:
        yield lambda name, **arguments: current_app.send_task(name, kwargs=arguments, connection=broker)


def test_the_worker_summarises_participation(
    send: Callable[..., None], campaign: Campaign, idea: Idea, crowd: Callable[..., list[User]], tmp_path: Path
) -> None:
    voters = crowd(12)
    for voter in voters:
        cast(by=voter, idea=idea, choice="support")

    send("participation.summarise", campaign_id=campaign.pk)

    made = Summary.objects.filter(campaign=campaign, latest__number=1)
    summary = wait_until(made.first, (tmp_path / "worker.log").read_text)
    assert summary is not None
    assert summary.figures["heard"] >= len(voters)
    assert Snapshot.objects.filter(campaign=campaign).exists()


def test_the_worker_finds_groups(
    send: Callable[..., None], campaign: Campaign, ada: User, mod: User, tmp_path: Path
) -> None:
    say(ada, campaign, *PARKING)
    run = start_run(by=mod, campaign=campaign, groups=1)

    send("curation.search", run_id=run.pk)

    done = wait_until(Run.objects.exclude(done_at=None).first, (tmp_path / "worker.log").read_text)
    assert done == run
    assert len(suggested(campaign)) == 1
