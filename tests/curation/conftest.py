"""A theme of the campaign, and a curator's browser."""

import pytest
from django.test import Client

from curation.models import Theme
from ideas.models import Campaign
from people.models import User
from tests import factories
from tests.curation.folders import lived as lived


@pytest.fixture
def theme(mod: User, campaign: Campaign) -> Theme:
    return factories.theme(mod, campaign, title="Waiting you can plan for")


@pytest.fixture
def curator(client: Client, mod: User) -> Client:
    """Mod's browser."""
    client.force_login(mod)
    return client
