"""Makes the derived tables anew from the journal, and proves that the tables agree with the journal.

Neither holds a table in memory: a desk of ten years is checked in as little of it as a young one.
"""

from __future__ import annotations

import secrets
from hashlib import blake2b

from village_desk.domain.basics.progress import Progress, silent
from village_desk.store import replaying, tables
from village_desk.store.connection import engine, troubles
from village_desk.store.connection.engine import Database
from village_desk.store.database import Store
from village_desk.words import _

_WORDS = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_words USING fts5vocab(main, search, instance)"
_DIGEST_BYTES = 32


def rebuild(store: Store, progress: Progress = silent) -> int:
    """Drop the derived tables and replay the journal, all or nothing. Returns the number of the desk's own facts."""
    with store.writing() as db:
        replaying.derive(db, progress)
        own: int = db.execute("SELECT count(*) FROM journal").fetchone()[0]
    return own


def first_difference(store: Store, progress: Progress = silent) -> str:
    """The name of the first derived table that differs from a replay of the journal; empty when all agree.

    The journal is replayed into a scratch file; the desk file is only read.
    """
    place = store.beside(".checking")
    with troubles.as_trouble(_("检查没有做完"), place, OSError), engine.scratch(place, store.db) as fresh:
        tables.make_to_fill(fresh)
        with store.reading() as db:
            replaying.replay(db, fresh, progress)
            return differing(db, fresh)


def differing(one: Database, other: Database) -> str:
    """The name of the first derived table that has other rows in one database than in the other; empty if none has."""
    key = secrets.token_bytes(_DIGEST_BYTES)
    return next((name for name in tables.names() if _digest(one, name, key) != _digest(other, name, key)), "")


def _digest(db: Database, name: str, key: bytes) -> tuple[int, int]:
    """The count of the rows and the sum of their digests: the same for the same rows in whatever order.

    Under a secret key nobody can make other rows with the same sum (Clarke and others 2003, MSet-Add-Hash).
    """
    rows = f"SELECT * FROM {name}"
    if name == "search":
        db.execute(_WORDS)
        rows = "SELECT term, doc FROM temp.search_words"
    count = total = 0
    for row in db.execute(rows):
        count += 1
        total += int.from_bytes(blake2b(repr(row).encode(), digest_size=_DIGEST_BYTES, key=key).digest(), "big")
    return count, total % 2 ** (8 * _DIGEST_BYTES)
