"""Receipts, their sums, and the years that lists call paid elsewhere. A void receipt counts no money."""

import json
from bisect import insort
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sync.agreement.facts import (
    BookingTakenBack,
    ContributionBooked,
    ContributionCollected,
    ReceiptPrinted,
    ReceiptVoided,
)
from sync.agreement.journal import Entry
from sync.agreement.sent import PaidListSent
from sync.agreement.values import value
from village_desk.domain.basics.errors import Refused
from village_desk.domain.receipts import Receipt, ReceiptNumber, ReceiptState, TownshipState
from village_desk.store.connection.engine import Database
from village_desk.store.subjects.card import DeskCard, DeskSubject, Origin
from village_desk.words import _

SCHEMA = """
CREATE TABLE receipts (
    number TEXT PRIMARY KEY,
    series TEXT NOT NULL,
    serial INTEGER NOT NULL,
    person TEXT NOT NULL REFERENCES people (id),
    year INTEGER NOT NULL,
    tier_fen INTEGER NOT NULL,
    amount_fen INTEGER NOT NULL CHECK (amount_fen >= 0),
    government_fen INTEGER NOT NULL CHECK (government_fen >= 0),
    payer TEXT NOT NULL,
    payer_name TEXT NOT NULL,
    relation TEXT NOT NULL,
    channel TEXT NOT NULL,
    policy TEXT NOT NULL,
    collected_at TEXT NOT NULL,
    by TEXT NOT NULL,
    epoch TEXT NOT NULL,
    seq INTEGER NOT NULL,
    fact TEXT NOT NULL,
    hash BLOB NOT NULL,
    prints INTEGER NOT NULL DEFAULT 0,
    void_reason TEXT NOT NULL DEFAULT '',
    void_epoch TEXT NOT NULL DEFAULT '',
    void_seq INTEGER NOT NULL DEFAULT 0,
    void_at TEXT NOT NULL DEFAULT '',
    red TEXT NOT NULL DEFAULT '',
    again TEXT NOT NULL DEFAULT '',
    desk TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    whole_fen INTEGER NOT NULL DEFAULT 0,
    assessed_by TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE bookings (
    fact TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES people (id),
    year INTEGER NOT NULL,
    tier_fen INTEGER NOT NULL,
    government_fen INTEGER NOT NULL,
    at TEXT NOT NULL,
    desk TEXT NOT NULL,
    back_reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE paid_elsewhere (
    name TEXT NOT NULL,
    id_number TEXT NOT NULL,
    year INTEGER NOT NULL,
    sent TEXT NOT NULL,
    amount_fen INTEGER NOT NULL,
    channel TEXT NOT NULL,
    paid_on TEXT NOT NULL,
    PRIMARY KEY (name, id_number, year)
) STRICT;
"""
LOOKED_UP = """
CREATE INDEX receipts_person ON receipts (person, year);
CREATE INDEX receipts_year ON receipts (year, person, void_reason, amount_fen, tier_fen, whole_fen);
CREATE INDEX receipts_day ON receipts (collected_at, channel, void_at, amount_fen) WHERE desk = '';
CREATE INDEX receipts_unprinted ON receipts (prints) WHERE prints = 0 AND void_reason = '';
CREATE INDEX receipts_elsewhere ON receipts (person, year) WHERE desk <> '';
CREATE INDEX receipts_place ON receipts (epoch, seq, amount_fen);
CREATE INDEX receipts_void_place ON receipts (void_epoch, void_seq, amount_fen) WHERE void_seq > 0;
CREATE INDEX receipts_red ON receipts (red) WHERE red <> '';
CREATE INDEX bookings_person ON bookings (person, year);
CREATE INDEX bookings_year ON bookings (year, person) WHERE back_reason = '';
CREATE INDEX paid_elsewhere_person ON paid_elsewhere (id_number, year);
CREATE INDEX paid_elsewhere_year ON paid_elsewhere (year, id_number);
"""
_SELECT = """
SELECT r.number, r.person, p.name, r.year, r.tier_fen, r.amount_fen, r.government_fen, r.payer, r.payer_name,
       r.relation, r.channel, r.policy, r.collected_at, r.by, r.fact, r.hash, r.prints, r.void_reason,
       CASE WHEN v.verdict IS NOT NULL THEN v.verdict
            WHEN r.seq <= coalesce(a.last_seq, 0) THEN 'accepted' ELSE 'waiting' END,
       coalesce(v.reason, ''), coalesce(v.cure, ''), r.desk, r.kind, r.whole_fen, r.assessed_by,
       r.red, r.void_at
  FROM receipts r
  JOIN people p ON p.id = r.person
  LEFT JOIN acknowledged a ON a.epoch = r.epoch
  LEFT JOIN verdicts v ON v.fact = r.fact
"""


