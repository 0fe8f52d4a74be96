"""What several tests of strategies start from."""

from datetime import date

import pytest

from ideas.models import Campaign, Idea
from people.models import User
from strategy import actions as strategies
from strategy.models import Strategy
from tests import factories

NEXT_YEAR = date(2099, 1, 1)


@pytest.fixture
def heard(ada: User, bo: User, campaign: Campaign) -> Campaign:
    """The campaign, in which ada and bo have taken part, so that it no longer asks them."""
    factories.took_part(campaign, ada, bo)
    return campaign


@pytest.fixture
def strategy(eve: User, mod: User, idea: Idea, campaign: Campaign) -> Strategy:
    """A published one that rests on ada's idea."""
    theme = factories.theme(mod, campaign, idea)
    made = factories.strategy(eve, campaign, intent="Time", horizon_on=date(2030, 1, 1))
    factories.priority(eve, made, theme, statement="Soon", objective="Trust")
    strategies.promise(by=eve, strategy=made, promise="I read all of it", due_on=NEXT_YEAR)
    strategies.publish(by=eve, strategy=made)
    return made
