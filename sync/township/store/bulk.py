"""Many rows at once: looked up by many keys, written by the driver's own executemany. SQL only, no rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, cast

import orjson
from sqlalchemy import (
    ARRAY,
    BindParameter,
    Column,
    ColumnElement,
    Compiled,
    Connection,
    Dialect,
    LargeBinary,
    Row,
    Table,
    Text,
    any_,
    bindparam,
    column,
    func,
    literal,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.compiler import SQLCompiler

_EACH = text("(SELECT value FROM json_each(:many))")
"""Written out: SQLAlchemy takes longer to put it together than SQLite to look up a hundred keys."""


def where(db: Connection, table: Table, column: Column[str], values: set[str], also: Any) -> Iterator[Row[Any]]:
    """The rows of which the column is one of these values, and for which ``also`` holds."""
    if values:
        yield from db.execute(select(table).where(among(db, column, sorted(values)), also))


def among(db: Connection, column: Column[str], values: list[str]) -> ColumnElement[bool]:
    """Whether the column is one of these values, however many: they are one parameter."""
    if db.dialect.name == "sqlite":
        many: BindParameter[str] = bindparam("many", orjson.dumps(values).decode(), unique=True)
        return column.bool_op("IN")(_EACH.bindparams(many))
    return column == any_(literal(values, ARRAY(Text)))


def insert_new(db: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> int:
    """Insert the rows whose keys are not there yet, whoever brought them meanwhile; returns how many were new."""
    return _run_for_each(db, _inserting(db.dialect, table), rows) if rows else 0


def upsert(db: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert the rows, or change those whose primary key is there."""
    if rows:
        _run_for_each(db, _upserting(db.dialect, table), rows)


def keepable(text: str) -> str:
    """Without the zero character, which PostgreSQL cannot keep; the body and the package still have it."""
    return text.replace("\0", "\ufffd")


@lru_cache
def _inserting(dialect: Dialect, table: Table) -> Compiled:
    return _insert(dialect, table).on_conflict_do_nothing().compile(dialect=dialect)


@lru_cache
def _upserting(dialect: Dialect, table: Table) -> Compiled:
    insert = _insert(dialect, table)
    keys = [column.name for column in table.primary_key]
    others = {column.name: insert.excluded[column.name] for column in table.columns if column.name not in keys}
    return insert.on_conflict_do_update(index_elements=keys, set_=others).compile(dialect=dialect)


def _insert(dialect: Dialect, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert of one row, which the driver repeats; on PostgreSQL of all rows, from one JSON array without bytes."""
    if dialect.name == "sqlite":
        return sqlite.insert(table)
    if any(isinstance(each.type, LargeBinary) for each in table.columns):
        return postgresql.insert(table)
    columns = [column(each.name, each.type) for each in table.columns]
    rows = func.json_to_recordset(bindparam(_ROWS)).table_valued(*columns).render_derived(with_types=True)
    return postgresql.insert(table).from_select(table.columns.keys(), select(rows))


_ROWS = "rows"


def _run_for_each(db: Connection, statement: Compiled, rows: Sequence[dict[str, Any]]) -> int:
    """Run the statement for the rows by the driver itself; returns how many rows it wrote.

    A batch has thousands of rows, and SQLAlchemy would process each. SQLite's driver takes them by position;
    PostgreSQL takes them as one parameter, since a message for each would be a third of all work there.
    """
    if _ROWS in statement.params:
        return db.exec_driver_sql(str(statement), {_ROWS: orjson.dumps(rows).decode()}).rowcount
    places = cast(SQLCompiler, statement).positiontup
    values = list(map(itemgetter(*places), rows)) if places else list(rows)
    return db.exec_driver_sql(str(statement), values).rowcount
