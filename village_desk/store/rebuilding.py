"""Makes the derived tables anew from the journal, and proves that the tables agree with the journal."""

from __future__ import annotations

from typing import Any

from village_desk.domain.basics.progress import Progress, silent
from village_desk.store import replaying, tables
from village_desk.store.connection import engine
from village_desk.store.connection.engine import Database
from village_desk.store.database import Store


def rebuild(store: Store, progress: Progress = silent) -> int:
    """Drop the derived tables and replay the journal, all or nothing. Returns the number of the desk's own facts."""
    with store.writing() as db:
        tables.drop(db)
        tables.make(db)
        replaying.replay(db, db, progress)
        own: int = db.execute("SELECT count(*) FROM journal").fetchone()[0]
    return own


def first_difference(store: Store, progress: Progress = silent) -> str:
    """The name of the first derived table that differs from a replay of the journal; empty when all agree.

    The journal is replayed into memory; the file is only read.
    """
    fresh = engine.in_memory()
    tables.make(fresh)
    with store.reading() as db:
        replaying.replay(db, fresh, progress)
        for name in tables.names():
            if _rows(db, name) != _rows(fresh, name):
                return name
    return ""


def _rows(db: Database, name: str) -> list[tuple[Any, ...]]:
    if name == "search":
        db.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_words USING fts5vocab(main, search, instance)")
        return list(db.execute("SELECT term, doc FROM temp.search_words ORDER BY term, doc"))
    return sorted(db.execute(f"SELECT * FROM {name}").fetchall())
