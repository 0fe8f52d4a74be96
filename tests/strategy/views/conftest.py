"""A strategy on its way from draft to promise, and a way to visit pages."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from curation.models import Theme
from ideas.models import Campaign, Idea
from people.models import User
from strategy import actions
from strategy.models import Commitment, Priority, Publication, Strategy
from tests import factories


@pytest.fixture
def theme(mod: User, campaign: Campaign, idea: Idea) -> Theme:
    return factories.theme(mod, campaign, idea, title="Waiting")


@pytest.fixture
def draft(eve: User, campaign: Campaign) -> Strategy:
    return factories.strategy(eve, campaign)


@pytest.fixture
def priority(eve: User, draft: Strategy, theme: Theme) -> Priority:
    return factories.priority(eve, draft, theme)


@pytest.fixture
def publication(eve: User, draft: Strategy, priority: Priority) -> Publication:
    return actions.publish(by=eve, strategy=draft)


@pytest.fixture
def commitment(eve: User, draft: Strategy, publication: Publication) -> Commitment:
    due_on = timezone.localdate() + timedelta(days=30)
    return actions.promise(by=eve, strategy=draft, promise="Call back by six", due_on=due_on)


@pytest.fixture
def visit(client: Client) -> Callable[..., Any]:
    """`visit(bo, "strategy:detail", slug)`: the answer that bo gets; with `data`, to what bo sends."""

    def open_page(viewer: User | None, name: str, *args: Any, data: dict[str, Any] | None = None) -> Any:
        if viewer is not None:
            client.force_login(viewer)
        address = reverse(name, args=args)
        return client.get(address) if data is None else client.post(address, data)

    return open_page


@pytest.fixture
def read(visit: Callable[..., Any]) -> Callable[..., str]:
    """`read(bo, "home")`: what bo reads there."""

    def read_page(viewer: User, name: str, *args: Any) -> str:
        return words(visit(viewer, name, *args))

    return read_page


def words(answer: Any) -> str:
    """The page as text, with single spaces and without entities."""
    return " ".join(unescape(answer.content.decode()).split())
