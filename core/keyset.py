"""Keyset pages: a list continues after the row where it stopped.

A page far down costs what the first one costs, however many rows share a value and whatever was added meanwhile.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid

SALT = "cocreate.keyset"
SIZE = 20
Row = TypeVar("Row", bound=Model)


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


def page(found: QuerySet[Row], *, cursor: str = "", size: int = SIZE) -> Page[Row]:
    """Up to `size` rows of `found`, in its own order, from `cursor` on. One query. Raises `WrongCursor`.

    The order names columns of the row itself and ends in a unique one.
    """
    columns = [str(column) for column in found.query.order_by]
    at, backwards = _read(cursor, columns) if cursor else ([], False)
    if cursor:
        found = found.filter(_beyond(columns, at, backwards=backwards))
    if backwards:
        found = found.order_by(*[_reversed(column) for column in columns])
    rows = list(found[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    goes_on, came_from = more or backwards, more if backwards else bool(cursor)
    return Page(
        rows,
        next=_written(rows[-1], columns, back=False) if rows and goes_on else "",
        previous=_written(rows[0], columns, back=True) if rows and came_from else "",
    )


def _written(row: Model, columns: list[str], *, back: bool) -> str:
    values = [getattr(row, column.removeprefix("-")) for column in columns]
    plain = [value.isoformat() if isinstance(value, date) else value for value in values]
    return signing.dumps({"order": columns, "at": plain, "back": back}, salt=SALT)


def _read(cursor: str, columns: list[str]) -> tuple[list[Any], bool]:
    """What a cursor says. It is signed, so that only a place can be asked for that a list has shown."""
    try:
        said = signing.loads(cursor, salt=SALT)
    except signing.BadSignature:
        raise WrongCursor(field="cursor") from None
    if said["order"] != columns:
        raise WrongCursor(field="cursor")
    return said["at"], said["back"]


def _reversed(column: str) -> str:
    return column.removeprefix("-") if column.startswith("-") else f"-{column}"


def _beyond(columns: list[str], values: list[Any], *, backwards: bool) -> Q:
    """Rows after (or before) `values` in the order of `columns`."""
    beyond, same = Q(), Q()
    for column, value in zip(columns, values, strict=True):
        name = column.removeprefix("-")
        falls = column.startswith("-") != backwards
        beyond |= same & Q(**{f"{name}__{'lt' if falls else 'gt'}": value})
        same &= Q(**{name: value})
    return beyond
