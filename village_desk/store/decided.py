"""The township's decisions on duplicates, read from what was heard. Reads only."""

from __future__ import annotations

import json

from sync.agreement import facts
from sync.agreement.sent import DuplicateDecided
from sync.agreement.values import value
from village_desk.store.connection.engine import Database
from village_desk.store.subjects import leaving, other_desk, people

TO_DO = ("leaves", "wrong_number", "refund", "take_anew")
"""The outcomes that ask for something of the village of the person."""


@value
class DecidedAbove:
    """A decision, and the person by the id that they have here."""

    fact: DuplicateDecided
    person: str


def latest(db: Database) -> list[DecidedAbove]:
    """The last decision of each case about each of its people and receipts, where it asks for something here."""
    found: dict[tuple[str, str, str], DecidedAbove] = {}
    rows = db.execute("SELECT about, body FROM heard WHERE kind = ? ORDER BY place", [DuplicateDecided.KIND])
    for about, body in rows.fetchall():
        fact = facts.read_as(DuplicateDecided, about, json.loads(body))
        found[fact.case, fact.person, fact.receipt_number] = DecidedAbove(fact, other_desk.known_as(db, fact.person))
    known = [each for each in found.values() if each.fact.outcome in TO_DO]
    return [each for each in known if people.person(db, each.person) is not None]


def is_open(db: Database, decided: DecidedAbove) -> bool:
    """Whether the village has not done yet what was decided."""
    fact, resident = decided.fact, people.person(db, decided.person)
    if resident is None or fact.outcome == "leaves":
        return resident is not None and not leaving.left(db, decided.person)
    if fact.outcome == "wrong_number":
        return resident.id_number == fact.id_number
    standing = "SELECT 1 FROM receipts WHERE number = ? AND person = ? AND void_reason = ''"
    return db.execute(standing, [fact.receipt_number, decided.person]).fetchone() is not None
