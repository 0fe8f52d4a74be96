"""A small company, and the people whom one learns once: ada wrote it, bo is a colleague, mod curates."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from queue import Empty
from types import SimpleNamespace
from typing import Any

import hypothesis
import pytest
from celery import current_app

from core import counters
from ideas.models import Campaign, Idea
from people.models import Unit, User
from tests import factories
from votes.queries.news import forget as forget_news

hypothesis.settings.register_profile("cocreate", deadline=None, database=None)
hypothesis.settings.load_profile("cocreate")


@pytest.fixture(autouse=True)
def keys_folder(settings: Any, tmp_path: Path) -> Path:
    """Where this test's campaigns keep their keys."""
    settings.COCREATE_KEYS = tmp_path / "keys"
    return settings.COCREATE_KEYS


@pytest.fixture(autouse=True)
def media_folder(settings: Any, tmp_path: Path) -> Path:
    """Where this test's images lie."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture(autouse=True)
def empty_queue() -> Iterator[None]:
    """What one test leaves in the queue, or has counted outside the database, is nothing to the next."""
    yield
    current_app.control.purge()
    counters.forget()
    forget_news()


@pytest.fixture
def company(db: None) -> SimpleNamespace:
    """The whole, two regions, and stores in them: `whole`, `north`, `south`, `mill_lane`, `quayside`, `station`."""
    whole = factories.unit("Harbour")
    north, south = factories.unit("North", whole), factories.unit("South", whole)
    return SimpleNamespace(
        whole=whole,
        north=north,
        south=south,
        mill_lane=factories.unit("Mill Lane", north),
        quayside=factories.unit("Quayside", north),
        station=factories.unit("Station", south),
    )


@pytest.fixture
def ada(company: SimpleNamespace) -> User:
    """Wrote it."""
    return factories.person("Ada", company.mill_lane)


@pytest.fixture
def bo(company: SimpleNamespace) -> User:
    """A colleague."""
    return factories.person("Bo", company.quayside)


@pytest.fixture
def mod(company: SimpleNamespace) -> User:
    """Curates everything."""
    return factories.person("Mod", company.whole, "curator", job_title="Experience manager")


@pytest.fixture
def eve(company: SimpleNamespace) -> User:
    """An executive."""
    return factories.person("Eve", company.whole, "executive", job_title="Chief customer officer")


@pytest.fixture
def root(company: SimpleNamespace) -> User:
    """An administrator."""
    return factories.person("Root", company.whole, "administrator", job_title="Systems lead")


@pytest.fixture
def named(request: pytest.FixtureRequest) -> Callable[[str], User]:
    """`named("bo")`: one of the five, for a table of who may do what."""
    return request.getfixturevalue


@pytest.fixture
def crowd(company: SimpleNamespace) -> Callable[..., list[User]]:
    """`crowd(12, unit, …)`: twelve more colleagues, in turns from the units, of Mill Lane if none is named."""

    def gather(size: int, *units: Unit) -> list[User]:
        places = units or (company.mill_lane,)
        return [factories.person(unit=places[turn % len(places)]) for turn in range(size)]

    return gather


@pytest.fixture
def campaign(company: SimpleNamespace) -> Campaign:
    """Asks everyone, and listens now."""
    return factories.campaign(slug="next-visit")


@pytest.fixture
def idea(ada: User, campaign: Campaign) -> Idea:
    """Ada's idea in the campaign, with her name to it."""
    return factories.idea(ada, campaign, "Call back the same day")


@pytest.fixture
def worker(
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[Any]],
) -> Callable[[], AbstractContextManager[None]]:
    """`with worker(): …`: at the end of the block, commits happen and a worker empties the queue, as in the product."""

    @contextmanager
    def work() -> Iterator[None]:
        with django_capture_on_commit_callbacks(execute=True):
            yield
        run_jobs()

    return work


def run_jobs() -> None:
    """Take every message from the broker and run its task here."""
    with current_app.connection_for_read() as connection, connection.SimpleQueue("celery") as queue:
        while True:
            try:
                message = queue.get_nowait()
            except Empty:
                return
            message.ack()
            current_app.tasks[message.headers["task"]].apply(kwargs=message.payload[1], throw=True)
