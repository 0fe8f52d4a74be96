from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from curation.models import Theme
from ideas.models import Campaign
from people.models import User
from strategy import actions
from strategy.models import Strategy
from tests import factories

pytestmark = pytest.mark.django_db
PLACES = ["home", "strategy:list", "strategy:commitments", "strategy:impact", "strategy:studios"]
OF_A_STRATEGY = ["strategy:detail", "strategy:studio", "strategy:add_priority"]


@pytest.mark.parametrize("name", [*PLACES, *OF_A_STRATEGY])
def test_a_page_asks_the_database_as_often_for_many_as_for_few(
    name: str, visit: Any, ada: User, eve: User, campaign: Campaign, draft: Strategy, theme: Theme
) -> None:
    place = (name, draft.slug) if name in OF_A_STRATEGY else (name,)
    grow(ada, eve, campaign, draft, theme, 2)
    few = queries_of(visit, eve, place)

    grow(ada, eve, campaign, draft, theme, 4)

    assert queries_of(visit, eve, place) == few


def grow(ada: User, eve: User, campaign: Campaign, draft: Strategy, theme: Theme, size: int) -> None:
    for _ in range(size):
        ideas = (factories.idea(ada, campaign), factories.idea(eve, campaign))
        priority = factories.priority(eve, draft, theme, ideas=ideas)
        due_on = timezone.localdate()
        actions.promise(by=eve, strategy=draft, promise="Call back", due_on=due_on, priority=priority)
    actions.publish(by=eve, strategy=draft)


def queries_of(visit: Any, viewer: User, place: tuple[str, ...]) -> int:
    visit(viewer, *place)  # what is only remembered the first time does not count
    with CaptureQueriesContext(connection) as captured:
        visit(viewer, *place)
    return len(captured)
