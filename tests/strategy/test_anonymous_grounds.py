"""What a strategy says of anonymous ideas that it rests on."""

import pytest
from django.test import Client
from django.urls import reverse

from ideas.models import Campaign, Idea
from people.models import User
from strategy import queries
from tests import factories

pytestmark = pytest.mark.django_db


def test_units_of_anonymous_ideas_are_not_counted(
    ada: User, bo: User, eve: User, campaign: Campaign, client: Client
) -> None:
    named, nameless = factories.idea(ada, campaign), factories.idea(bo, campaign, anonymous=True)
    Idea.objects.filter(pk=nameless.pk).update(unit=bo.unit)
    priority = factories.priority(eve, factories.strategy(eve, campaign), ideas=(named, nameless))
    client.force_login(eve)

    content = queries.content_of(priority.strategy)
    page = client.get(reverse("strategy:priority", args=[priority.strategy.slug, priority.pk]))

    assert content["priorities"][0]["units"] == 1
    assert page.context["unit_count"] == 1
