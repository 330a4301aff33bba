"""Reading the messages of the township: those about a person, payments made elsewhere, kinds without a page yet."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sync.agreement import calendar, facts, journal, sent
from sync.agreement.values import value
from village_desk.store.connection.engine import Database
from village_desk.store.subjects import payouts

_WITHOUT_PAGE = (sent.ListSent.KIND, sent.NumbersGiven.KIND, sent.Unusable.KIND)

_LISTED = f"""
SELECT count(*) OVER (), h.at, e.ordinal, h.after_seq, l.payout_list, l.number, '', '', 'heard', h.place
  FROM payout_lines l
  JOIN payout_lists p ON p.id = l.payout_list AND {payouts.stands("p")}
  JOIN heard h ON h.kind = ? AND h.about = p.id
  JOIN epochs e USING (epoch)
 WHERE l.person = ? AND l.person <> ''
"""
_LISTED_THERE = f"""
SELECT count(*) OVER (), t.at, e.ordinal, h.after_seq, l.payout_list, l.number, t.by, t.desk, 'told', t.rowid
  FROM payout_lines l
  JOIN payout_parts p ON p.payout_list = l.payout_list AND p.part = l.part
  JOIN told t ON t.fact = p.fact AND t.kind = '{facts.PayoutListPart.KIND}'
  JOIN heard h ON h.kind = ? AND h.about = t.sent
  JOIN epochs e USING (epoch)
 WHERE l.person = ? AND l.person <> ''
"""
_LATEST = " ORDER BY e.ordinal DESC, h.after_seq DESC, l.number LIMIT ?"
_PAID = """
SELECT h.at, e.ordinal, h.after_seq, f.sent, f.name, f.channel, f.id_number, f.year, f.amount_fen, p.name, f.paid_on
  FROM paid_elsewhere f
  JOIN people p ON p.id_number = f.id_number
  JOIN heard h ON h.kind = ? AND h.about = f.sent
  JOIN epochs e USING (epoch)
 WHERE p.id = ?
"""
_OTHER_DESK = """
SELECT t.at, e.ordinal, h.after_seq, t.kind, t.person, t.body, t.by, t.desk, t.fact
  FROM told t
  JOIN heard h ON h.kind = ? AND h.about = t.sent
  JOIN epochs e USING (epoch)
 WHERE t.person IN (SELECT value FROM json_each(?))
 ORDER BY t.rowid DESC
"""
_CORRECTED = """
WITH asked AS (SELECT value AS person FROM json_each(?2)),
     known AS (SELECT person, person AS called FROM asked UNION
               SELECT s.person, s.theirs FROM asked a JOIN same_people s ON s.person = a.person)
SELECT h.at, e.ordinal, h.after_seq, h.about, h.body, k.person
  FROM heard h JOIN epochs e USING (epoch) JOIN known k ON k.called = json_extract(h.body, '$.person')
 WHERE h.kind = ?1
"""


@value
class TownshipWord:
    """Something from the township's messages, when it arrived here, and the desk's own place by then (ordinal, seq).

    A fact that another desk of the village recorded and the township passed on has its own time, ``id``, ``by`` and
    ``desk``.
    """

    at: datetime
    place: tuple[int, int]
    fact: facts.Fact
    id: str = ""
    by: str = ""
    desk: str = ""


class UnreadLine(NamedTuple):
    """A line of a payout list: when it arrived, the desk's own place by then, and the row that holds the list."""

    at: str
    ordinal: int
    seq: int
    payout_list: str
    number: int
    by: str
    desk: str
    table: str
    row: int


@value
class Unused:
    """A message that could not be used when it came: its place in the table, its kind, why, and its signed bytes."""

    place: int
    kind: str
    code: str
    signed: bytes


@value
class PaidElsewhere:
    """A year of a person that a list from the township calls paid. ``channel``: bank | tax | township."""

    name: str
    year: int
    amount_fen: int
    channel: str
    paid_on: str


