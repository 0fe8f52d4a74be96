"""A theme of the campaign, a curator's browser, another curator, and what the machine suggests."""

from types import SimpleNamespace

import pytest
from django.test import Client

from curation.models import Suggestion, Theme
from ideas.models import Campaign, Idea
from people.models import User
from tests import factories
from tests.curation.folders import lived as lived
from tests.curation.suggesting import PARKING, QUEUES, one_of, say, searched, suggested


@pytest.fixture
def theme(mod: User, campaign: Campaign) -> Theme:
    return factories.theme(mod, campaign, title="Waiting you can plan for")


@pytest.fixture
def curator(client: Client, mod: User) -> Client:
    """Mod's browser."""
    client.force_login(mod)
    return client


@pytest.fixture
def kim(company: SimpleNamespace) -> User:
    """Another curator."""
    return factories.person("Kim", company.whole, "curator")


@pytest.fixture
def parking(ada: User, campaign: Campaign) -> list[Idea]:
    return say(ada, campaign, *PARKING)


@pytest.fixture
def queues(bo: User, campaign: Campaign) -> list[Idea]:
    return say(bo, campaign, *QUEUES)


@pytest.fixture
def group(mod: User, campaign: Campaign, parking: list[Idea], queues: list[Idea]) -> Suggestion:
    """The group about bicycles, beside another one."""
    searched(mod, campaign)
    found: Suggestion = one_of(campaign, parking)
    return found


@pytest.fixture
def pair(mod: User, ada: User, bo: User, campaign: Campaign) -> Suggestion:
    """Two ideas that say the same."""
    say(ada, campaign, "Call back the same day")
    say(bo, campaign, "Call back the same day!")
    searched(mod, campaign, 1)
    return suggested(campaign, "duplicate")[0]
