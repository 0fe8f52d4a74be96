"""Advisory locks: one at a time, and none is left behind."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from core.locks import alone, share_until_commit
from tests.races import race

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def held() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
        return int(cursor.fetchone()[0])


def gets_it() -> bool:
    """Whether somebody else, on a connection of their own, would be alone now."""

    def ask() -> bool:
        with alone("tests") as mine:
            return mine

    [answer] = race(ask)
    return bool(answer)


def test_of_two_one_is_alone() -> None:
    with alone("tests") as mine:
        seen = mine, gets_it()

    assert seen == (True, False)
    assert gets_it()


def test_in_a_transaction_the_lock_lasts_until_what_was_done_can_be_seen() -> None:
    with transaction.atomic():
        with alone("tests") as mine:
            pass
        seen = mine, gets_it()

    assert seen == (True, False)
    assert (held(), gets_it()) == (0, True)


def fail() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")


@pytest.mark.parametrize("block", [transaction.atomic, None])
def test_a_failure_leaves_no_lock_behind(block: Callable[..., Any] | None) -> None:
    with pytest.raises(DatabaseError):
        fail_alone() if block is None else block(fail_alone)()

    assert (held(), gets_it()) == (0, True)


def fail_alone() -> None:
    with alone("tests"):
        fail()


def share() -> bool:
    with transaction.atomic():
        share_until_commit("tests")
    return True


def test_those_who_share_a_lock_keep_out_whoever_wants_it_alone() -> None:
    with transaction.atomic():
        share_until_commit("tests")
        seen = race(share), gets_it()

    assert seen == ([True], False)
    assert gets_it()