WHOLE = "(min(whole_fen) = 0 OR sum(tier_fen) >= max(whole_fen))"
"""Of the standing receipts of one person and year: whether the year is paid whole, and not only parts of its tier."""


@value
class YearTotal:
    """The money of a contribution year in fen: taken, of that voided, and how many receipts each."""

    year: int
    receipts: int
    collected_fen: int
    voids: int
    voided_fen: int

    @property
    def net_fen(self) -> int:
        """The money of receipts that are not void."""
        return self.collected_fen - self.voided_fen


def receipt(db: Database, number: str) -> Receipt | None:
    """The receipt of that number."""
    return next(iter(_receipts(db, "WHERE r.number = ?", [number])), None)


def of_numbers(db: Database, numbers: Iterable[str]) -> dict[str, Receipt]:
    """The receipts of these numbers."""
    found = _receipts(db, "WHERE r.number IN (SELECT value FROM json_each(?))", [json.dumps([*numbers])])
    return {each.number: each for each in found}


def of_person(db: Database, person_id: str) -> list[Receipt]:
    """A person's receipts, the latest first, void ones too."""
    return _receipts(db, "WHERE r.person = ? ORDER BY r.rowid DESC", [person_id])


def standing(db: Database, person_id: str, year: int) -> list[Receipt]:
    """The receipts that count for a person and year."""
    return _receipts(db, "WHERE r.person = ? AND r.year = ? AND r.void_reason = ''", [person_id, year])


def taken_again(db: Database, person_id: str, year: int, reason: str) -> list[str]:
    """The numbers of the standing receipts that were taken besides another one for this very reason."""
    query = (
        "SELECT number FROM receipts WHERE person = ? AND year = ? AND void_reason = '' AND again = ? AND again <> ''"
    )
    return [number for (number,) in db.execute(query, [person_id, year, reason])]


def recent(db: Database, limit: int) -> list[Receipt]:
    """The last receipts of this desk, the latest first.

    By their places in the journal: on a rebuilt PC receipts of people whom the other PC registered come in later.
    """
    in_order = _SELECT.replace("FROM receipts r", "FROM epochs e CROSS JOIN receipts r ON r.epoch = e.epoch")
    return _receipts(db, "WHERE r.desk = '' ORDER BY e.ordinal DESC, r.seq DESC LIMIT ?", [limit], in_order)


def unprinted(db: Database, person: str = "") -> list[Receipt]:
    """Standing receipts that were never reported as printed: a power cut leaves such. ``person``: of that one alone."""
    if person:  # the signs keep the index of all that is unprinted out of it
        return _receipts(db, "WHERE r.person = ? AND +r.prints = 0 AND +r.void_reason = '' ORDER BY r.rowid", [person])
    return _receipts(db, "WHERE r.prints = 0 AND r.void_reason = '' ORDER BY r.rowid", [])


