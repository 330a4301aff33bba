"""What another desk of the village told, done to the derived tables; and facts about people who are not known yet.

Called by ``applying.py`` only. Nothing is judged here. Whose word on a field is the last: ``person_fields.py``.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace

from sync import facts, journal, sent
from sync.journal import Entry
from village_desk.domain.errors import Refused
from village_desk.domain.receipts import ReceiptNumber
from village_desk.store import person_fields
from village_desk.store.engine import Database

Apply = Callable[[Database, Entry], None]


@dataclass(frozen=True, slots=True)
class Origin:
    """By which message a fact came (empty: it is this desk's own), and its place in the township's order."""

    sent: str = ""
    order: int = 0


_OWN = Origin()


def take(db: Database, told: sent.DeskTold, apply: Apply) -> None:
    """Apply every line that is new. A line that this program cannot use, or under an id of its own, is left out."""
    for line in told.lines:
        entry = _entry(db, told.desk, line)
        if entry is not None and not _had(db, entry.id) and not _own(db, entry.id):
            _take(db, entry, Origin(told.sent, told.order), apply)
        _place_anew(db, line, told.order)


def is_another_place(db: Database, told: sent.DeskTold) -> bool:
    """Whether the township gives what it told before another place now: its books were restored in between."""
    facts_here = [each.id for each in told.lines] + _registered_in(told)
    other = "SELECT 1 FROM {} WHERE seq = 0 AND told_order <> ?1 AND {} IN (SELECT value FROM json_each({}))"
    places = (("changed", "fact", "?2"), ("parked", "id", "?2"), ("people", "id", "?3"))
    query = " UNION ALL ".join(other.format(*each) for each in places)
    rows = db.execute(query, [told.order, json.dumps(facts_here), json.dumps(_registered_in(told))])
    return rows.fetchone() is not None


def _registered_in(told: sent.DeskTold) -> list[str]:
    return [each.about for each in told.lines if each.kind == facts.PersonRegistered.KIND]


def _place_anew(db: Database, line: sent.ToldLine, order: int) -> None:
    """The last telling's place is the one that holds."""
    db.execute("UPDATE parked SET told_order = ? WHERE id = ? AND seq = 0", [order, line.id])
    person_fields.place_anew(db, line.id, order)
    if line.kind == facts.PersonRegistered.KIND:
        db.execute("UPDATE people SET told_order = ? WHERE id = ? AND seq = 0", [order, line.about])
        person_fields.place_anew(db, line.about, order)


_NEVER_WAIT = (facts.PersonRegistered.KIND, facts.PayoutLineTaken.KIND, facts.NumberShown.KIND)
"""Facts about a person who need not be known: a payee of a list, say."""


def needs_person(kind: str) -> bool:
    """Whether a fact of this kind changes something of a person who must be known. Others never wait for anybody."""
    return facts.KINDS[kind].ABOUT == "person" and kind not in _NEVER_WAIT


def placed(db: Database, entry: Entry, origin: Origin = _OWN) -> Entry | None:
    """The fact about the person as he is known here; None when he is not known yet, and the fact is kept until he is.

    A desk that was rebuilt from the township has its own facts before it hears of the people of the other desk.
    """
    for person in (entry.about, known_as(db, entry.about)):
        if db.execute("SELECT 1 FROM people WHERE id = ?", [person]).fetchone():
            return entry if person == entry.about else replace(entry, about=person)
    body = journal.canonical(dict(entry.body)).decode()
    row = [entry.epoch, entry.seq, entry.id, entry.at, entry.by, entry.kind, entry.about, body, entry.hash]
    marks = ", ".join("?" * (len(row) + 2))
    db.execute(f"INSERT OR IGNORE INTO parked VALUES ({marks})", [*row, origin.sent, origin.order])
    return None


def is_twin(db: Database, person: str, id_number: str) -> bool:
    """Whether somebody here bears the number already; then the two ids are one person from now on."""
    twin = db.execute("SELECT id FROM people WHERE id_number = ?", [id_number]).fetchone()
    if twin is not None and twin[0] != person:
        db.execute("INSERT OR IGNORE INTO same_people VALUES (?, ?)", [person, twin[0]])
    return twin is not None


def release(db: Database, person: str, apply: Apply) -> None:
    """Apply what waited for a person who is known now."""
    rows = db.execute("SELECT * FROM parked WHERE about = ? ORDER BY rowid", [person]).fetchall()
    db.execute("DELETE FROM parked WHERE about = ?", [person])
    for row in rows:
        entry = journal.from_row(row[:-2])
        if entry.seq:
            apply(db, entry)
        else:
            _take(db, entry, Origin(*row[-2:]), apply)


def known_as(db: Database, person: str) -> str:
    """The id that a person has here, whom another desk may call by another."""
    row = db.execute("SELECT person FROM same_people WHERE theirs = ?", [person]).fetchone()
    return str(row[0]) if row else person


def _take(db: Database, line: Entry, origin: Origin, apply: Apply) -> None:
    if line.kind == facts.PersonRegistered.KIND:
        entry = _registered(db, line, origin.order, apply)
    else:
        found = placed(db, line, origin) if needs_person(line.kind) else line
        if found is None:
            return
        entry = found
        if entry.kind == facts.PersonCorrected.KIND:
            fact = entry.fact()
            person_fields.forget(db, entry.about, fact.instead_of)
            person_fields.correct(db, entry, fact.changes, origin.order)
        else:
            apply(db, entry)
            db.execute("UPDATE receipts SET desk = ?, prints = 1 WHERE fact = ?", [entry.epoch, entry.id])
    body = journal.canonical(dict(entry.body)).decode()
    row = [entry.id, origin.sent, entry.about, entry.epoch, entry.at, entry.by, entry.kind, body]
    db.execute("INSERT INTO told VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)


def _registered(db: Database, entry: Entry, order: int, apply: Apply) -> Entry:
    """A person of the other desk's roster: new here, or the one whom this desk has, with the newer of the fields."""
    if not is_twin(db, entry.about, str(entry.body["id_number"])):
        apply(db, entry)
        db.execute("UPDATE people SET told_order = ? WHERE id = ?", [order, entry.about])
        return entry
    here = replace(entry, about=known_as(db, entry.about))
    person_fields.correct(db, here, entry.body, order, quietly=True)
    release(db, entry.about, apply)
    return here


def _entry(db: Database, desk: str, line: sent.ToldLine) -> Entry | None:
    """The line as an entry: the other desk stands in the place of the epoch, and it has no seq here."""
    try:
        body = json.loads(line.body)
        entry = Entry(desk, 0, line.id, line.at, line.by, line.kind, line.about, body, "")
        fact = entry.fact()
        if isinstance(fact, facts.ContributionCollected) and _is_taken(db, ReceiptNumber.read(fact.receipt)):
            return None
    except (facts.UnknownKind, facts.Misfit, ValueError, AttributeError, Refused):
        return None
    return entry


def _is_taken(db: Database, number: ReceiptNumber) -> bool:
    used = "SELECT 1 FROM receipts WHERE series = ? AND serial = ? AND desk = ''"
    return db.execute(used, [number.series, number.serial]).fetchone() is not None


def is_told(db: Database, entry_id: str) -> bool:
    """Whether the other desk has a fact of this id: none of this desk's may have it then."""
    there = "SELECT 1 FROM told WHERE fact = ?1 UNION ALL SELECT 1 FROM parked WHERE id = ?1"
    return db.execute(there, [entry_id]).fetchone() is not None


def _own(db: Database, fact: str) -> bool:
    """Whether a fact of this desk left something under this id: another's words are none about it."""
    tables = ("receipts", "notes", "attachments", "changed")
    there = " UNION ALL ".join(f"SELECT 1 FROM {each} WHERE fact = ?1" for each in tables)
    return db.execute(there, [fact]).fetchone() is not None


def _had(db: Database, fact: str) -> bool:
    return db.execute("SELECT 1 FROM told WHERE fact = ?", [fact]).fetchone() is not None
