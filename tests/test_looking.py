"""Looking writes nothing to the database: what is counted of it is counted beside it (core/counters.py)."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ideas.models import Campaign, Idea
from people.models import User
from tests import factories
from tests.api import ROOT, Api
from votes.actions import cast

pytestmark = pytest.mark.django_db
READS = ("SELECT", "WITH", "DECLARE", "SAVEPOINT", "RELEASE")
PAGES = ("/campaigns/next-visit/", "/campaigns/next-visit/quick/", "/ideas/{idea}/")
CALLS = ("campaigns/next-visit/ideas/", "ideas/{idea}/")


@pytest.mark.parametrize("address", [*PAGES, *(ROOT + call for call in CALLS)])
def test_looking_writes_nothing(address: str, bo: User, ada: User, campaign: Campaign, idea: Idea) -> None:
    factories.many_ideas(ada, campaign, 30)
    cast(by=bo, idea=idea, choice="support")
    client = Api(bo) if address.startswith(ROOT) else signed_in(bo)
    path = address.format(idea=idea.pk)
    client.get(path)

    with CaptureQueriesContext(connection) as made:
        response = client.get(path)

    assert response.status_code == 200
    assert len(made) > 0
    assert [each["sql"] for each in made if not each["sql"].lstrip().startswith(READS)] == []
    assert [each["sql"] for each in made if any(word in each["sql"] for word in ("INSERT", "UPDATE", "DELETE"))] == []


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_negative_control_a_write_would_be_seen(bo: User, idea: Idea) -> None:
    with CaptureQueriesContext(connection) as made:
        signed_in(bo).post(reverse("votes:cast", args=[idea.pk]), {"vote": "support"})

    assert [each for each in made if "INSERT" in each["sql"]]
