"""Batches on their way: the pieces that arrived, each kept as soon as it came. No HTTP."""

from __future__ import annotations

from sqlalchemy import Connection, delete, func, select

from sync.errors import RoadError
from sync.township import ledger, tables
from sync.township.store import Clock, Store


class WrongOffset(RoadError):
    """A piece does not begin where the upload ends; ``reached`` says where that is."""

    def __init__(self, reached: int) -> None:
        super().__init__("mismatching-upload-offset", str(reached))
        self.reached = reached


class Uploads:
    """The pieces of every batch that is not whole yet."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def reached(self, batch: str) -> int | None:
        """How many bytes of the batch are here; None when nothing of it is."""
        with self._store.reading() as db:
            return _reached(db, batch)

    def keep(self, batch: str, start: int, data: bytes) -> int:
        """Keep the bytes that begin at ``start`` and return how many there are now. Raises WrongOffset.

        Of two uploads at the same moment the second one finds the offset taken.
        """
        with self._store.writing() as db:
            reached = _reached(db, batch) or 0
            if start != reached:
                raise WrongOffset(reached)
            row = {"batch": batch, "start": start, "bytes": data, "received_at": self._clock().isoformat()}
            if not ledger.insert_new(db, tables.pieces, [row]):
                raise WrongOffset(_reached(db, batch) or 0)
        return start + len(data)

    def whole(self, batch: str) -> bytes:
        """Everything that has arrived, in order."""
        rows = select(tables.pieces.c.bytes).where(tables.pieces.c.batch == batch).order_by(tables.pieces.c.start)
        with self._store.reading() as db:
            return b"".join(db.execute(rows).scalars())

    def drop(self, batch: str, start: int = 0) -> None:
        """Forget the pieces from ``start`` on: the batch is in the books, or they were no good."""
        with self._store.writing() as db:
            db.execute(delete(tables.pieces).where(tables.pieces.c.batch == batch, tables.pieces.c.start >= start))


def _reached(db: Connection, batch: str) -> int | None:
    size = func.max(tables.pieces.c.start + func.length(tables.pieces.c.bytes))
    found: int | None = db.execute(select(size).where(tables.pieces.c.batch == batch)).scalar()
    return found
