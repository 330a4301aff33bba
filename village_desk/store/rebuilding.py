"""The derived tables made anew from the journal, and the proof that they say what the journal says."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from typing import Any

from sync import journal
from village_desk.domain.progress import Progress, silent
from village_desk.store import applying, engine, tables
from village_desk.store.database import Store, heard_entry
from village_desk.store.engine import Database

_HEARD = "SELECT epoch, after_seq, at, kind, about, body, signed FROM heard ORDER BY place"


def rebuild(store: Store, progress: Progress = silent) -> int:
    """Drop the derived tables and replay the journal, all or nothing. Returns the number of the desk's own facts."""
    with store.writing() as db:
        tables.drop(db)
        tables.make(db)
        _replay(db, db, _count(db), progress)
        own: int = db.execute("SELECT count(*) FROM journal").fetchone()[0]
    return own


def first_difference(store: Store, progress: Progress = silent) -> str:
    """The name of the first derived table that is not what the journal makes it; empty when all agree.

    The journal is replayed into memory; the file is only read.
    """
    fresh = engine.in_memory()
    tables.make(fresh)
    with store.reading() as db:
        _replay(db, fresh, _count(db), progress)
        for name in tables.NAMES:
            if _rows(db, name) != _rows(fresh, name):
                return name
    return ""


def _count(db: Database) -> int:
    found: int = db.execute("SELECT (SELECT count(*) FROM journal) + (SELECT count(*) FROM heard)").fetchone()[0]
    return found


def _replay(source: Database, target: Database, count: int, progress: Progress) -> None:
    for done, entry in enumerate(_as_lived(source)):
        if done % 200 == 0:
            progress(done, count)
        applying.apply(target, entry)
    progress(count, count)


def _as_lived(db: Database) -> Iterator[journal.Entry]:
    """The desk's own facts and what was heard between them, in the order in which they came."""
    ordinals = dict(db.execute("SELECT epoch, ordinal FROM epochs").fetchall())
    own = (((ordinals[entry.epoch], entry.seq, 0), entry) for entry in journal.everything(db))
    heard = (((ordinals[row[0]], row[1], 1), heard_entry(row)) for row in db.execute(_HEARD).fetchall())
    for _place, entry in heapq.merge(own, heard, key=lambda each: each[0]):
        yield entry


def _rows(db: Database, name: str) -> list[tuple[Any, ...]]:
    if name == "search":
        db.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_words USING fts5vocab(main, search, instance)")
        return list(db.execute("SELECT term, doc FROM temp.search_words ORDER BY term, doc"))
    return sorted(db.execute(f"SELECT * FROM {name}").fetchall())
