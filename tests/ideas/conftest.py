"""Ideas to search, and an anonymous one with its receipt code."""

import pytest
from django.core.cache import cache

from ideas import queries
from ideas.models import Campaign, Idea
from people.models import User
from tests import factories


@pytest.fixture
def said(ada: User, campaign: Campaign) -> list[Idea]:
    """Ideas to search, in three languages."""
    return [
        factories.idea(ada, campaign, "Text the arrival window", better="Customers wait less for the delivery."),
        factories.idea(ada, campaign, "Umkleiden für Rollstühle vergrößern", language="de"),
        factories.idea(ada, campaign, "Deliver on Saturdays"),
        factories.idea(ada, campaign, "Améliorer les livraisons", language="fr"),
    ]


@pytest.fixture
def hers(ada: User, campaign: Campaign) -> Idea:
    """Ada's anonymous idea."""
    return factories.idea(ada, campaign, "Ask the new one", anonymous=True)


@pytest.fixture
def code(ada: User, hers: Idea) -> str:
    """Its receipt code."""
    return queries.receipt_code(ada, hers)


@pytest.fixture
def nobody_has_tried() -> None:
    """No wrong codes are counted: rolled back between tests, ids come again for other people."""
    cache.clear()
