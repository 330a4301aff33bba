"""Facts of the village's other desk, and people who are one person under two ids.

Nothing is judged here. Which desk's value of a field counts: ``person_fields.py``. ``applying.py`` applies the facts.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from sync.agreement import facts, journal, sent
from sync.agreement.journal import Entry
from village_desk.store.connection.engine import Database
from village_desk.store.subjects import person_fields
from village_desk.store.subjects.card import DeskSubject, Origin

SCHEMA = """
CREATE TABLE told (
    fact TEXT PRIMARY KEY,
    sent TEXT NOT NULL,
    person TEXT NOT NULL,
    desk TEXT NOT NULL,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE TABLE same_people (
    theirs TEXT PRIMARY KEY,
    person TEXT NOT NULL
) STRICT;
"""
LOOKED_UP = """
CREATE INDEX told_person ON told (person);
CREATE INDEX same_people_person ON same_people (person);
"""
_ORDERED = ("policies", "forms", "village_groups", "outcomes")
"""The tables whose rows bear the order number of the fact that made them."""
SUBJECT = DeskSubject(schema=SCHEMA, looked_up=LOOKED_UP, by_fact=("told",), whose={}, cards=())
"""Its one kind, ``DeskTold``, brings facts of other kinds: ``applying.py`` has the card."""


def entry(desk: str, line: sent.PassedOnLine) -> Entry | None:
    """The line as an entry, None when this program cannot read it: the desk is in the place of the epoch; no seq."""
    try:
        found = Entry(desk, 0, line.id, line.at, line.by, line.kind, line.about, json.loads(line.body), "")
        found.fact()
    except (facts.UnknownKind, facts.Misfit, ValueError, AttributeError):
        return None
    return found


def note(db: Database, entry: Entry, origin: Origin) -> None:
    """The other desk's fact counts here from now on."""
    body = journal.canonical(dict(entry.body)).decode()
    row = [entry.id, origin.sent, known_as(db, entry.about), origin.desk, entry.at, entry.by, entry.kind, body]
    db.execute("INSERT INTO told VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)


def is_another_place(db: Database, message: sent.DeskTold) -> bool:
    """Whether the township now gives these facts another order number: its books were restored in between."""
    facts_here = [each.id for each in message.lines] + _registered_in(message)
    other = "SELECT 1 FROM {} WHERE seq = 0 AND told_order <> ?1 AND {} IN (SELECT value FROM json_each({}))"
    by_fact = (*((name, "fact", "?2") for name in ("changed", *_ORDERED)), ("parked", "id", "?2"))
    places = (*by_fact, ("people", "id", "?3"))
    query = " UNION ALL ".join(other.format(*each) for each in places)
    rows = db.execute(query, [message.order, json.dumps(facts_here), json.dumps(_registered_in(message))])
    return rows.fetchone() is not None


def _registered_in(message: sent.DeskTold) -> list[str]:
    return [each.about for each in message.lines if each.kind == facts.PersonRegistered.KIND]


def place_anew(db: Database, line: sent.PassedOnLine, order: int) -> None:
    """Give a fact of another desk the order number of its latest version."""
    for table, column in (("parked", "id"), *((name, "fact") for name in _ORDERED)):
        db.execute(f"UPDATE {table} SET told_order = ? WHERE {column} = ? AND seq = 0", [order, line.id])
    person_fields.place_anew(db, line.id, order)
    if line.kind == facts.PersonRegistered.KIND:
        db.execute("UPDATE people SET told_order = ? WHERE id = ? AND seq = 0", [order, line.about])
        person_fields.place_anew(db, line.about, order)


def is_twin(db: Database, person: str, id_number: str) -> bool:
    """Whether somebody here bears the number already; then the two ids are one person from now on."""
    twin = db.execute("SELECT id FROM people WHERE id_number = ?", [id_number]).fetchone()
    if twin is not None and twin[0] != person:
        db.execute("INSERT OR IGNORE INTO same_people VALUES (?, ?)", [person, twin[0]])
    return twin is not None


def known_as(db: Database, person: str) -> str:
    """The id that a person has here, whom another desk may call by another."""
    row = db.execute("SELECT person FROM same_people WHERE theirs = ?", [person]).fetchone()
    return str(row[0]) if row else person


def claimed(db: Database, ids: Sequence[str]) -> set[str]:
    """Those of the ids under which the other desk has a fact: this desk must not use them."""
    asked = "(SELECT value FROM json_each(?1))"
    there = f"SELECT fact FROM told WHERE fact IN {asked} UNION ALL SELECT id FROM parked WHERE id IN {asked}"
    return {row[0] for row in db.execute(there, [json.dumps(ids)])}