def without_page(db: Database) -> list[TownshipWord]:
    """Messages of kinds that no page of this program shows, the latest first."""
    marks = ", ".join("?" for _each in _WITHOUT_PAGE)
    rows = db.execute(
        "SELECT h.at, e.ordinal, h.after_seq, h.kind, h.about, h.body FROM heard h JOIN epochs e USING (epoch)"
        f" WHERE h.kind IN ({marks}) ORDER BY h.place DESC",
        list(_WITHOUT_PAGE),
    )
    return [TownshipWord(*_when(row), facts.read(row[3], row[4], json.loads(row[5]))) for row in rows.fetchall()]


def unusable(db: Database) -> list[Unused]:
    """The messages that could not be used, in the order in which they came."""
    rows = db.execute(
        "SELECT place, json_extract(body, '$.kind'), json_extract(body, '$.code'), signed FROM heard WHERE kind = ?"
        " ORDER BY place",
        [sent.Unusable.KIND],
    )
    return [Unused(*row) for row in rows.fetchall()]


def put_in_place(db: Database, place: int, fact: facts.Fact) -> None:
    """Replace the fact of the message stored at this place. The caller derives the tables anew."""
    body = journal.canonical(facts.body(fact)).decode()
    # the same message may be stored a second time, usable: the first place counts
    db.execute("UPDATE OR REPLACE heard SET kind = ?, body = ? WHERE place = ?", [fact.KIND, body, place])


def of_person(db: Database, person: str) -> list[TownshipWord]:
    """The township's messages about a person, no lists: years paid elsewhere, corrections, decisions, another desk."""
    found = [word for _whose, word in changes_of(db, [person])]
    for row in db.execute(_CORRECTED, [sent.DuplicateDecided.KIND, json.dumps([person])]).fetchall():
        found.append(TownshipWord(*_when(row), facts.read(sent.DuplicateDecided.KIND, row[3], json.loads(row[4]))))
    for row in db.execute(_PAID, [sent.PaidListSent.KIND, person]).fetchall():
        line = sent.PaidLine(*row[6:])
        found.append(TownshipWord(*_when(row), sent.PaidListSent(row[3], row[4], row[5], (line,))))
    return found


def lines_of(db: Database, person: str, most: int) -> tuple[list[UnreadLine], int]:
    """A person's lines on the payout lists that the township sent, no more than the latest ``most`` of them and of
    those that it passed on, and how many there are; the lists themselves are not read.
    """
    found, count = list[UnreadLine](), 0
    for query, kind in ((_LISTED, sent.PayoutListSent.KIND), (_LISTED_THERE, sent.DeskTold.KIND)):
        rows = db.execute(query + _LATEST, [kind, person, most]).fetchall()
        found += [UnreadLine(*row[1:]) for row in rows]
        count += rows[0][0] if rows else 0
    return found, count


def read_line(db: Database, person: str, line: UnreadLine) -> TownshipWord:
    """What the list says in that line of the person."""
    [body] = db.execute(f"SELECT body FROM {line.table} WHERE rowid = ?", [line.row]).fetchone()
    fact = payouts.of_person(json.loads(body), person, line.payout_list, line.number)
    at = datetime.fromisoformat(line.at)
    return TownshipWord(
        at, (line.ordinal, line.seq), fact, facts.line_id(line.payout_list, line.number), line.by, line.desk
    )


def changes_of(db: Database, people: Collection[str]) -> list[tuple[str, TownshipWord]]:
    """Those messages about some people that change something, each with its person.

    They are corrections, and another desk's facts.
    """
    asked, found = json.dumps(list(people)), []
    for row in db.execute(_OTHER_DESK, [sent.DeskTold.KIND, asked]).fetchall():
        kind, about, body, by, desk, fact = row[3:]
        word = TownshipWord(*_when(row), facts.read(kind, about, json.loads(body)), fact, by, desk)
        found.append((about, word))
    for row in db.execute(_CORRECTED, [sent.CorrectedAbove.KIND, asked]).fetchall():
        fact = facts.read_as(sent.CorrectedAbove, row[3], json.loads(row[4]))
        found.append((row[5], TownshipWord(*_when(row), fact)))
    return found


