"""Rows of rosters that were held, and what became of each. Made from the private journal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache

from sync.agreement import fact as shapes
from sync.agreement import journal
from sync.agreement.journal import Entry
from sync.agreement.values import value
from village_desk.domain.basics import identity
from village_desk.domain.held_rows import RowHeld, RowMended, RowNotTaken, RowPutOff
from village_desk.store.connection.engine import Database
from village_desk.store.subjects.card import DeskCard, DeskSubject, Origin

SCHEMA = """
CREATE TABLE held_rows (
    place INTEGER PRIMARY KEY,
    row TEXT NOT NULL UNIQUE,
    at TEXT NOT NULL,
    body TEXT NOT NULL,
    number TEXT NOT NULL,
    until TEXT NOT NULL,
    person TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX held_rows_waiting ON held_rows (number) WHERE person = '' AND reason = '';
"""
_COLUMNS = "row, at, body, until, person, reason"
_WAITS = "person = '' AND reason = ''"


@value
class HeldRow:
    """A row as it was held, since when, and what became of it.

    ``until``: the day on which it waits again, None where it was not put off. ``person``: whose row it is, once it was
    mended. ``reason``: why it was not taken.
    """

    held: RowHeld
    at: datetime
    until: date | None = None
    person: str = ""
    reason: str = ""

    @property
    def id(self) -> str:
        """The row's id."""
        return self.held.row

    @property
    def waits(self) -> bool:
        """Whether nobody has ended it yet, put off or not."""
        return not self.person and not self.reason

    def is_due(self, today: date) -> bool:
        """Whether it waits for a hand today."""
        return self.waits and (self.until is None or self.until <= today)


def waiting(db: Database) -> list[HeldRow]:
    """The rows that nobody has ended, put off or not, in the order in which they were first held."""
    return list(_rows(db, _WAITS))


def of_number(db: Database, number: str) -> list[HeldRow]:
    """Those of them with this identity number, right or wrong, without spaces."""
    return list(_rows(db, f"{_WAITS} AND number = ?", number))


def everything(db: Database) -> list[HeldRow]:
    """All rows that were ever held."""
    return list(_rows(db, "1"))


def one(db: Database, row: str) -> HeldRow | None:
    """The row of that id."""
    return next(_rows(db, "row = ?", row), None)


def count_due(db: Database, today: date) -> int:
    """How many wait for a hand today."""
    query = f"SELECT count(*) FROM held_rows WHERE {_WAITS} AND until <= ?"
    found: int = db.execute(query, [today.isoformat()]).fetchone()[0]
    return found


def count(db: Database) -> int:
    """How many nobody has ended, put off or not."""
    found: int = db.execute(f"SELECT count(*) FROM held_rows WHERE {_WAITS}").fetchone()[0]
    return found


def _rows(db: Database, where: str, *values: str) -> Iterator[HeldRow]:
    for row, at, body, until, person, reason in db.execute(
        f"SELECT {_COLUMNS} FROM held_rows WHERE {where} ORDER BY place", list(values)
    ).fetchall():
        put_off = date.fromisoformat(until) if until else None
        yield HeldRow(_read(row, body), datetime.fromisoformat(at), put_off, person, reason)


@lru_cache(maxsize=2048)
def _read(row: str, body: str) -> RowHeld:
    """Rows are read again after each that is mended, and hardly ever change: a list of a thousand takes 0.2 s anew."""
    return shapes.read_as(RowHeld, row, json.loads(body))


def _hold(db: Database, entry: Entry, fact: RowHeld, _origin: Origin) -> None:
    number = identity.clean(fact.text("id_number"))
    values = [entry.about, entry.at, journal.canonical(dict(entry.body)).decode(), number]
    again = "body = excluded.body, number = excluded.number, until = '', person = '', reason = ''"
    db.execute(
        "INSERT INTO held_rows (row, at, body, number, until, person, reason) VALUES (?, ?, ?, ?, '', '', '')"
        f" ON CONFLICT (row) DO UPDATE SET {again}",
        values,
    )


def _end(db: Database, row: str, until: str = "", person: str = "", reason: str = "") -> None:
    ended = [until, person, reason, row]
    db.execute("UPDATE held_rows SET until = ?, person = ?, reason = ? WHERE row = ?", ended)


def _mend(db: Database, _entry: Entry, fact: RowMended, _origin: Origin) -> None:
    _end(db, fact.row, person=fact.person)


def _put_off(db: Database, _entry: Entry, fact: RowPutOff, _origin: Origin) -> None:
    _end(db, fact.row, until=fact.until)


def _not_taken(db: Database, _entry: Entry, fact: RowNotTaken, _origin: Origin) -> None:
    _end(db, fact.row, reason=fact.reason)


PRIVATE = (
    DeskCard(fact=RowHeld, apply=_hold),
    DeskCard(fact=RowMended, apply=_mend),
    DeskCard(fact=RowPutOff, apply=_put_off),
    DeskCard(fact=RowNotTaken, apply=_not_taken),
)
"""The cards of its kinds, which no township knows."""
SUBJECT = DeskSubject(schema=SCHEMA, looked_up="", whose={}, by_fact=(), cards=())
