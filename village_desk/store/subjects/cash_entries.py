"""Cash besides fees: paid on, deposited, handed over; how days were closed; proofs given. And the lines of the ledger.

A line of the ledger is never stored: a fee, its void, and each entry and its reversal are lines. Only cash of this
desk's own drawer is counted; another PC has a drawer of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sync.agreement.facts import (
    CashDeposited,
    CashEntryReversed,
    CashHandedOver,
    CashRemitted,
    DayClosed,
    ProofGiven,
)
from sync.agreement.journal import Entry
from sync.agreement.values import value
from village_desk.store.connection.engine import Database
from village_desk.store.subjects.card import DeskCard, DeskSubject, Origin

SCHEMA = """
CREATE TABLE cash_entries (
    fact TEXT PRIMARY KEY,
    desk TEXT NOT NULL,
    way TEXT NOT NULL,
    day TEXT NOT NULL,
    fen INTEGER NOT NULL,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    giver TEXT NOT NULL DEFAULT '',
    receiver TEXT NOT NULL DEFAULT '',
    place TEXT NOT NULL DEFAULT '',
    ticket TEXT NOT NULL DEFAULT '',
    receipt TEXT NOT NULL DEFAULT '',
    person TEXT NOT NULL DEFAULT '',
    first TEXT NOT NULL DEFAULT '',
    last TEXT NOT NULL DEFAULT '',
    picture TEXT NOT NULL DEFAULT '',
    comment TEXT NOT NULL DEFAULT '',
    reversed_at TEXT NOT NULL DEFAULT '',
    reversed_by TEXT NOT NULL DEFAULT '',
    reversed_for TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE day_closes (
    fact TEXT PRIMARY KEY,
    desk TEXT NOT NULL,
    day TEXT NOT NULL,
    turn INTEGER NOT NULL,
    counted_fen INTEGER NOT NULL,
    ledger_fen INTEGER NOT NULL,
    receipts_fen INTEGER NOT NULL,
    out_fen INTEGER NOT NULL,
    receipts INTEGER NOT NULL,
    voids INTEGER NOT NULL,
    counts TEXT NOT NULL,
    reason TEXT NOT NULL,
    comment TEXT NOT NULL,
    at TEXT NOT NULL,
    by TEXT NOT NULL
) STRICT;
CREATE TABLE proofs (
    fact TEXT PRIMARY KEY,
    desk TEXT NOT NULL,
    person TEXT NOT NULL,
    receipt TEXT NOT NULL,
    given_on TEXT NOT NULL,
    received_by TEXT NOT NULL
) STRICT;
"""
LOOKED_UP = """
CREATE INDEX cash_entries_at ON cash_entries (at) WHERE desk = '';
CREATE INDEX cash_entries_receipt ON cash_entries (receipt) WHERE receipt <> '';
CREATE INDEX cash_entries_ticket ON cash_entries (ticket) WHERE ticket <> '';
CREATE INDEX day_closes_day ON day_closes (day, turn) WHERE desk = '';
CREATE INDEX proofs_receipt ON proofs (receipt);
"""
FEE, VOID = "fee", "void"
"""The ways of a ledger line that is no entry of its own: the cash of a receipt, and its giving back."""
_LINES = f"""
SELECT r.collected_at AS at, '{FEE}' AS way, r.amount_fen AS fen, r.fact AS fact, r.number AS receipt,
       p.name AS name, '' AS counterpart, '' AS ticket, r.by AS by, 0 AS reversal
  FROM receipts r JOIN people p ON p.id = r.person
 WHERE r.desk = '' AND r.channel = 'village_cash' AND r.amount_fen > 0
   AND r.collected_at >= :first AND r.collected_at < :last
UNION ALL
SELECT r.void_at, '{VOID}', -r.amount_fen, r.fact, r.number, p.name, r.void_reason, '', r.by, 1
  FROM receipts r JOIN people p ON p.id = r.person
 WHERE r.desk = '' AND r.channel = 'village_cash' AND r.amount_fen > 0
   AND r.void_at >= :first AND r.void_at < :last
UNION ALL
SELECT e.at, e.way, e.fen, e.fact, e.receipt, coalesce(p.name, ''),
       CASE WHEN e.place <> '' THEN e.place WHEN e.fen > 0 THEN e.giver ELSE e.receiver END, e.ticket, e.by, 0
  FROM cash_entries e LEFT JOIN people p ON p.id = e.person
 WHERE e.desk = '' AND e.at >= :first AND e.at < :last
UNION ALL
SELECT e.reversed_at, e.way, -e.fen, e.fact, e.receipt, coalesce(p.name, ''), e.reversed_for, e.ticket, e.reversed_by, 1
  FROM cash_entries e LEFT JOIN people p ON p.id = e.person
 WHERE e.desk = '' AND e.reversed_at >= :first AND e.reversed_at < :last
"""
_IN_HAND = """
SELECT (SELECT coalesce(sum(amount_fen), 0) FROM receipts
         WHERE desk = '' AND channel = 'village_cash' AND collected_at < :last)
     - (SELECT coalesce(sum(amount_fen), 0) FROM receipts
         WHERE desk = '' AND channel = 'village_cash' AND collected_at < :last AND void_at <> '' AND void_at < :last)
     + (SELECT coalesce(sum(fen), 0) FROM cash_entries WHERE desk = '' AND at < :last)
     - (SELECT coalesce(sum(fen), 0) FROM cash_entries
         WHERE desk = '' AND at < :last AND reversed_at <> '' AND reversed_at < :last)
"""
_EVER = "~"
"""Behind every moment that is written in ISO 8601."""


@value
class LedgerLine:
    """Cash into (above zero) or out of the drawer, in fen. ``at``: ISO 8601. ``way``: a kind of fact, fee or void.

    ``name``: of the person; ``counterpart``: by which channel, where to, to or from whom, or why it was given back.
    """

    at: str
    way: str
    fen: int
    fact: str
    receipt: str
    name: str
    counterpart: str
    ticket: str
    by: str
    is_reversal: bool

    @property
    def day(self) -> date:
        """The day on which it was written, by this PC's clock."""
        return date.fromisoformat(self.at[:10])


@value
class CashEntryRow:
    """An entry: paid on (``person``, ``receipt``, ``ticket``; ``place``: the channel), deposited (``place``, ``ticket``
    is the slip's number) or handed over (``giver``, ``receiver``). ``reversed_for``: why it was taken back, or "".
    """

    fact: str
    desk: str
    way: str
    day: str
    fen: int
    at: str
    by: str
    giver: str
    receiver: str
    place: str
    ticket: str
    receipt: str
    person: str
    first: str
    last: str
    picture: str
    comment: str
    reversed_at: str
    reversed_by: str
    reversed_for: str

    def stood_at_end_of(self, day: date) -> bool:
        """Whether nobody had reversed it when that day was over."""
        return not self.reversed_at or date.fromisoformat(self.reversed_at[:10]) > day


@value
class CloseRow:
    """How a day was closed. ``counts``: how many of each note or coin, by its fen."""

    fact: str
    day: date
    turn: int
    counted_fen: int
    ledger_fen: int
    receipts_fen: int
    out_fen: int
    receipts: int
    voids: int
    counts: dict[int, int]
    reason: str
    comment: str
    at: str
    by: str

    @property
    def difference_fen(self) -> int:
        """What was counted less what should have been there."""
        return self.counted_fen - self.ledger_fen


def lines(db: Database, first: date, last: date) -> list[LedgerLine]:
    """The ledger of this desk's drawer from one day to another, both included, in the order of writing."""
    span = {"first": first.isoformat(), "last": (last + timedelta(days=1)).isoformat()}
    found = (_line(row) for row in db.execute(_LINES, span))
    return sorted(found, key=lambda each: (each.at, each.is_reversal, each.receipt, each.fact))


def in_hand(db: Database, day: date | None = None) -> int:
    """The fen that should lie in this desk's drawer at the end of a day, else now."""
    last = (day + timedelta(days=1)).isoformat() if day else _EVER
    return int(db.execute(_IN_HAND, {"last": last}).fetchone()[0])


def entry(db: Database, fact: str) -> CashEntryRow | None:
    """The entry that a fact made."""
    return next(iter(_entries(db, "WHERE fact = ?", [fact])), None)


def of_receipt(db: Database, receipt: str) -> CashEntryRow | None:
    """How the cash of a receipt was paid on, if that stands."""
    return next(iter(_entries(db, "WHERE receipt = ? AND reversed_at = ''", [receipt])), None)


def of_ticket(db: Database, ticket: str) -> CashEntryRow | None:
    """What was paid on under an official ticket, if that stands."""
    where = "WHERE ticket = ? AND way = ? AND reversed_at = ''"
    return next(iter(_entries(db, where, [ticket, CashRemitted.KIND])), None)


def entries(db: Database, first: date, last: date) -> list[CashEntryRow]:
    """The entries of this desk that were written from one day to another, both included, the latest first."""
    where = "WHERE desk = '' AND at >= ? AND at < ? ORDER BY at DESC, rowid DESC"
    return _entries(db, where, [first.isoformat(), (last + timedelta(days=1)).isoformat()])


def close_of(db: Database, day: date) -> CloseRow | None:
    """How this desk closed a day: the last close of it."""
    return next(
        iter(_closes(db, "WHERE desk = '' AND day = ? ORDER BY turn DESC, rowid DESC LIMIT 1", [day.isoformat()])), None
    )


def last_close(db: Database, before: date) -> CloseRow | None:
    """How this desk closed the last day that it closed before a day."""
    where = "WHERE desk = '' AND day < ? ORDER BY day DESC, turn DESC, rowid DESC LIMIT 1"
    return next(iter(_closes(db, where, [before.isoformat()])), None)


def first_line(db: Database) -> date | None:
    """The day of the first cash of this desk; None where there was none."""
    query = (
        "SELECT min(at) FROM (SELECT min(collected_at) AS at FROM receipts WHERE desk = '' AND channel = 'village_cash'"
        " UNION ALL SELECT min(at) FROM cash_entries WHERE desk = '')"
    )
    found = db.execute(query).fetchone()[0]
    return date.fromisoformat(found[:10]) if found else None


_LAST_MOVED = """
SELECT max(at) FROM (
    SELECT max(collected_at) AS at FROM receipts
     WHERE desk = '' AND channel = 'village_cash' AND collected_at >= :first AND collected_at < :last
    UNION ALL SELECT max(void_at) FROM receipts
     WHERE desk = '' AND channel = 'village_cash' AND void_at >= :first AND void_at < :last
    UNION ALL SELECT max(at) FROM cash_entries WHERE desk = '' AND at >= :first AND at < :last
    UNION ALL SELECT max(reversed_at) FROM cash_entries
     WHERE desk = '' AND reversed_at >= :first AND reversed_at < :last
)
"""


def last_moved(db: Database, first: date, before: date) -> date | None:
    """The last day, from one on and before another, on which cash of this desk moved; None where there is none."""
    found = db.execute(_LAST_MOVED, {"first": first.isoformat(), "last": before.isoformat()}).fetchone()[0]
    return date.fromisoformat(found[:10]) if found else None


def not_remitted(db: Database) -> Iterator[tuple[str, int]]:
    """The standing cash receipts of this desk that were not paid on, the latest first: number and fen.

    Read one by one: whoever has enough reads no further.
    """
    query = (
        "SELECT number, amount_fen FROM receipts r WHERE desk = '' AND channel = 'village_cash' AND void_reason = ''"
        " AND amount_fen > 0 AND NOT EXISTS"
        " (SELECT 1 FROM cash_entries e WHERE e.receipt = r.number AND e.receipt <> '' AND e.reversed_at = '')"
        " ORDER BY collected_at DESC"
    )
    yield from ((number, fen) for number, fen in db.execute(query))


def receipts_of(db: Database, day: date) -> tuple[int, int, int]:
    """Of a day's cash receipts of this desk: fen and count of those that stood at its end, and how many were void."""
    query = (
        "SELECT coalesce(sum(iif(stood, amount_fen, 0)), 0), coalesce(sum(stood), 0), count(*)"
        " FROM (SELECT amount_fen, void_at = '' OR void_at >= :last AS stood FROM receipts"
        " WHERE desk = '' AND channel = 'village_cash' AND collected_at >= :first AND collected_at < :last)"
    )
    span = {"first": day.isoformat(), "last": (day + timedelta(days=1)).isoformat()}
    fen, count, all_of_them = db.execute(query, span).fetchone()
    return int(fen), int(count), int(all_of_them - count)


def proof(db: Database, receipt: str) -> tuple[str, str] | None:
    """When the proof of a receipt's fee was given, and to whom."""
    query = "SELECT given_on, received_by FROM proofs WHERE receipt = ? ORDER BY rowid DESC LIMIT 1"
    row = db.execute(query, [receipt]).fetchone()
    return (row[0], row[1]) if row else None


def _line(row: tuple[Any, ...]) -> LedgerLine:
    at, way, fen, fact, receipt, name, counterpart, ticket, by, reversal = row
    return LedgerLine(at, way, fen, fact, receipt, name, counterpart, ticket, by, bool(reversal))


def _entries(db: Database, where: str, values: list[Any]) -> list[CashEntryRow]:
    names = ", ".join(CashEntryRow.__dataclass_fields__)
    return [CashEntryRow(*row) for row in db.execute(f"SELECT {names} FROM cash_entries {where}", values)]


def _closes(db: Database, where: str, values: list[Any]) -> list[CloseRow]:
    names = ", ".join(CloseRow.__dataclass_fields__)
    return [_close(row) for row in db.execute(f"SELECT {names} FROM day_closes {where}", values)]


def _close(row: tuple[Any, ...]) -> CloseRow:
    fact, day, turn, counted, ledger, receipts, out, count, voids, counts, reason, comment, at, by = row
    found = {int(fen): number for fen, number in json.loads(counts).items()}
    figures = (turn, counted, ledger, receipts, out, count, voids)
    return CloseRow(fact, date.fromisoformat(day), *figures, found, reason, comment, at, by)


def _insert(db: Database, table: str, columns: dict[str, str | int]) -> None:
    marks = ", ".join("?" for _each in columns)
    db.execute(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", list(columns.values()))


def _moved(db: Database, entry: Entry, origin: Origin, day: str, fen: int, more: dict[str, str | int]) -> None:
    whose = {"fact": entry.id, "desk": origin.desk, "way": entry.kind, "at": entry.at, "by": entry.by}
    _insert(db, "cash_entries", {**whose, "day": day, "fen": fen, **more})


def _remitted(db: Database, entry: Entry, fact: CashRemitted, origin: Origin) -> None:
    more: dict[str, str | int] = {
        "receipt": fact.receipt,
        "person": fact.person,
        "ticket": fact.ticket,
        "place": fact.channel,
        "giver": fact.paid_by,
        "first": fact.period_from,
        "last": fact.period_to,
        "picture": fact.picture,
    }
    _moved(db, entry, origin, fact.paid_on, -fact.amount_fen, more)


def _deposited(db: Database, entry: Entry, fact: CashDeposited, origin: Origin) -> None:
    more: dict[str, str | int] = {
        "place": fact.place,
        "ticket": fact.slip,
        "giver": fact.given_by,
        "receiver": fact.received_by,
        "first": fact.first,
        "last": fact.last,
    }
    _moved(db, entry, origin, fact.deposited_on, -fact.amount_fen, more)


def _handed_over(db: Database, entry: Entry, fact: CashHandedOver, origin: Origin) -> None:
    more: dict[str, str | int] = {"giver": fact.giver, "receiver": fact.receiver, "comment": fact.reason}
    _moved(db, entry, origin, fact.handed_on, fact.amount_fen if fact.way == "in" else -fact.amount_fen, more)


def _reversed(db: Database, entry: Entry, fact: CashEntryReversed, origin: Origin) -> None:
    """Only the desk out of whose drawer it went takes it back."""
    db.execute(
        "UPDATE cash_entries SET reversed_at = ?, reversed_by = ?, reversed_for = ?"
        " WHERE fact = ? AND desk = ? AND reversed_at = ''",
        [entry.at, entry.by, fact.reason, fact.entry, origin.desk],
    )


def _given(db: Database, entry: Entry, fact: ProofGiven, origin: Origin) -> None:
    columns = {"fact": entry.id, "desk": origin.desk, "person": fact.person, "receipt": fact.receipt}
    _insert(db, "proofs", {**columns, "given_on": fact.given_on, "received_by": fact.received_by})


def _closed(db: Database, entry: Entry, fact: DayClosed, origin: Origin) -> None:
    figures = ("day", "turn", "counted_fen", "ledger_fen", "receipts_fen", "out_fen", "receipts", "voids")
    columns: dict[str, str | int] = {name: getattr(fact, name) for name in (*figures, "reason", "comment")}
    counts = json.dumps(dict(fact.counts), sort_keys=True)
    whose = {"fact": entry.id, "desk": origin.desk, "at": entry.at, "by": entry.by, "counts": counts}
    _insert(db, "day_closes", {**whose, **columns})


SUBJECT = DeskSubject(
    schema=SCHEMA,
    looked_up=LOOKED_UP,
    whose={
        "cash_entry": "SELECT fact FROM cash_entries WHERE fact = ?",
        "closed_day": "SELECT day FROM day_closes WHERE day = ?",
    },
    by_fact=("cash_entries", "day_closes", "proofs"),
    cards=(
        DeskCard(fact=CashRemitted, apply=_remitted),
        DeskCard(fact=CashDeposited, apply=_deposited),
        DeskCard(fact=CashHandedOver, apply=_handed_over),
        DeskCard(fact=CashEntryReversed, apply=_reversed),
        DeskCard(fact=ProofGiven, apply=_given),
        DeskCard(fact=DayClosed, apply=_closed),
    ),
)
