"""Keyset pages: a list continues after the row where it stopped.

A page far down costs what the first one costs, however many rows share a value and whatever was added meanwhile.
"""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.db.models import F, Model, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid
from core.sealing import Sealer

SALT = "cocreate.keyset"
SIZE = 20
PART = 64  # bytes to which a cursor is rounded up
Row = TypeVar("Row")
Stored = TypeVar("Stored", bound=Model)


class WrongCursor(Invalid):
    """Raised when a cursor was not made here, or was made for a list in another order."""

    code = "invalid_cursor"
    message = _("This list cannot go on from there. Open it from its beginning.")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of a list, and the cursors of the pages after and before it: `""` where there is none."""

    rows: list[Row]
    next: str
    previous: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """Where a list goes on: after the row with the values `at` of `columns`, or before it. Without `at`, the start."""

    columns: list[str]
    at: list[Any]
    backwards: bool


def page(found: QuerySet[Stored], *, cursor: str = "", size: int = SIZE) -> Page[Stored]:
    """Up to `size` rows of `found`, in its own order, from `cursor` on. One query. Raises `WrongCursor`.

    The order names columns of the row itself and ends in a unique one.
    """
    position = read([str(column) for column in found.query.order_by], cursor)
    if position.at:
        found = found.filter(_beyond(position))
    if position.backwards:
        found = found.order_by(*[_reversed(column) for column in position.columns])
    return cut(list(found[: size + 1]), position, size)


def read(columns: list[str], cursor: str) -> Position:
    """What a cursor says of a list in the order of `columns`. Raises `WrongCursor`.

    It is sealed: only a place can be asked for that a list has shown, and nobody reads in it what an idea is ranked
    by before having voted.
    """
    columns = [column.replace("pk", "id") if column in ("pk", "-pk") else column for column in columns]
    if not cursor:
        return Position(columns, [], backwards=False)
    text = _sealer(settings.SECRET_KEY).unseal(cursor)
    if text is None:
        raise WrongCursor(field="cursor")
    order, at, backwards = json.loads(text)
    if order != columns:
        raise WrongCursor(field="cursor")
    return Position(columns, at, backwards=backwards)


def cut(rows: list[Row], position: Position, size: int) -> Page[Row]:
    """The page that begins at `position`, of rows as they were found from there on: one more than fit, if there are."""
    more, rows = len(rows) > size, rows[:size]
    if position.backwards:
        rows.reverse()
    goes_on = more or position.backwards
    came_from = more if position.backwards else bool(position.at)
    return Page(
        rows,
        next=_written(rows[-1], position.columns, back=False) if rows and goes_on else "",
        previous=_written(rows[0], position.columns, back=True) if rows and came_from else "",
    )


def _written(row: object, columns: list[str], *, back: bool) -> str:
    values = [getattr(row, column.removeprefix("-")) for column in columns]
    plain = [value.isoformat() if isinstance(value, date) else value for value in values]
    return _sealer(settings.SECRET_KEY).seal(json.dumps([columns, plain, back]), part=PART)


@cache
def _sealer(secret: str) -> Sealer:
    return Sealer(salted_hmac(SALT, "", secret, algorithm="sha256").digest())


def _reversed(column: str) -> str:
    return column.removeprefix("-") if column.startswith("-") else f"-{column}"


def _beyond(position: Position) -> Q:
    """Rows after (or before) the position."""
    names = [column.removeprefix("-") for column in position.columns]
    falls = [column.startswith("-") != position.backwards for column in position.columns]
    if len(set(falls)) == 1:
        return beyond(names, position.at, falls=falls[0])
    found, same = Q(), Q()
    for name, value, fall in zip(names, position.at, falls, strict=True):
        found |= same & Q(**{f"{name}__{'lt' if fall else 'gt'}": value})
        same &= Q(**{name: value})
    return found


def beyond(names: list[str], values: list[Any], *, falls: bool) -> Q:
    """Rows whose columns come below (or above) `values`: one range of an index, however many rows share a value."""
    columns = Tuple(*[F(name) for name in names])
    past = TupleLessThan(columns, values) if falls else TupleGreaterThan(columns, values)
    # An engine that cannot compare tuples at least begins its search at the first column.
    return Q(**{f"{names[0]}__{'lte' if falls else 'gte'}": values[0]}) & Q(past)
