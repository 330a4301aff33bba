"""The desks: their keys, when they were first and last heard, their batches. Selects only."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Select, func, select

from sync.township import tables
from sync.township.console.reading import names


@dataclass(frozen=True, slots=True)
class Desk:
    """One desk. ``batches`` were answered, ``held`` wait for an earlier one; times are ISO 8601."""

    desk: str
    village: str
    public_key: str
    first_heard_at: str
    heard_at: str
    batches: int
    held: int
    epochs: int


def everyone(db: Connection) -> list[Desk]:
    """All desks in the order of their names."""
    called, held = names.villages(db), tables.batches.c.answer.is_(None)
    waits = _counted(db, select(tables.batches.c.desk, func.count()).where(held).group_by(tables.batches.c.desk))
    lives = _counted(db, select(tables.chains.c.desk, func.count()).group_by(tables.chains.c.desk))
    return [
        Desk(
            desk=row.desk,
            village=called[names.village_of(row.desk)],
            public_key=row.public_key,
            first_heard_at=row.first_heard_at,
            heard_at=row.heard_at,
            batches=row.position,
            held=waits.get(row.desk, 0),
            epochs=lives.get(row.desk, 0),
        )
        for row in db.execute(select(tables.desks).order_by(tables.desks.c.desk))
    ]


def of(db: Connection, village: str) -> list[Desk]:
    """Those of one village."""
    return [each for each in everyone(db) if names.village_of(each.desk) == village]


def _counted(db: Connection, rows: Select[str, int]) -> dict[str, int]:
    return {row[0]: row[1] for row in db.execute(rows)}
