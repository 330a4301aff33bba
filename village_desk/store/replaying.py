"""All facts in the order they came: the desk's own, and the township's messages between them; and what they make.

The private journal comes after them: no fact of theirs needs it."""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterator, Sequence
from typing import Any

from sync.agreement import journal
from village_desk.domain.basics.progress import Progress, counted, silent
from village_desk.store import applying, private_journal, tables
from village_desk.store.connection.engine import Database

_HEARD = "SELECT epoch, after_seq, at, kind, about, body, signed FROM heard ORDER BY place"


def count(db: Database) -> int:
    """How many facts there are: the desk's own and the township's."""
    found: int = db.execute("SELECT (SELECT count(*) FROM journal) + (SELECT count(*) FROM heard)").fetchone()[0]
    return found


def derive(db: Database, progress: Progress = silent) -> None:
    """Drop the derived tables and make them anew from everything that was lived. In a writing transaction."""
    tables.drop(db)
    tables.make_to_fill(db)
    replay(db, db, progress)
    tables.index(db)


def replay(source: Database, target: Database, progress: Progress = silent) -> None:
    """Apply everything that ``source`` lived to the empty derived tables of ``target``."""
    total = count(source)
    applying.apply_all(target, counted(as_lived(source), total, progress, every=200))
    private_journal.replay(source, target)
    progress(total, total)


def received_entry(row: Sequence[Any]) -> journal.Entry:
    """A message of the township in the shape that applying takes: it has no place in the desk's own chain."""
    epoch, seq, at, kind, about, body, _signed = row
    return journal.Entry(epoch, seq, about, at, "", kind, about, json.loads(body), "")


def as_lived(db: Database) -> Iterator[journal.Entry]:
    """Every fact in the order in which it came. Messages of the township have no hash."""
    ordinals = dict(db.execute("SELECT epoch, ordinal FROM epochs").fetchall())
    own = (((ordinals[entry.epoch], entry.seq, 0), entry) for entry in journal.everything(db))
    messages = (((ordinals[row[0]], row[1], 1), received_entry(row)) for row in db.execute(_HEARD))
    for _place, entry in heapq.merge(own, messages, key=lambda each: each[0]):
        yield entry
