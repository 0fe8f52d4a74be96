"""Questions that are asked so often that making the SQL anew would cost more than the answer.

A query set is compiled once, with a mark in the place of each value; from then on only the values are sent. PostgreSQL
keeps its plan too, for as long as the connection lives.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections
from django.db.models import Model, QuerySet
from psycopg import Cursor
from psycopg.sql import Literal
from psycopg.types.numeric import Int8

Row = Any
Stored = TypeVar("Stored", bound=Model)


@dataclass(frozen=True, slots=True)
class _Compiled:
    """SQL text, and for each place in it the name of the value or the constant that belongs there."""

    text: str
    places: list[tuple[str, Any]]
    row: Callable[..., Row]
    compiler: Any
    converters: dict[Any, Any]

    def rows(self, values: dict[str, Any]) -> list[Row]:
        sent = [_sent(values[name]) if name else constant for name, constant in self.places]
        found = self._ask(sent)
        if self.converters:
            found = list(map(tuple, self.compiler.apply_converters(found, self.converters)))
        return [self.row(*each) for each in found]

    def _ask(self, sent: list[Any]) -> list[Any]:
        if connection.vendor == "postgresql":
            return run(self.text, sent)
        with connection.cursor() as cursor:
            return list(cursor.execute(self.text, sent).fetchall())


def run(text: str, values: Sequence[Any] | Mapping[str, Any]) -> list[Any]:
    """The rows of a statement that PostgreSQL plans once for each connection.

    Django's own cursors write the values into the text, so that the server would plan it anew each time. The library
    remembers how it read a text of up to 4,096 characters.
    """
    typed = (
        {name: _typed(value) for name, value in values.items()}
        if isinstance(values, Mapping)
        else [_typed(value) for value in values]
    )
    server: Any = connections[DEFAULT_DB_ALIAS]
    server.ensure_connection()
    try:
        return _ask(server, text, typed)
    except OperationalError:
        # Nobody meets a connection that died since the last request. Django asks each time whether it lives.
        if server.health_check_done or server.in_atomic_block or not server.connection.closed:
            raise
        server.close()
        server.connect()
        return _ask(server, text, typed)


def _ask(server: Any, text: str, typed: Any) -> list[Any]:
    if server.queries_logged:  # whoever counts queries counts these too
        server.queries_log.append({"sql": text, "time": ""})
    with server.wrap_database_errors, Cursor(server.connection) as cursor:
        rows = list(cursor.execute(text.encode(), typed, prepare=True).fetchall())
    server.health_check_done = True
    return rows


@cache
def columns(model: type[Model], path: str = "") -> tuple[str, ...]:
    """All columns of `model`, for `values_list`; `path` leads to it from the model that is asked."""
    return tuple(path + field.attname for field in model._meta.concrete_fields)


def made(model: type[Stored], values: Sequence[Any]) -> Stored:
    """The row of `model` whose `columns` have these values, as a query would have made it."""
    return model.from_db(None, columns(model), values)


class Prepared:
    """`build(shape, **values)` makes the query set, with `.values_list(…)`. Ask with `rows(…)`.

    `shape` is whatever changes the SQL and not only its values: each shape is compiled by itself. A value is a `str`,
    `int`, `float`, `bytes` or an aware `datetime`, never `None`, and of one type for ever.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self.build = build
        self.compiled: dict[Any, _Compiled] = {}

    def rows(self, shape: Any = None, **values: Any) -> list[Row]:
        """Named tuples, with the names that were given to `values_list`."""
        key = (connection.vendor, shape)
        if key not in self.compiled:
            self.compiled[key] = _compile(self.build, shape, values)
        return self.compiled[key].rows(values)


def _compile(build: Callable[..., QuerySet[Any, Any]], shape: Any, values: dict[str, Any]) -> _Compiled:
    marks = {name: _mark(value, place) for place, (name, value) in enumerate(values.items(), start=2)}
    query = build(shape, **marks).query
    compiler = query.get_compiler(connection=connection)
    text, params = compiler.as_sql()
    by_mark = {(type(sent), sent): name for name, sent in ((name, _sent(mark)) for name, mark in marks.items())}
    places = [(by_mark.get((type(_plain(param)), _plain(param)), ""), param) for param in params]
    missing = set(values) - {name for name, _constant in places}
    if missing:
        raise ValueError(f"These values have no place in the query: {sorted(missing)}")
    if connection.vendor == "postgresql":
        text, places = _with_constants(text, places)
    columns = [column for column, _sql, _alias in compiler.select[: compiler.col_count]]
    names = [*query.values_select, *query.annotation_select]
    return _Compiled(text, places, namedtuple("Row", names), compiler, compiler.get_converters(columns))


def _with_constants(text: str, places: list[tuple[str, Any]]) -> tuple[str, list[tuple[str, Any]]]:
    """The text with what never changes written into it: a plan for any value could use no index with a condition."""
    connection.ensure_connection()
    parts = text.split("%s")
    written = [parts[0]]
    for (name, constant), part in zip(places, parts[1:], strict=True):
        literal = "%s" if name else Literal(constant).as_string(connection.connection).replace("%", "%%")
        written += [literal, part]
    return "".join(written), [place for place in places if place[0]]


def _mark(value: Any, place: int) -> Any:
    """A value of the same type that stands nowhere else."""
    marks: dict[type, Any] = {
        int: 2_000_000_000 + place,  # every column of numbers can hold it
        float: -1e17 * place,
        bytes: bytes([255, place]) * 8,
        str: f"\x02mark {place}",
        datetime: datetime(1, 1, 1, tzinfo=UTC) + timedelta(days=place),
    }
    return marks[type(value)]


def _sent(value: Any) -> Any:
    """`value` as the database's own library takes it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value


def _typed(value: Any) -> Any:
    """A number in one type, whatever its size, or there would be a plan for each."""
    return Int8(value) if type(value) is int else value


def _plain(param: Any) -> Any:
    """A parameter of the compiled query in the form of `_sent`: Django wraps bytes and numbers."""
    if isinstance(param, int) and not isinstance(param, bool):
        return int(param)
    return bytes(param.obj) if hasattr(param, "obj") else (bytes(param) if isinstance(param, memoryview) else param)
