"""The facts that cannot be applied yet: what they wait for, on their kind's card in ``sync/agreement``, is not here.

A desk that was rebuilt from the township has its own facts before it hears of the people of the other desk.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import field

from sync.agreement import journal
from sync.agreement.card import Known, Subject
from sync.agreement.journal import Entry
from sync.agreement.values import value
from village_desk.store.connection.engine import Database
from village_desk.store.subjects.card import DeskSubject, Origin

SCHEMA = """
CREATE TABLE parked (
    epoch TEXT NOT NULL,
    seq INTEGER NOT NULL,
    id TEXT NOT NULL UNIQUE,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    body TEXT NOT NULL,
    hash BLOB NOT NULL,
    sent TEXT NOT NULL,
    told_order INTEGER NOT NULL,
    awaited TEXT NOT NULL
) STRICT;
CREATE INDEX parked_about ON parked (about);
CREATE INDEX parked_awaited ON parked (awaited);
"""
SUBJECT = DeskSubject(schema=SCHEMA, looked_up="", by_fact=(), whose={}, cards=())


@value
class DeskKnown:
    """The subjects in the desk's tables (``Known``). ``questions``: the query for each kind of subject."""

    db: Database
    questions: Mapping[str, str]

    def whose(self, subject: Subject) -> Collection[str]:
        """The people to whom the subject belongs; nobody when it is not in the tables."""
        question = self.questions.get(subject.kind)
        return [row[0] for row in self.db.execute(question, [subject.id])] if question else ()


@value
class AskedOnce:
    """The same for facts that are applied together: each subject is asked for once."""

    known: Known
    found: dict[Subject, Collection[str]] = field(default_factory=dict)

    def whose(self, subject: Subject) -> Collection[str]:
        """The people to whom the subject belonged when it was first asked for."""
        if subject not in self.found:
            self.found[subject] = self.known.whose(subject)
        return self.found[subject]


def park(db: Database, entry: Entry, origin: Origin, awaited: Subject) -> None:
    """Keep the fact until the subject is here."""
    body = journal.canonical(dict(entry.body)).decode()
    row = [entry.epoch, entry.seq, entry.id, entry.at, entry.by, entry.kind, entry.about, body]
    marks = ", ".join("?" * (len(row) + 4))
    more = [bytes.fromhex(entry.hash), origin.sent, origin.order, awaited.id]
    db.execute(f"INSERT OR IGNORE INTO parked VALUES ({marks})", [*row, *more])


def anything(db: Database) -> bool:
    """Whether any fact waits, which is rare."""
    return db.execute("SELECT 1 FROM parked LIMIT 1").fetchone() is not None


def released(db: Database, come: Iterable[str]) -> list[tuple[Entry, Origin]]:
    """The facts that may not have to wait any more, because ``come`` arrived: they wait for it, or are about it."""
    ids = json.dumps(sorted(come))
    near = "awaited IN (SELECT value FROM json_each(?1)) OR about IN (SELECT value FROM json_each(?1))"
    rows = db.execute(f"SELECT * FROM parked WHERE {near} ORDER BY rowid", [ids]).fetchall()
    found = []
    for row in rows:
        db.execute("DELETE FROM parked WHERE id = ?", [row[2]])
        entry = journal.from_row(row[:9])
        found.append((entry, Origin("" if entry.seq else entry.epoch, *row[9:11])))
    return found
