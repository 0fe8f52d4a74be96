"""Keyset pages: a list continues after the row where it stopped, so a page far down costs what the first one costs."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core import signing
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid

SIZE = 20
SALT = "ideas.pages"
Row = TypeVar("Row", bound=Model)


class WrongCursor(Invalid):
    """Raised when a cursor was not made here, or was made for another order."""

    code = "invalid_cursor"
    message = _("This list cannot go on from there. Open it from its beginning.")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of a list, and the cursor after which it goes on: `""` at its end."""

    rows: list[Row]
    next: str


def page(found: QuerySet[Row], *, by: str, after: str = "", size: int = SIZE) -> Page[Row]:
    """Up to `size` rows of `found`, the highest in the column `by` first, after the cursor `after`. One query."""
    column = by.removeprefix("-")
    if after:
        value, pk = _read(after, column)
        found = found.filter(**{f"{column}__lte": value}).exclude(**{column: value, "pk__gte": pk})
    rows = list(found.order_by(f"-{column}", "-pk")[: size + 1])
    return Page(rows[:size], _cursor(rows[size - 1], column) if len(rows) > size else "")


def _cursor(row: Model, column: str) -> str:
    value = getattr(row, column)
    plain = value.isoformat() if hasattr(value, "isoformat") else value
    return signing.dumps([column, plain, row.pk], salt=SALT)


def _read(cursor: str, column: str) -> tuple[Any, int]:
    """What a cursor says. It is signed, so that only a place in a list can be asked for that a list has shown."""
    try:
        made_for, value, pk = signing.loads(cursor, salt=SALT)
    except signing.BadSignature:
        raise WrongCursor(field="after") from None
    if made_for != column:
        raise WrongCursor(field="after")
    return value, pk
