"""Texts that are reported."""

import pytest

from ideas import actions
from ideas.models import Comment, Idea
from people.models import User
from tests import factories


@pytest.fixture
def hers(ada: User, idea: Idea) -> Idea:
    """Ada's anonymous idea."""
    return factories.idea(ada, idea.campaign, "Ask the new one", anonymous=True)


@pytest.fixture
def said(bo: User, idea: Idea) -> Comment:
    """What Bo said."""
    return actions.comment(by=bo, idea=idea, text="You are all wrong.")
