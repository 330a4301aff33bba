"""Forms besides those of the program: which are in use, which the township sent, and where their bytes are.

A version counts once all pieces of its bytes are here and make what its digest names; until then the one before stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sync.agreement import form_pieces
from sync.agreement.facts import FormInstalled, FormPiece, FormWithdrawn
from sync.agreement.journal import Entry
from sync.agreement.sent import FormSent
from sync.agreement.values import value
from village_desk.store.connection.engine import Database
from village_desk.store.subjects.card import DeskCard, DeskSubject, Origin
from village_desk.store.subjects.person_fields import order_of

SCHEMA = """
CREATE TABLE forms (
    place INTEGER PRIMARY KEY,
    fact TEXT NOT NULL UNIQUE,
    form TEXT NOT NULL,
    number TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    source TEXT NOT NULL,
    moment TEXT NOT NULL,
    for_whom TEXT NOT NULL,
    whole_numbers INTEGER NOT NULL,
    at TEXT NOT NULL,
    withdrawn INTEGER NOT NULL,
    epoch TEXT NOT NULL,
    seq INTEGER NOT NULL,
    told_order INTEGER NOT NULL
) STRICT;
CREATE TABLE forms_sent (
    place INTEGER PRIMARY KEY,
    form TEXT NOT NULL,
    number TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    moment TEXT NOT NULL,
    for_whom TEXT NOT NULL,
    whole_numbers INTEGER NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE TABLE form_pieces (
    fact TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    part INTEGER NOT NULL,
    parts INTEGER NOT NULL,
    data TEXT NOT NULL
) STRICT;
CREATE INDEX form_pieces_sha256 ON form_pieces (sha256);
CREATE TABLE form_contents (
    sha256 TEXT PRIMARY KEY,
    parts INTEGER NOT NULL
) STRICT;
"""
LOOKED_UP = """
CREATE INDEX forms_form ON forms (form);
"""
_WHOLE = "EXISTS (SELECT 1 FROM form_contents c WHERE c.sha256 = f.sha256)"
_DESCRIBED = "f.form, f.number, f.sha256, f.bytes, {source}, f.moment, f.for_whom, f.whole_numbers, f.at"
_NUMBERED = f"SELECT f.*, {order_of('f')} AS nth FROM forms f"
_IN_USE = f"""
WITH f AS ({_NUMBERED})
SELECT {_DESCRIBED.format(source="f.source")} FROM f
 WHERE NOT f.withdrawn AND {_WHOLE}
   AND NOT EXISTS (SELECT 1 FROM f w WHERE w.form = f.form AND w.sha256 = f.sha256 AND w.withdrawn
                      AND (w.nth, w.place) > (f.nth, f.place))
   AND NOT EXISTS (SELECT 1 FROM f l WHERE l.form = f.form AND NOT l.withdrawn AND (l.nth, l.place) > (f.nth, f.place)
                      AND {_WHOLE.replace("f.sha256", "l.sha256")})
 ORDER BY f.number, f.form
"""
_OF_SENT = f"""
SELECT {_DESCRIBED.format(source="'township'")} FROM forms_sent f
 WHERE {_WHOLE}
   AND NOT EXISTS (SELECT 1 FROM forms_sent l WHERE l.form = f.form AND l.place > f.place
                      AND {_WHOLE.replace("f.sha256", "l.sha256")})
"""
_LAST_SENT = f"{_OF_SENT} ORDER BY f.place"
_RECEIVED = f"""{_OF_SENT}
   AND NOT EXISTS (SELECT 1 FROM forms i WHERE i.form = f.form AND i.sha256 = f.sha256)
 ORDER BY f.place
"""
_DAMAGED = f"""
SELECT {_DESCRIBED.format(source="'township'")} FROM forms_sent f
 WHERE NOT {_WHOLE}
   AND EXISTS (SELECT 1 FROM form_pieces p WHERE p.sha256 = f.sha256
                GROUP BY p.parts HAVING count(DISTINCT p.part) = p.parts)
   AND NOT EXISTS (SELECT 1 FROM forms_sent l WHERE l.form = f.form AND l.place > f.place)
   AND NOT EXISTS (SELECT 1 FROM forms i WHERE i.form = f.form AND i.sha256 = f.sha256)
 ORDER BY f.place
"""
_PIECES = "SELECT part, data FROM form_pieces WHERE sha256 = ? AND parts = ? AND data <> '' ORDER BY rowid"


@value
class KnownForm:
    """A form as of FormInstalled or FormSent; ``at``: when it was installed here, or came."""

    form: str
    number: str
    sha256: str
    bytes: int
    source: str
    moment: str
    for_whom: str
    whole_numbers: bool
    at: str


def in_use(db: Database) -> list[KnownForm]:
    """The installed form of each name whose bytes are all here: a later one that is not whole replaces nothing."""
    return [_known(row) for row in db.execute(_IN_USE).fetchall()]


def received(db: Database) -> list[KnownForm]:
    """The forms that the township sent, whole and the last of their name, of which nobody has said anything yet."""
    return [_known(row) for row in db.execute(_RECEIVED).fetchall()]


def damaged(db: Database) -> list[KnownForm]:
    """The forms that the township sent whose pieces are all here and do not make what their digest names."""
    return [_known(row) for row in db.execute(_DAMAGED).fetchall()]


def last_sent(db: Database) -> list[KnownForm]:
    """The last whole form of each name that the township sent, installed or not."""
    return [_known(row) for row in db.execute(_LAST_SENT).fetchall()]


def contents(db: Database, sha256: str) -> bytes | None:
    """The workbook of that digest; None if it is not whole here."""
    row = db.execute("SELECT parts FROM form_contents WHERE sha256 = ?", [sha256]).fetchone()
    return _joined(db, sha256, row[0]) if row else None


def _joined(db: Database, sha256: str, parts: int) -> bytes | None:
    return form_pieces.whole(dict(db.execute(_PIECES, [sha256, parts]).fetchall()), parts, sha256)


def _known(row: Sequence[Any]) -> KnownForm:
    return KnownForm(*(*row[:7], bool(row[7]), row[8]))


def _add(db: Database, values: Sequence[str | int]) -> None:
    marks = ", ".join("?" for _each in values)
    names = "fact, form, number, sha256, bytes, source, moment, for_whom, whole_numbers, at, withdrawn"
    db.execute(f"INSERT INTO forms ({names}, epoch, seq, told_order) VALUES ({marks})", [*values])


def _place(entry: Entry, origin: Origin) -> tuple[str, int, int]:
    return ("", 0, origin.order) if origin.desk else (entry.epoch, entry.seq, 0)


def _installed(db: Database, entry: Entry, fact: FormInstalled, origin: Origin) -> None:
    described = (fact.form, fact.number, fact.sha256, fact.bytes, fact.source, fact.moment, fact.for_whom)
    _add(db, (entry.id, *described, fact.whole_numbers, entry.at, 0, *_place(entry, origin)))


def _withdrawn(db: Database, entry: Entry, fact: FormWithdrawn, origin: Origin) -> None:
    described = (fact.form, "", fact.sha256, 0, "", "", "")
    _add(db, (entry.id, *described, 0, entry.at, 1, *_place(entry, origin)))


def _sent(db: Database, entry: Entry, fact: FormSent, origin: Origin) -> None:
    _keep_piece(db, fact.sent, fact)
    if fact.part == 1:
        described = [fact.form, fact.number, fact.sha256, fact.bytes, fact.moment, fact.for_whom, fact.whole_numbers]
        names = "(form, number, sha256, bytes, moment, for_whom, whole_numbers, at)"
        db.execute(f"INSERT INTO forms_sent {names} VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [*described, entry.at])


def _piece(db: Database, entry: Entry, fact: FormPiece, origin: Origin) -> None:
    _keep_piece(db, entry.id, fact)


def _keep_piece(db: Database, fact: str, piece: FormPiece | FormSent) -> None:
    """Bytes that are here already are not kept a second time."""
    is_here = db.execute("SELECT 1 FROM form_contents WHERE sha256 = ?", [piece.sha256]).fetchone() is not None
    values = [fact, piece.sha256, piece.part, piece.parts, "" if is_here else piece.data]
    db.execute("INSERT OR IGNORE INTO form_pieces VALUES (?, ?, ?, ?, ?)", values)
    if not is_here and _joined(db, piece.sha256, piece.parts) is not None:
        db.execute("INSERT INTO form_contents VALUES (?, ?)", [piece.sha256, piece.parts])


SUBJECT = DeskSubject(
    schema=SCHEMA,
    looked_up=LOOKED_UP,
    whose={},
    by_fact=("forms", "form_pieces"),
    cards=(
        DeskCard(fact=FormInstalled, apply=_installed),
        DeskCard(fact=FormWithdrawn, apply=_withdrawn),
        DeskCard(fact=FormPiece, apply=_piece),
        DeskCard(fact=FormSent, apply=_sent),
    ),
)
