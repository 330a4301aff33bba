"""Who was struck off (注销登记) and is on the roster no more: the strike-offs, and the people for whom one stands."""

from __future__ import annotations

import json

from sync.agreement import facts, journal
from sync.agreement.facts import PersonReinstated, PersonStruckOff
from sync.agreement.journal import Entry
from sync.agreement.values import value
from village_desk.store.connection.engine import Database
from village_desk.store.subjects.card import DeskCard, DeskSubject, Origin

SCHEMA = """
CREATE TABLE strike_offs (
    fact TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES people (id),
    body TEXT NOT NULL,
    at TEXT NOT NULL,
    reinstated INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX strike_offs_person ON strike_offs (person);
CREATE TABLE left_people (
    person TEXT PRIMARY KEY REFERENCES people (id)
) STRICT;
"""
LEFT = "(SELECT person FROM left_people)"
"""For queries: the ids of the people who are on the roster no more."""


@value
class StrikeOff:
    """A strike-off that stands: the id of its fact, when it was recorded (ISO 8601), and the fact."""

    id: str
    at: str
    fact: PersonStruckOff


def of_person(db: Database, person: str) -> list[StrikeOff]:
    """The strike-offs of a person that stand, the latest first: of both PCs, in the same order on either."""
    return _standing(db, "WHERE person = ? AND NOT reinstated", [person]).get(person, [])


def of_everyone(db: Database) -> dict[str, list[StrikeOff]]:
    """The same of everybody who has any, by person."""
    return _standing(db, "WHERE NOT reinstated", [])


def left(db: Database, person: str) -> bool:
    """Whether the person is on the roster no more."""
    return db.execute("SELECT 1 FROM left_people WHERE person = ?", [person]).fetchone() is not None


def count(db: Database) -> int:
    """How many people are on the roster no more."""
    found: int = db.execute("SELECT count(*) FROM left_people").fetchone()[0]
    return found


def _standing(db: Database, where: str, values: list[str]) -> dict[str, list[StrikeOff]]:
    found: dict[str, list[StrikeOff]] = {}
    rows = db.execute(f"SELECT fact, person, body, at FROM strike_offs {where} ORDER BY at DESC, fact DESC", values)
    for fact_id, person, body, at in rows:
        fact = facts.read(PersonStruckOff.KIND, person, json.loads(body))
        assert isinstance(fact, PersonStruckOff)
        found.setdefault(person, []).append(StrikeOff(fact_id, at, fact))
    return found


def _struck_off(db: Database, entry: Entry, fact: PersonStruckOff, origin: Origin) -> None:
    body = journal.canonical(dict(entry.body)).decode()
    values = [entry.id, fact.person, body, entry.at]
    db.execute("INSERT INTO strike_offs (fact, person, body, at) VALUES (?, ?, ?, ?)", values)
    db.execute("INSERT OR IGNORE INTO left_people VALUES (?)", [fact.person])


def _reinstated(db: Database, entry: Entry, fact: PersonReinstated, origin: Origin) -> None:
    db.execute("UPDATE strike_offs SET reinstated = 1 WHERE fact = ? AND person = ?", [fact.strike_off, fact.person])
    db.execute(
        "DELETE FROM left_people WHERE person = ?1"
        " AND NOT EXISTS (SELECT 1 FROM strike_offs WHERE person = ?1 AND NOT reinstated)",
        [fact.person],
    )


_CARDS = (
    DeskCard(fact=PersonStruckOff, apply=_struck_off),
    DeskCard(fact=PersonReinstated, apply=_reinstated),
)
SUBJECT = DeskSubject(
    schema=SCHEMA,
    looked_up="",
    whose={"strike_off": "SELECT person FROM strike_offs WHERE fact = ?"},
    by_fact=("strike_offs",),
    cards=_CARDS,
)
