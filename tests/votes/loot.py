"""What a thief takes along: the database, or a dump of it, and the logs. What is made of it: attack.py."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.db.models import Model

SHARE = "share of "


@dataclass
class Table:
    """The rows of a table in the order in which a dump has them; `xmin` stays empty in what is no more than a dump.

    `last` is the last value of the sequence behind a column: a dump has it too.
    """

    name: str
    columns: list[str]
    rows: list[tuple[Any, ...]]
    xmin: list[int] = field(default_factory=list)
    references: dict[str, str] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=dict)

    def column(self, name: str) -> list[Any]:
        return [row[self.columns.index(name)] for row in self.rows]

    def orders(self) -> Iterator[tuple[str, list[float]]]:
        """Every order of the rows, each as one number a row."""
        yield "place", [float(place) for place in range(len(self.rows))]
        if self.xmin:
            yield "xmin", [float(number) for number in self.xmin]
        for position, name in enumerate(self.columns):
            numbers = [_number(row[position]) for row in self.rows]
            if name not in self.references and None not in numbers:
                yield name, [number or 0.0 for number in numbers]
            if name in self.last:
                yield SHARE + name, [(number or 0.0) / self.last[name] for number in numbers]


@dataclass
class Loot:
    """Everything that was stolen."""

    tables: dict[str, Table]
    log: list[tuple[datetime, str]] = field(default_factory=list)


def _number(value: Any) -> float | None:
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, UUID):
        return value.int
    if isinstance(value, bytes | memoryview):
        return int.from_bytes(bytes(value))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value)


def steal(*, live: bool, without: str = "-", log: Iterable[tuple[datetime, str]] = ()) -> Loot:
    """The database as PostgreSQL has it (`live`) or as a dump has it, but for tables whose name begins with `without`.

    A dump holds the rows of a table in the order in which they lie (`COPY`), and no transaction numbers.
    """
    tables = {}
    known = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            if name.startswith(without):
                continue
            cursor.execute(f'SELECT xmin::text::bigint, * FROM "{name}" ORDER BY ctid')  # noqa: S608
            columns = [column.name for column in cursor.description[1:]]
            rows = cursor.fetchall()
            references = {column: to[1] for column, to in connection.introspection.get_relations(cursor, name).items()}
            references |= _meant(known[name]) if name in known else {}
            tables[name] = Table(
                name=name,
                columns=columns,
                rows=[row[1:] for row in rows],
                xmin=[row[0] for row in rows] if live else [],
                references=references,
                last=_sequences(cursor, name),
            )
    return Loot(tables, list(log))


def _meant(model: type[Model]) -> dict[str, str]:
    """Which column names a row of which table, also where the database itself does not look after it."""
    fields = [each for each in model._meta.concrete_fields if each.related_model]
    return {each.column: each.related_model._meta.db_table for each in fields}


def _sequences(cursor: Any, table: str) -> dict[str, int]:
    found = {}
    for each in connection.introspection.get_sequences(cursor, table):
        cursor.execute(f'SELECT last_value FROM "{each["name"]}"')  # noqa: S608
        found[each["column"]] = cursor.fetchone()[0]
    return found