def unsent(db: Database) -> list[tuple[Receipt, str]]:
    """The standing receipts of this desk that the township has not answered, each with why it was taken again."""
    select = _SELECT.replace("r.void_at\n", "r.void_at, r.again\n", 1)
    where = "WHERE r.desk = '' AND r.void_reason = '' AND v.fact IS NULL AND r.seq > coalesce(a.last_seq, 0)"
    return [(_receipt(row[:-1]), row[-1]) for row in db.execute(f"{select} {where} ORDER BY r.rowid")]


def count_unprinted(db: Database) -> int:
    """How many there are of these."""
    found: int = db.execute("SELECT count(*) FROM receipts WHERE prints = 0 AND void_reason = ''").fetchone()[0]
    return found


def of_day(db: Database, day: date) -> list[Receipt]:
    """The standing receipts that this desk gave out on a day, by its own clock, in their order."""
    where = "WHERE r.desk = '' AND r.void_reason = '' AND r.collected_at >= ? AND r.collected_at < ? ORDER BY r.rowid"
    return _receipts(db, where, [day.isoformat(), (day + timedelta(days=1)).isoformat()])


def given_out(db: Database, first: date, last: date) -> list[Receipt]:
    """All that this desk gave out from one day to another, by its own clock, in their order; void ones too."""
    where = "WHERE r.desk = '' AND r.collected_at >= ? AND r.collected_at < ? ORDER BY r.rowid"
    return _receipts(db, where, [first.isoformat(), (last + timedelta(days=1)).isoformat()])


def first_day(db: Database) -> date | None:
    """The day of the first receipt that this desk gave out; None where it gave out none."""
    row = db.execute("SELECT min(collected_at) FROM receipts WHERE desk = ''").fetchone()
    return date.fromisoformat(row[0][:10]) if row[0] else None


def last_own(db: Database, epoch: str) -> int:
    """The seq of the last receipt that this desk gave out in an epoch; 0 when it gave out none."""
    row = db.execute("SELECT max(seq) FROM receipts WHERE epoch = ? AND desk = ''", [epoch]).fetchone()
    return int(row[0] or 0)


def next_receipt(db: Database, letter: str, ordinal: int, year: int) -> ReceiptNumber:
    """The next number of the series: no gaps, no doubles. Call inside Store.writing(): a rollback gives it back.

    It follows the last number that stands in the table, void or not, or of a red entry, so asking twice gives the same
    answer. Within a series numbers sort as their serials do, which have six digits.
    """
    assert db.conn.in_transaction, "a receipt number is taken inside Store.writing()"
    first = f"{ReceiptNumber(letter, ordinal, year, 0).series}-"
    last = (
        "SELECT max(coalesce((SELECT max(number) FROM receipts WHERE number > ?1 AND number < ?2), ''),"
        " coalesce((SELECT max(red) FROM receipts WHERE red <> '' AND red > ?1 AND red < ?2), ''))"
    )
    found = db.execute(last, [first, f"{first}~"]).fetchone()[0]
    return ReceiptNumber(letter, ordinal, year, ReceiptNumber.read(found).serial + 1 if found else 1)


def taken_back_by(db: Database, red: str) -> str:
    """The number of the receipt that the red entry of this number takes back; "" where it is no red entry."""
    row = db.execute("SELECT number FROM receipts WHERE red = ? AND red <> ''", [red]).fetchone()
    return row[0] if row else ""


def totals(db: Database, whole_village: bool = False) -> list[YearTotal]:
    """The money by contribution year, earliest first: of this desk's receipts, or of all receipts that it knows."""
    rows = db.execute(
        "SELECT year, count(*), sum(amount_fen), sum(void_reason <> ''),"
        " sum(iif(void_reason <> '', amount_fen, 0)) FROM receipts WHERE desk = '' OR ? GROUP BY year ORDER BY year",
        [whole_village],
    )
    return [YearTotal(*row) for row in rows]


