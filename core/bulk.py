"""Giving many rows new values at once, each its own: one statement a batch, the same on both engines."""

import logging
from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import apps
from django.db import OperationalError, connection, models, transaction

log = logging.getLogger(__name__)
BATCH = 500


def write(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Set `columns` of rows of `model`; each of `rows` is a primary key and its values. Returns their number.

    Every batch is a transaction of its own, unless there is one already: others wait for a moment only.
    """
    return _write(model, columns, rows, "{column} = new.{value}")


def add(model: type[models.Model], column: str, amounts: Iterable[tuple[int, int]]) -> int:
    """Add to `column` of rows of `model`; each of `amounts` is a primary key and a whole number."""
    return _write(model, [column], amounts, "{column} = old.{column} + new.{value}")


def learn(*labels: str) -> None:
    """Have PostgreSQL look at the tables of these apps, which many rows were added to: it would plan for few otherwise.

    Where it cannot, it does so by itself later.
    """
    if connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for model in (model for label in labels for model in apps.get_app_config(label).get_models()):
                cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
    except OperationalError as error:
        log.warning("Tables were not analysed after an import: %s", error)


def _write(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]], change: str) -> int:
    ordered = sorted(rows, key=lambda row: row[0])
    for start in range(0, len(ordered), BATCH):
        batch = ordered[start : start + BATCH]
        with transaction.atomic(), connection.cursor() as cursor:
            _lock(model, [row[0] for row in batch])
            cursor.execute(_statement(model, columns, len(batch), change), [value for row in batch for value in row])
    return len(ordered)


def _lock(model: type[models.Model], keys: list[Any]) -> None:
    """Take the rows in the order of their keys: two jobs that change the same ones would else wait for each other."""
    if connection.features.has_select_for_update:
        rows = model._base_manager.select_for_update(no_key=connection.features.has_select_for_no_key_update)
        list(rows.filter(pk__in=keys).order_by("pk").values_list("pk"))


def _statement(model: type[models.Model], columns: Sequence[str], rows: int, change: str) -> str:
    quote, fields = connection.ops.quote_name, model._meta
    names = [quote(str(fields.get_field(name).column)) for name in columns]  # type: ignore[union-attr]  # no relation back
    changes = ", ".join(change.format(column=name, value=f"column{place}") for place, name in enumerate(names, start=2))
    values = ", ".join([f"({', '.join(['%s'] * (len(columns) + 1))})"] * rows)
    key = quote(str(fields.pk.column))
    return (
        f"UPDATE {quote(fields.db_table)} AS old SET {changes} "  # noqa: S608 - names of columns, never a value
        f"FROM (VALUES {values}) AS new WHERE old.{key} = new.column1"
    )
