"""Attachments of people: titles, sizes, and how far the township has them. Their contents are in ``contents.py``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sync.agreement.facts import AttachmentAdded, AttachmentKept, AttachmentRemoved
from sync.agreement.journal import Entry
from sync.agreement.values import value
from village_desk.store.connection.engine import Database
from village_desk.store.subjects.card import DeskCard, DeskSubject, Origin

SCHEMA = """
CREATE TABLE attachments (
    fact TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES people (id),
    sha256 TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    media TEXT NOT NULL,
    title TEXT NOT NULL,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    removed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX attachments_sha256 ON attachments (sha256);
CREATE TABLE attachments_kept (
    sha256 TEXT NOT NULL,
    timeline TEXT NOT NULL,
    PRIMARY KEY (sha256, timeline)
) STRICT;
"""
LOOKED_UP = """
CREATE INDEX attachments_person ON attachments (person);
"""
_SELECT = """
SELECT a.fact, a.person, a.sha256, a.bytes, a.media, a.title, a.at, a.by,
       EXISTS (SELECT 1 FROM verdicts v WHERE v.fact = a.fact AND v.verdict = 'refused'),
       EXISTS (SELECT 1 FROM journal j WHERE j.id = a.fact AND j.seq >
               coalesce((SELECT k.last_seq FROM acknowledged k WHERE k.epoch = j.epoch), 0)),
       EXISTS (SELECT 1 FROM attachments_kept k WHERE k.sha256 = a.sha256 AND k.timeline =
               (SELECT timeline FROM townships ORDER BY met_at LIMIT 1))
  FROM attachments a
 WHERE a.removed = 0
"""


@value
class Attachment:
    """An attachment of a person; ``id`` is the id of its fact. ``kept``: the township confirmed its content.

    ``refused``: the township refused the fact. ``unanswered``: the township has not answered the fact yet.
    """

    id: str
    person: str
    sha256: str
    bytes: int
    media: str
    title: str
    at: datetime
    by: str
    refused: bool
    unanswered: bool
    kept: bool


def of_person(db: Database, person: str) -> list[Attachment]:
    """The attachments of a person, the latest first."""
    return list(_read(db, "AND a.person = ? ORDER BY a.at DESC, a.rowid DESC", [person]))


def find(db: Database, attachment: str) -> Attachment | None:
    """The attachment of that id, unless removed."""
    return next(_read(db, "AND a.fact = ?", [attachment]), None)


def unsent(db: Database) -> list[Attachment]:
    """Attachments that the township does not have, small ones first, then the oldest; without refused ones."""
    found = _read(db, "ORDER BY a.bytes, a.at, a.rowid", [])
    return [each for each in found if not each.kept and not each.refused]


def named(db: Database) -> set[str]:
    """The digests of every content that an attachment names."""
    return {row[0] for row in db.execute("SELECT sha256 FROM attachments WHERE removed = 0").fetchall()}


def _read(db: Database, where: str, values: list[Any]) -> Iterator[Attachment]:
    for row in db.execute(f"{_SELECT} {where}", values).fetchall():
        fact, person, digest, count, media, title, at, by, *flags = row
        refused, unanswered, kept = map(bool, flags)
        when = datetime.fromisoformat(at)
        yield Attachment(fact, person, digest, count, media, title, when, by, refused, unanswered, kept)


def _added(db: Database, entry: Entry, fact: AttachmentAdded, origin: Origin) -> None:
    values = [entry.id, fact.person, fact.sha256, fact.bytes, fact.media, fact.title, entry.at, entry.by]
    names = "(fact, person, sha256, bytes, media, title, at, by)"
    db.execute(f"INSERT INTO attachments {names} VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)


def _removed(db: Database, entry: Entry, fact: AttachmentRemoved, origin: Origin) -> None:
    """Mark the attachment as removed; forget the township's confirmation of a content that none uses any more.

    The township deletes such a content, so its confirmation is worth nothing.
    """
    db.execute("UPDATE attachments SET removed = 1 WHERE fact = ?", [fact.attachment])
    db.execute(
        "DELETE FROM attachments_kept WHERE NOT EXISTS"
        " (SELECT 1 FROM attachments a WHERE a.sha256 = attachments_kept.sha256 AND a.removed = 0)"
    )


def _kept_above(db: Database, entry: Entry, fact: AttachmentKept, origin: Origin) -> None:
    db.execute("INSERT OR IGNORE INTO attachments_kept VALUES (?, ?)", [fact.sha256, fact.timeline])


_CARDS = (
    DeskCard(fact=AttachmentAdded, apply=_added),
    DeskCard(fact=AttachmentRemoved, apply=_removed),
    DeskCard(fact=AttachmentKept, apply=_kept_above),
)
SUBJECT = DeskSubject(
    schema=SCHEMA,
    looked_up=LOOKED_UP,
    whose={"attachment": "SELECT person FROM attachments WHERE fact = ?"},
    by_fact=("attachments",),
    cards=_CARDS,
)
