"""Books that are full already: one village's first week received, and copied by the database for all other villages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, func, insert, literal, select

from sync.agreement.protocol import BatchPlace
from sync.township.store import tables
from sync.township.store.tables import orders
from sync.wire.keys import DeskKey
from tests.bench import county
from tests.township.counters import Counter

_TABLES = (tables.desks, tables.batches, tables.chains, tables.facts, tables.people, tables.contributions, orders)


def fill(counter: Counter, key: DeskKey, villages: int) -> BatchPlace:
    """The books with the first weeks of so many villages, of 1,000 facts each; returns the place after the first one's.

    The copies have the ids of the first village's people and facts, and identity numbers of their own.
    """
    first = county.week(0, key)
    counter.receiver.receive(first.bytes)
    place = first.manifest.place(first.id)
    with counter.store.writing() as db:
        for village in range(1, villages):
            for table in _TABLES:
                db.execute(insert(table).from_select(table.columns.keys(), _copy(table, place, village)))
        if db.dialect.name == "postgresql":
            _look_over(db)
    return place


def _look_over(db: Connection) -> None:
    """What PostgreSQL does by itself within minutes, and must not do while somebody measures."""
    for table in _TABLES:
        db.exec_driver_sql(f"ALTER TABLE {table.name} SET (autovacuum_enabled = false)")
    db.exec_driver_sql("ANALYZE")


def place_of(first: BatchPlace, village: int) -> BatchPlace:
    """The place after the first week of a village, which is a copy of the first village's."""
    return replace(first, id=f"{village:08x}{first.id[8:]}") if village else first


def _copy(table: Table, first: BatchPlace, village: int) -> Any:
    """The rows of the first village as those of another one."""
    named = _named(first, village)
    owner = next(table.c[each] for each in ("desk", "village") if each in table.c)
    first_named = _named(first, 0)
    columns = [_column(table, each.name, named) for each in table.columns]
    return select(*columns).where(owner == first_named[owner.name])


def _named(first: BatchPlace, village: int) -> Mapping[str, str]:
    """The names of a village by the names of columns."""
    desk, epoch = county.named(village)
    batch = place_of(first, village).id
    return {
        "desk": desk,
        "taken_by": desk,
        "village": desk.partition("-")[0],
        "epoch": epoch,
        "batch": batch,
        "what": batch,
        "batches.id": batch,
        "people.id_number": f"{county.area(village, 0):06}",
    }


def _column(table: Table, name: str, named: Mapping[str, str]) -> ColumnElement[Any]:
    """A column of the copy: the village's own name, a number of its own county, or the same as it was."""
    if f"{table.name}.{name}" == "people.id_number":
        return (literal(named["people.id_number"]) + func.substr(table.c[name], 7)).label(name)
    own = named.get(f"{table.name}.{name}", named.get(name))
    return table.c[name] if own is None else literal(own).label(name)
