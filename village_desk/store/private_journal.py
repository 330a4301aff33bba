"""The private journal: facts of this desk alone, which never go up to the township.

The journal goes up whole, as its hashes form one chain; so what stays here stands apart. It is append-only like the
journal, written in the same transaction, applied to derived tables, and replayed after the journal. It is in the desk
file and its backups, and nowhere else: the township cannot give it back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sync.agreement import fact as shapes
from sync.agreement import journal
from sync.agreement.fact import Fact
from sync.agreement.journal import Entry
from village_desk.store.connection.engine import Database
from village_desk.store.subjects import held_rows
from village_desk.store.subjects.card import OWN, DeskCard

SCHEMA = """
CREATE TABLE private_journal (
    place INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT
"""
CARDS: dict[str, DeskCard[Any]] = {card.fact.KIND: card for card in held_rows.PRIVATE}
"""The card of each private kind."""


def record(db: Database, entry_id: str, at: str, by: str, fact: Fact) -> None:
    """Append the fact and apply it to the tables. Call inside a writing transaction."""
    about, body = shapes.about(fact), shapes.body(fact)
    row = [entry_id, at, by, fact.KIND, about, journal.canonical(body).decode()]
    names = "(id, at, by, kind, about, body) VALUES (?, ?, ?, ?, ?, ?)"
    place = db.execute(f"INSERT INTO private_journal {names}", row).lastrowid or 0
    _apply(db, Entry("", place, entry_id, at, by, fact.KIND, about, body, ""))


def replay(source: Database, target: Database) -> None:
    """Apply all of it to the derived tables of ``target``; a kind of a newer program changes nothing."""
    for entry in _everything(source):
        _apply(target, entry)


def _apply(db: Database, entry: Entry) -> None:
    card = CARDS.get(entry.kind)
    if card is not None:
        card.apply(db, entry, shapes.read_as(card.fact, entry.about, entry.body), OWN)


def _everything(db: Database) -> Iterator[Entry]:
    """In the order in which it was recorded; nothing in a file whose steps are not all applied yet."""
    if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'private_journal'").fetchone() is None:
        return
    for place, entry_id, at, by, kind, about, body in db.execute(
        "SELECT place, id, at, by, kind, about, body FROM private_journal ORDER BY place"
    ):
        yield Entry("", place, entry_id, at, by, kind, about, json.loads(body), "")
