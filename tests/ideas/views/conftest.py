from collections.abc import Callable

import pytest
from django.test import Client

from people.models import User


@pytest.fixture
def signed_in(client: Client) -> Callable[[User], Client]:
    """`signed_in(bo).get(…)`: what bo's browser gets."""

    def sign_in(user: User) -> Client:
        client.force_login(user)
        return client

    return sign_in