def taken_twice(db: Database) -> list[list[Receipt]]:
    """The standing receipts of a person and year for which this desk and another took money unknowingly."""
    twice = (
        "SELECT person, year FROM receipts WHERE void_reason = '' AND kind NOT IN ('top_up', 'instalment')"
        " AND (person, year) IN"
        " (SELECT person, year FROM receipts WHERE desk <> '') GROUP BY person, year"
        " HAVING min(desk) = '' AND max(desk) <> '' AND max(again) = '' ORDER BY year DESC, person"
    )
    return [standing(db, person, year) for person, year in db.execute(twice).fetchall()]


def stands_in(db: Database, year: int) -> bool:
    """Whether this desk gave out a receipt in that year (of its clock) that is not void."""
    found = "SELECT 1 FROM receipts WHERE desk = '' AND void_reason = '' AND series LIKE ? LIMIT 1"
    return db.execute(found, [f"%-{year}"]).fetchone() is not None


def series(db: Database) -> dict[str, list[int]]:
    """The serials of every series of this desk, ascending, of red entries too: they must be 1, 2, 3 and so on."""
    found: dict[str, list[int]] = {}
    for name, serial in db.execute("SELECT series, serial FROM receipts WHERE desk = '' ORDER BY series, serial"):
        found.setdefault(name, []).append(serial)
    for (text,) in db.execute("SELECT red FROM receipts WHERE desk = '' AND red <> ''"):
        red = ReceiptNumber.read(text)
        insort(found.setdefault(red.series, []), red.serial)
    return found


def _receipts(db: Database, where: str, values: list[Any], select: str = _SELECT) -> list[Receipt]:
    return [_receipt(row) for row in db.execute(f"{select} {where}", values)]


def _receipt(row: tuple[Any, ...]) -> Receipt:
    (number, person, name, year, tier, amount, government, payer, payer_name, relation, channel, policy) = row[:12]
    (collected_at, by, fact, digest, prints, void_reason, township, reason, cure, desk) = row[12:22]
    (kind, whole, assessed_by, red, void_at) = row[22:]
    return Receipt(
        number=number,
        person=person,
        name=name,
        year=year,
        tier_fen=tier,
        amount_fen=amount,
        government_fen=government,
        payer=payer,
        payer_name=payer_name,
        relation=relation,
        channel=channel,
        policy=policy,
        collected_at=datetime.fromisoformat(collected_at),
        by=by,
        fact=fact,
        hash=digest.hex(),
        prints=prints,
        state=ReceiptState.VOID if void_reason else ReceiptState.ISSUED,
        void_reason=void_reason,
        township=TownshipState(township),
        reason=reason,
        cure=cure,
        desk=desk,
        kind=kind,
        whole_fen=whole,
        assessed_by=assessed_by,
        red=red,
        voided_at=datetime.fromisoformat(void_at) if void_at else None,
    )


def _collected(db: Database, entry: Entry, fact: ContributionCollected, origin: Origin) -> None:
    """Add a receipt. One of another desk counts as printed there, and must not have a number of this desk's."""
    number = ReceiptNumber.read(fact.receipt)
    if origin.desk and _is_own(db, number):
        raise Refused(_("这个凭条号本机已经开过"), _("请与镇所核对"), "receipt_of_another")
    values = {
        "number": fact.receipt,
        "series": number.series,
        "serial": number.serial,
        "person": fact.person,
        "year": fact.year,
        "tier_fen": fact.tier_fen,
        "amount_fen": fact.amount_fen,
        "government_fen": fact.government_fen,
        "payer": fact.payer,
        "payer_name": fact.payer_name,
        "relation": fact.relation,
        "channel": fact.channel,
        "policy": fact.policy,
        "collected_at": entry.at,
        "by": entry.by,
        "epoch": entry.epoch,
        "seq": entry.seq,
        "fact": entry.id,
        "hash": bytes.fromhex(entry.hash),
        "again": fact.again,
        "prints": 1 if origin.desk else 0,
        "desk": origin.desk,
        "kind": fact.kind,
        "whole_fen": fact.whole_fen,
        "assessed_by": fact.assessed_by,
    }
    names, marks = ", ".join(values), ", ".join("?" for _each in values)
    db.execute(f"INSERT INTO receipts ({names}) VALUES ({marks})", list(values.values()))


