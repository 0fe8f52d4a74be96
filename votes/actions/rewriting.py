"""Putting rows back in random order, so that the order in which they lie tells nothing.

Where a row lies, and on PostgreSQL which transaction wrote it, tells when it was written. Laid beside the times at
which people sign in, that is as good as a name (tests/votes/test_secrecy_attack.py).
"""

import hashlib
import secrets
from random import SystemRandom
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import AutoField, Field, Model, QuerySet

from core.keys import PSEUDONYM_BYTES
from votes.models import Vote

BATCH = 2000
# The salt is made where it is used and kept nowhere: as a value from here, a log of statements could hold it.
STATEMENT = """
WITH salt AS MATERIALIZED (
  SELECT decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex') AS bytes
), taken AS (
  DELETE FROM {table} WHERE {key} IN ({chosen}) RETURNING *
)
INSERT INTO {table} ({columns}) SELECT {values} FROM taken, salt ORDER BY gen_random_uuid()
"""
MIXED_ID = "('00000000' || substr(gen_random_uuid()::text, 9))::uuid"
RENEWED = f"substr(sha256(salt.bytes || taken.voter), 1, {PSEUDONYM_BYTES})"


def shuffle(rows: QuerySet[Any], *, renew: bool = False) -> int:
    """Take `rows` out and put them back in random order, in the transaction of the caller. Returns how many there are.

    Votes get fresh ids, which say that they are mixed; with `renew` also fresh pseudonyms. Those come of the old ones
    by a one-way function with a salt that nobody knows: who was one voter stays one, and no key leads to them.
    """
    return _in_place(rows, renew) if connection.vendor == "postgresql" else _by_hand(rows, renew)


def write_mixed(votes: list[Vote]) -> None:
    """Write new votes as those that lie mixed already: all at once, in random order."""
    for vote in votes:
        vote.id = _mixed_id()
    SystemRandom().shuffle(votes)
    Vote.objects.bulk_create(votes, batch_size=BATCH)


def _mixed_id() -> UUID:
    return UUID(bytes=bytes(4) + secrets.token_bytes(12))


def _in_place(rows: QuerySet[Any], renew: bool) -> int:
    """All of it within the database: ten million votes never come here."""
    model = rows.model
    try:
        chosen, values = rows.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:  # nothing can be found, so there is no such query
        return 0
    new = {"id": MIXED_ID, "voter": RENEWED if renew else "taken.voter"} if model is Vote else {}
    columns = [str(field.column) for field in _kept(model)]
    statement = STATEMENT.format(
        table=model._meta.db_table,
        key=model._meta.pk.column,
        chosen=chosen,
        columns=", ".join(columns),
        values=", ".join(new.get(column, f"taken.{column}") for column in columns),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def _by_hand(rows: QuerySet[Any], renew: bool) -> int:
    """For an engine that has neither the statement nor ten million votes."""
    model, salt = rows.model, secrets.token_bytes(32)
    found = list(rows)
    rows.order_by()._raw_delete(rows.db)  # nothing refers to these rows, so nothing else goes with them
    SystemRandom().shuffle(found)
    for row in found:
        if isinstance(row, Vote):
            row.id = _mixed_id()
            row.voter = _renewed(salt, row.voter) if renew else row.voter
        elif isinstance(model._meta.pk, AutoField):
            row.pk = None
    model._base_manager.bulk_create(found, batch_size=BATCH)
    return len(found)


def _renewed(salt: bytes, voter: bytes | memoryview) -> bytes:
    return hashlib.sha256(salt + bytes(voter)).digest()[:PSEUDONYM_BYTES]


def _kept(model: type[Model]) -> "list[Field[Any, Any]]":
    """The columns that rows take along: all but running numbers."""
    return [field for field in model._meta.concrete_fields if not isinstance(field, AutoField)]
