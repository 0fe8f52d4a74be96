"""Ideas to search."""

import pytest

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
