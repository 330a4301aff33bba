"""Unfinished uploads: the pieces that arrived, each stored as soon as it came. Batches, and contents. No HTTP."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, delete, func, select

from sync.agreement.errors import RoadError
from sync.township.store import bulk, tables
from sync.township.store.database import Clock, Store


class WrongOffset(RoadError):
    """A piece does not begin where the upload ends; ``reached`` says where that is."""

    def __init__(self, reached: int) -> None:
        super().__init__("mismatching-upload-offset", str(reached))
        self.reached = reached


class Uploads:
    """The pieces of everything of one kind that is not whole yet."""

    def __init__(self, store: Store, clock: Clock, table: Table = tables.pieces) -> None:
        """``table``: as ``tables.pieces``; its key is the upload's name, and where a piece begins."""
        self._store = store
        self._clock = clock
        self._table = table
        self._called, self._start = table.primary_key.columns

    def reached(self, name: str) -> int | None:
        """How many bytes are here; None when there are none."""
        with self._store.reading() as db:
            return self._reached(db, name)

    def keep(self, name: str, start: int, data: bytes) -> int:
        """Keep the bytes that begin at ``start`` and return how many there are now. Raises WrongOffset.

        Of two uploads at the same moment the second one finds the offset taken.
        """
        with self._store.writing() as db:
            reached = self._reached(db, name) or 0
            if start != reached:
                raise WrongOffset(reached)
            if not bulk.insert_new(db, self._table, [self._row(name, start, data)]):
                raise WrongOffset(self._reached(db, name) or 0)
        return start + len(data)

    def put(self, name: str, data: bytes) -> None:
        """Store the whole upload at once, replacing earlier pieces; no reader sees it without bytes meanwhile."""
        with self._store.writing() as db:
            db.execute(delete(self._table).where(self._called == name))
            bulk.upsert(db, self._table, [self._row(name, 0, data)])

    def whole(self, name: str) -> bytes:
        """Everything that has arrived, in order."""
        rows = select(self._table.c.bytes).where(self._called == name).order_by(self._start)
        with self._store.reading() as db:
            return b"".join(db.execute(rows).scalars())

    def drop(self, name: str, start: int = 0) -> None:
        """Forget the pieces from ``start`` on: they are in the books, or were no good."""
        with self._store.writing() as db:
            db.execute(delete(self._table).where(self._called == name, self._start >= start))

    def _row(self, name: str, start: int, data: bytes) -> dict[str, Any]:
        return {self._called.name: name, "start": start, "bytes": data, "received_at": self._clock().isoformat()}

    def _reached(self, db: Connection, name: str) -> int | None:
        size = func.max(self._start + func.length(self._table.c.bytes))
        found: int | None = db.execute(select(size).where(self._called == name)).scalar()
        return found
