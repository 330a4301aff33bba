"""The last contact with the township by each road, and the township's last signed time."""

from __future__ import annotations

from datetime import datetime

from sync.agreement import calendar
from village_desk.domain.basics.clocks import JudgedClock, KnownTimes, judge
from village_desk.domain.contacts import Contact, Ending, Way
from village_desk.store.connection.engine import Database

SCHEMA = """
CREATE TABLE contacts (
    way TEXT PRIMARY KEY,
    at TEXT NOT NULL,
    ending TEXT NOT NULL,
    code TEXT NOT NULL,
    message TEXT NOT NULL,
    cure TEXT NOT NULL
) STRICT;
CREATE TABLE township_time (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    said TEXT NOT NULL,
    heard_at TEXT,
    epoch TEXT NOT NULL,
    seq INTEGER NOT NULL
) STRICT
"""
"""``heard_at`` is by this PC's clock, null for a time from a stick; epoch and seq: the journal's end then."""
VERSION = """
CREATE TABLE township_version (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    said TEXT NOT NULL
) STRICT
"""
"""The township's version of the protocol, as it last stated it."""


def keep(db: Database, contact: Contact) -> None:
    """Remember a contact in the place of the last one by its road. Call inside a writing transaction."""
    values = [contact.way.value, contact.at.isoformat(), contact.ending.value]
    values += [contact.code, contact.message, contact.cure]
    db.execute("INSERT OR REPLACE INTO contacts VALUES (?, ?, ?, ?, ?, ?)", values)


def last(db: Database) -> list[Contact]:
    """The last contact by each road, in the order recorded, latest first, whatever the clock showed."""
    rows = db.execute("SELECT way, at, ending, code, message, cure FROM contacts ORDER BY rowid DESC").fetchall()
    return [Contact(Way(row[0]), datetime.fromisoformat(row[1]), Ending(row[2]), *row[3:]) for row in rows]


def note_time(db: Database, signed_time: str, at: datetime | None, version: str) -> None:
    """Keep a township's signed time and version. ``at``: this PC's time when the hello came by line; None by stick.

    A time from a stick counts only when it is later than the stored one. A time that cannot be read is ignored. Call
    inside a writing transaction.
    """
    moment = calendar.moment(signed_time)
    known = known_time(db)
    if moment is None or (at is None and known is not None and moment <= known):
        return
    contact_at = at.isoformat() if at else None
    end = _end(db)
    db.execute(
        "INSERT OR REPLACE INTO township_time VALUES (1, ?, ?, ?, ?)", [moment.isoformat(), contact_at, end[0], end[1]]
    )
    db.execute("INSERT OR REPLACE INTO township_version VALUES (1, ?)", [version])


def township_version(db: Database) -> str:
    """The township's version of the protocol; empty when the township never stated one."""
    row = db.execute("SELECT said FROM township_version").fetchone()
    return str(row[0]) if row else ""


def known_time(db: Database) -> datetime | None:
    """The township's last signed time."""
    row = db.execute("SELECT said FROM township_time").fetchone()
    return datetime.fromisoformat(row[0]) if row else None


def judged(db: Database, now: datetime) -> JudgedClock:
    """Whether this PC's clock can be believed, and why not."""
    row = db.execute("SELECT said, heard_at, epoch, seq FROM township_time").fetchone()
    epoch, seq, at = _end(db)
    if row is None:
        return judge(now, KnownTimes(recorded=datetime.fromisoformat(at)))
    recorded = datetime.fromisoformat(at) if (epoch, seq) != (row[2], row[3]) else None
    contact_at = datetime.fromisoformat(row[1]) if row[1] else None
    return judge(now, KnownTimes(recorded, datetime.fromisoformat(row[0]), contact_at))


def _end(db: Database) -> tuple[str, int, str]:
    """Epoch, seq and time of the newest record."""
    found: tuple[str, int, str] = db.execute(
        "SELECT epoch, seq, at FROM journal WHERE rowid = (SELECT max(rowid) FROM journal)"
    ).fetchone()
    return found
