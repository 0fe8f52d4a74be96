"""Advisory locks, where the engine has them: PostgreSQL. SQLite writes one transaction after the other by itself."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import Error, connection


def has_locks() -> bool:
    return connection.vendor == "postgresql"


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """Whether nobody else is in a block of this `name` now. Without locks it is always so.

    The lock belongs to the database session: it ends with the block, and also when the process or its connection dies.
    Inside a transaction it belongs to that and ends with it: what was done here is seen only then, and a transaction
    that has failed could not give up a lock of its session any more.
    """
    if not has_locks():
        yield True
        return
    if connection.in_atomic_block:
        yield take_until_commit(name)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [number(name)])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            with suppress(Error), connection.cursor() as cursor:  # a session that is gone has taken its lock along
                cursor.execute("SELECT pg_advisory_unlock(%s)", [number(name)])


def take_until_commit(name: str) -> bool:
    """Take the lock until the present transaction ends, or answer at once that somebody else has it.

    Without locks the answer is yes: there the transaction itself has waited for its turn.
    """
    if not has_locks():
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number(name)])
        return bool(cursor.fetchone()[0])


def wait_until_commit(name: str) -> None:
    """Take the lock until the present transaction ends. Whoever comes later to share it waits until then.

    Without locks nothing happens: there the transaction itself has waited for its turn.
    """
    if has_locks():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number(name)])


def share_until_commit(name: str) -> None:
    """Share the lock until the present transaction ends. Whoever wants it alone waits until then, and this for them.

    Without locks nothing happens: there the transaction itself has waited for its turn.
    """
    if has_locks():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [number(name)])


def number(name: str) -> int:
    """The 64 bits by which PostgreSQL knows the lock."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
