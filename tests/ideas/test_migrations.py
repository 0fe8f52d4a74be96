from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from core import keys
from ideas import queries
from ideas.models import Campaign, Idea
from people.models import User
from tests import factories
from tests.factories import fresh

pseudonyms = import_module("ideas.migrations.0003_author_pseudonyms")
EDITOR = SimpleNamespace(connection=connection)


@pytest.mark.django_db
def test_authors_get_pseudonyms_of_their_own_and_lose_them_again(ada: User, bo: User, campaign: Campaign) -> None:
    anonymous = factories.idea(ada, campaign, anonymous=True)
    named = factories.idea(bo, campaign)
    Idea.objects.filter(pk=anonymous.pk).update(author_key=keys.pseudonym(campaign.key_name, ada.pk))

    pseudonyms.to_authors(apps, EDITOR)

    assert bytes(fresh(anonymous).author_key) == keys.pseudonym(campaign.key_name, ada.pk, "author")
    assert (list(queries.mine(ada)), fresh(named).author) == ([anonymous], bo)
    pseudonyms.to_voters(apps, EDITOR)
    assert bytes(fresh(anonymous).author_key) == keys.pseudonym(campaign.key_name, ada.pk)


@pytest.mark.django_db
def test_without_the_key_nothing_is_touched(ada: User, campaign: Campaign) -> None:
    anonymous = factories.idea(ada, campaign, anonymous=True)
    keys.destroy(campaign.key_name)

    pseudonyms.to_authors(apps, EDITOR)

    assert fresh(anonymous).author_key == anonymous.author_key