def last_word(db: Database) -> tuple[object, ...]:
    """A value that changes whenever a message of the township arrives or an answer of the township is taken back."""
    last = db.execute("SELECT place, about, at FROM heard ORDER BY place DESC LIMIT 1").fetchone() or ()
    upto = db.execute("SELECT count(*), sum(last_seq) FROM acknowledged").fetchone()
    others = db.execute("PRAGMA data_version").fetchone()
    return (*last, *upto, *others)


def forgotten(db: Database) -> list[tuple[str, sent.CorrectedAbove]]:
    """The township's corrections that count here and are missing in its present chain of messages, with their people.

    Valid only when all messages of that chain are here (``sync/desk/inbox.py``).
    """
    rows = db.execute(
        "SELECT DISTINCT c.person, h.about, h.body FROM heard h JOIN changed c ON c.fact = h.about AND c.seq = 0"
        " WHERE h.kind = ? AND h.about NOT IN (SELECT sent FROM came_down) ORDER BY h.place",
        [sent.CorrectedAbove.KIND],
    ).fetchall()
    return [(row[0], facts.read_as(sent.CorrectedAbove, row[1], json.loads(row[2]))) for row in rows]


def orders(db: Database) -> dict[str, int]:
    """The order number that the township gave each answered batch of this desk, among all batches of the village."""
    query = "SELECT about, coalesce(json_extract(body, '$.order'), 0) FROM heard WHERE kind = ?"
    return dict(db.execute(query, [facts.BatchAnswered.KIND]).fetchall())


def key_ends(db: Database, key: str) -> datetime | None:
    """Until when the key before this one counts, by the township's message about the change of key."""
    query = "SELECT json_extract(body, '$.until') FROM heard WHERE kind = ? AND json_extract(body, '$.key') = ?"
    row = db.execute(query, [sent.KeyNext.KIND, key]).fetchone()
    return calendar.moment(row[0]) if row else None


def versions(db: Database, message: str) -> int:
    """How many versions of a message (its first id) of another desk's facts came, each with another order."""
    found = "SELECT count(*) FROM heard WHERE kind = ? AND (about = ? OR about LIKE ? || '#%')"
    return int(db.execute(found, _versions_of(message)).fetchone()[0])


def adds_lines(db: Database, message: sent.DeskTold) -> bool:
    """Whether the message has facts that no earlier version of it had."""
    lines = "SELECT json_extract(line.value, '$.id') FROM heard, json_each(heard.body, '$.lines') line"
    before = db.execute(
        f"{lines} WHERE kind = ? AND (about = ? OR about LIKE ? || '#%')", _versions_of(message.sent)
    ).fetchall()
    return not {each.id for each in message.lines} <= {row[0] for row in before}


def _versions_of(message: str) -> list[str]:
    return [sent.DeskTold.KIND, message, message]


def paid_elsewhere(db: Database, person: str, year: int) -> list[PaidElsewhere]:
    """A person's contributions of a year in the township's lists of payments made elsewhere."""
    rows = db.execute(
        "SELECT f.name, f.year, f.amount_fen, f.channel, f.paid_on FROM paid_elsewhere f"
        " JOIN people p ON p.id_number = f.id_number WHERE p.id = ? AND f.year = ? ORDER BY f.rowid",
        [person, year],
    )
    return [PaidElsewhere(*row) for row in rows]


def years_paid_elsewhere(db: Database, id_number: str) -> frozenset[int]:
    """The years that the township's lists call paid for this identity number."""
    rows = db.execute("SELECT year FROM paid_elsewhere WHERE id_number = ?", [id_number])
    return frozenset(year for (year,) in rows)


def _when(row: tuple[Any, ...]) -> tuple[datetime, tuple[int, int]]:
    return datetime.fromisoformat(row[0]), (row[1], row[2])