def booking(db: Database, person: str, year: int) -> tuple[str, str] | None:
    """The standing booking of a year for which others pay all: the id of its fact, and the other desk's name if any."""
    query = "SELECT fact, desk FROM bookings WHERE person = ? AND year = ? AND back_reason = ''"
    row = db.execute(query, [person, year]).fetchone()
    return (row[0], row[1]) if row else None


def booked_years(db: Database, person: str) -> list[tuple[int, str]]:
    """The years of somebody booked as paid by others, the latest first, each with the other desk's name if any."""
    query = "SELECT year, desk FROM bookings WHERE person = ? AND back_reason = '' ORDER BY year DESC"
    return [(year, desk) for year, desk in db.execute(query, [person])]


def _booked(db: Database, entry: Entry, fact: ContributionBooked, origin: Origin) -> None:
    values = [entry.id, fact.person, fact.year, fact.tier_fen, fact.government_fen, entry.at, origin.desk]
    names = "fact, person, year, tier_fen, government_fen, at, desk"
    db.execute(f"INSERT INTO bookings ({names}) VALUES (?, ?, ?, ?, ?, ?, ?)", values)


def _taken_back(db: Database, entry: Entry, fact: BookingTakenBack, origin: Origin) -> None:
    """Only the desk that booked a year takes the booking back."""
    query = "UPDATE bookings SET back_reason = ? WHERE fact = ? AND desk = ?"
    db.execute(query, [fact.reason, fact.booking, origin.desk])


def _is_own(db: Database, number: ReceiptNumber) -> bool:
    used = "SELECT 1 FROM receipts WHERE number = ? AND desk = ''"
    return db.execute(used, [str(number)]).fetchone() is not None


def _printed(db: Database, entry: Entry, fact: ReceiptPrinted, origin: Origin) -> None:
    db.execute("UPDATE receipts SET prints = max(prints, ?) WHERE number = ?", [fact.copy, fact.receipt])


def _voided(db: Database, entry: Entry, fact: ReceiptVoided, origin: Origin) -> None:
    """Only the desk that gave a receipt out makes it void: it has the stub of the paper."""
    db.execute(
        "UPDATE receipts SET void_reason = ?, void_epoch = ?, void_seq = ?, void_at = ?, red = ?"
        " WHERE number = ? AND desk = ?",
        [fact.reason, entry.epoch, entry.seq, entry.at, fact.red, fact.receipt, origin.desk],
    )


def _paid_elsewhere(db: Database, entry: Entry, fact: PaidListSent, origin: Origin) -> None:
    db.execute("DELETE FROM paid_elsewhere WHERE name = ?", [fact.name])
    db.executemany(
        "INSERT OR REPLACE INTO paid_elsewhere VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            [fact.name, line.id_number, line.year, fact.sent, line.amount_fen, fact.channel, line.paid_on]
            for line in fact.lines
        ],
    )


_CARDS = (
    DeskCard(fact=ContributionCollected, apply=_collected),
    DeskCard(fact=ContributionBooked, apply=_booked),
    DeskCard(fact=BookingTakenBack, apply=_taken_back),
    DeskCard(fact=ReceiptPrinted, apply=_printed),
    DeskCard(fact=ReceiptVoided, apply=_voided),
    DeskCard(fact=PaidListSent, apply=_paid_elsewhere),
)
SUBJECT = DeskSubject(
    schema=SCHEMA,
    looked_up=LOOKED_UP,
    whose={"receipt": "SELECT person FROM receipts WHERE number = ?"},
    by_fact=("bookings",),
    cards=_CARDS,
)
