"""Notes on people's lives: years paid, a death, another pension. Struck notes are left out when notes are read."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sync.agreement import facts, journal
from sync.agreement.facts import (
    AccountTold,
    DeathNoted,
    DrawingNoted,
    EmployeeMonthsNoted,
    EmployeeTransferNoted,
    HindranceNoted,
    LeavingWishNoted,
    NoteStruck,
    OtherPensionNoted,
    YearsNoted,
)
from sync.agreement.journal import Entry
from sync.agreement.values import value
from village_desk.store.connection.engine import Database
from village_desk.store.subjects import payouts
from village_desk.store.subjects.belonging import Belongs, of_people
from village_desk.store.subjects.card import DeskCard, DeskSubject, Origin

LifeNoted = (
    YearsNoted
    | DeathNoted
    | OtherPensionNoted
    | HindranceNoted
    | AccountTold
    | DrawingNoted
    | EmployeeMonthsNoted
    | EmployeeTransferNoted
    | LeavingWishNoted
)

SCHEMA = """
CREATE TABLE notes (
    fact TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES people (id),
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    at TEXT NOT NULL,
    struck TEXT NOT NULL DEFAULT ''
) STRICT;
"""
LOOKED_UP = """
CREATE INDEX notes_person ON notes (person);
"""


@value
class Note:
    """A note that is not struck: the id of its fact, when it was noted, and the fact."""

    id: str
    at: datetime
    fact: LifeNoted


BOOKED = "booked"
"""The kind of a year for which others pay all."""


@value
class Paid:
    """A standing receipt, or a year booked as paid by others, as the account sees it; amounts in fen.

    ``kind`` and ``whole_fen`` as in its fact.
    """

    year: int
    day: date
    tier_fen: int
    government_fen: int
    kind: str = ""
    whole_fen: int = 0


@value
class Life:
    """What the desk knows of one person besides the roster. ``drawn``: the first and last month on a payout list."""

    paid: tuple[Paid, ...] = ()
    notes: tuple[Note, ...] = ()
    drawn: tuple[str, str] | None = None
    belonging: tuple[Belongs, ...] = ()


def of_person(db: Database, person: str) -> list[Note]:
    """The notes of one person, earliest first."""
    rows = db.execute(
        "SELECT fact, at, kind, person, body FROM notes WHERE person = ? AND struck = '' ORDER BY rowid", [person]
    )
    return [_note(row) for row in rows]


def of_everyone(db: Database) -> dict[str, list[Note]]:
    """The notes of everybody who has any, by person, earliest first."""
    return _noted(db, "", [])


def lives(db: Database, people: Iterable[str] | None = None) -> dict[str, Life]:
    """The lives of these people, or of everybody, with one query a table."""
    chosen = None if people is None else list(people)
    where = "" if chosen is None else f"AND person IN ({', '.join('?' for _each in chosen)})"
    paid = _paid(db, where, chosen or [])
    noted = _noted(db, where, chosen or [])
    drawn = _drawn(db, where, chosen or [])
    belongs = of_people(db, chosen)
    return {
        each: Life(tuple(paid.get(each, ())), tuple(noted.get(each, ())), drawn.get(each), tuple(belongs.get(each, ())))
        for each in {*paid, *noted, *drawn, *belongs}
    }


def _paid(db: Database, where: str, values: list[str]) -> dict[str, list[Paid]]:
    found: dict[str, list[Paid]] = {}
    for person, year, at, *paid in db.execute(
        "SELECT person, year, collected_at AS at, tier_fen, government_fen, kind, whole_fen, rowid AS place"
        f" FROM receipts WHERE void_reason = '' {where} UNION ALL"
        f" SELECT person, year, at, tier_fen, government_fen, '{BOOKED}', 0, rowid FROM bookings"
        f" WHERE back_reason = '' {where} ORDER BY year, place",
        [*values, *values],
    ):
        found.setdefault(person, []).append(Paid(year, datetime.fromisoformat(at).date(), *paid[:-1]))
    return found


def _noted(db: Database, where: str, values: list[str]) -> dict[str, list[Note]]:
    found: dict[str, list[Note]] = {}
    for row in db.execute(
        f"SELECT fact, at, kind, person, body FROM notes WHERE struck = '' {where} ORDER BY rowid", values
    ):
        found.setdefault(row[3], []).append(_note(row))
    return found


def _drawn(db: Database, where: str, values: list[str]) -> dict[str, tuple[str, str]]:
    rows = db.execute(
        f"WITH standing AS MATERIALIZED (SELECT o.id, o.month FROM payout_lists o WHERE {payouts.stands('o')})"
        " SELECT l.person, min(o.month), max(o.month) FROM payout_lines l JOIN standing o ON o.id = l.payout_list"
        f" WHERE l.person <> '' {where} GROUP BY l.person",
        values,
    )
    return {person: (first, last) for person, first, last in rows}


def _note(row: tuple[Any, ...]) -> Note:
    fact_id, at, kind, person, body = row
    fact = facts.read(kind, person, json.loads(body))
    assert isinstance(fact, LifeNoted)
    return Note(fact_id, datetime.fromisoformat(at), fact)


def _add(db: Database, entry: Entry, fact: LifeNoted, origin: Origin) -> None:
    body = journal.canonical(dict(entry.body)).decode()
    values = [entry.id, fact.person, fact.KIND, body, entry.at]
    db.execute("INSERT INTO notes (fact, person, kind, body, at) VALUES (?, ?, ?, ?, ?)", values)


def _struck(db: Database, entry: Entry, fact: NoteStruck, origin: Origin) -> None:
    db.execute("UPDATE notes SET struck = ? WHERE fact = ?", [fact.reason, fact.note])


_CARDS = (
    DeskCard(fact=YearsNoted, apply=_add),
    DeskCard(fact=DeathNoted, apply=_add),
    DeskCard(fact=OtherPensionNoted, apply=_add),
    DeskCard(fact=HindranceNoted, apply=_add),
    DeskCard(fact=AccountTold, apply=_add),
    DeskCard(fact=DrawingNoted, apply=_add),
    DeskCard(fact=EmployeeMonthsNoted, apply=_add),
    DeskCard(fact=EmployeeTransferNoted, apply=_add),
    DeskCard(fact=LeavingWishNoted, apply=_add),
    DeskCard(fact=NoteStruck, apply=_struck),
)
SUBJECT = DeskSubject(schema=SCHEMA, looked_up=LOOKED_UP, whose={}, by_fact=("notes",), cards=_CARDS)
