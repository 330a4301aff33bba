"""The desks: their keys, first and last contact, their batches, their clocks. Selects only."""

from __future__ import annotations

from sqlalchemy import Connection, LargeBinary, Select, func, select

from sync.agreement import protocol
from sync.agreement.values import value
from sync.township.console.reading import names
from sync.township.store import tables
from sync.township.wording import desk_clocks
from sync.township.wording.desk_clocks import Doubt
from sync.wire import batch as packages

_HEAD_BYTES = protocol.MANIFEST_BYTES + 1024
"""The first bytes of a batch, which contain its whole manifest."""


@value
class Desk:
    """One desk. ``batches`` were answered, ``held`` wait for an earlier one; times are ISO 8601.

    ``clock``: the doubt about its clock by its last answered batch.
    """

    desk: str
    village: str
    public_key: str
    first_contact_at: str
    last_contact_at: str
    batches: int
    held: int
    epochs: int
    clock: Doubt


def everyone(db: Connection) -> list[Desk]:
    """All desks in the order of their names."""
    called, held = names.villages(db), tables.batches.c.answer.is_(None)
    waits = _counted(db, select(tables.batches.c.desk, func.count()).where(held).group_by(tables.batches.c.desk))
    lives = _counted(db, select(tables.chains.c.desk, func.count()).group_by(tables.chains.c.desk))
    dates = doubts(db)
    return [
        Desk(
            desk=row.desk,
            village=called[names.village_of(row.desk)],
            public_key=row.public_key,
            first_contact_at=row.first_heard_at,
            last_contact_at=row.heard_at,
            batches=row.position,
            held=waits.get(row.desk, 0),
            epochs=lives.get(row.desk, 0),
            clock=dates.get(row.desk, Doubt.NONE),
        )
        for row in db.execute(select(tables.desks).order_by(tables.desks.c.desk))
    ]


def of(db: Connection, village: str) -> list[Desk]:
    """The desks of one village."""
    return [each for each in everyone(db) if names.village_of(each.desk) == village]


def doubts(db: Connection) -> dict[str, Doubt]:
    """The doubt about each desk's clock by its last answered batch; only the manifest of the batch is read."""
    chains, rows_of_batches = tables.chains.c, tables.batches.c
    heads = select(chains.desk, chains.batch).join(tables.batches, rows_of_batches.id == chains.batch)
    latest = {
        row.desk: row.batch for row in db.execute(heads.order_by(rows_of_batches.received_at, rows_of_batches.number))
    }
    head = func.substr(rows_of_batches.bytes, 1, _HEAD_BYTES, type_=LargeBinary).label("head")
    rows = db.execute(
        select(rows_of_batches.desk, rows_of_batches.received_at, head).where(rows_of_batches.id.in_(latest.values()))
    )
    return {row.desk: desk_clocks.doubt(packages.begin(row.head)[0], row.received_at) for row in rows}


def _counted(db: Connection, rows: Select[str, int]) -> dict[str, int]:
    return {row[0]: row[1] for row in db.execute(rows)}
