"""The township's monthly payout lists as they were taken in, with the person behind each line.

Her choice between two lists of one month is a setting of the desk under the list's own name: the setting goes up with
the other facts, every township takes it, and it holds in whatever order lists are applied again.

A list that the village's other PC took in comes line by line, perhaps in several messages; it counts when complete. A
list with the very same lines as one that is here already is the same list, and is not kept a second time.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sync.agreement.facts import PayoutLineTaken, PayoutListTaken, PayoutRosterPrinted
from sync.agreement.facts.office import PAYOUT_LIST, REPLACED, SUPPLEMENT
from sync.agreement.journal import Entry
from sync.agreement.sent import PayoutListSent, PayoutSentLine
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.months import Month
from village_desk.domain.people import Resident
from village_desk.store.connection.engine import Database
from village_desk.store.subjects.card import DeskCard, DeskSubject, Origin, RunCard
from village_desk.store.subjects.people import COLUMNS

SCHEMA = """
CREATE TABLE payout_lists (
    id TEXT PRIMARY KEY,
    month TEXT NOT NULL,
    payees INTEGER NOT NULL,
    total_fen INTEGER NOT NULL,
    file TEXT NOT NULL,
    taken_at TEXT NOT NULL,
    printed_pages INTEGER NOT NULL DEFAULT 0,
    replaced_by TEXT NOT NULL DEFAULT '',
    lacking INTEGER NOT NULL
) STRICT;
CREATE INDEX payout_lists_month ON payout_lists (month);
CREATE TABLE payout_lines (
    payout_list TEXT NOT NULL REFERENCES payout_lists (id),
    line INTEGER NOT NULL,
    person TEXT NOT NULL,
    name TEXT NOT NULL,
    id_number TEXT NOT NULL,
    base_fen INTEGER NOT NULL,
    account_fen INTEGER NOT NULL,
    extra_fen INTEGER NOT NULL,
    total_fen INTEGER NOT NULL,
    account TEXT NOT NULL,
    way TEXT NOT NULL,
    PRIMARY KEY (payout_list, line)
) STRICT;
CREATE INDEX payout_lines_person ON payout_lines (person);
"""
STANDING = "standing"
"""The choice that a list counts as its month's own; the others are SUPPLEMENT, and REPLACED by another list."""


def stands(name: str) -> str:
    """The SQL condition that a list counts: it is whole, and no decision here or later list replaced it."""
    decided = f"SELECT s.value NOT LIKE '{REPLACED}%' FROM settings s WHERE s.name = '{PAYOUT_LIST}' || {name}.id"
    return f"({name}.lacking = 0 AND coalesce(({decided}), {name}.replaced_by = ''))"


@dataclass(frozen=True, slots=True)
class PayoutList:
    """A month's list: money in fen; ``printed_pages`` is 0 until its roster was printed.

    ``supplement``: it is paid besides the month's own list (补发). ``replaced``: another stands in its place.
    """

    id: str
    month: Month
    payees: int
    total_fen: int
    file: str
    taken_at: datetime
    printed_pages: int
    supplement: bool
    replaced: bool


@dataclass(frozen=True, slots=True)
class PayoutLine:
    """One payee of a list, as the township wrote the line; ``resident`` is None if the desk does not know the payee."""

    line: int
    name: str
    id_number: str
    base_fen: int
    account_fen: int
    extra_fen: int
    total_fen: int
    account: str
    way: str
    resident: Resident | None


_LISTS = (
    "SELECT o.id, o.month, o.payees, o.total_fen, o.file, o.taken_at, o.printed_pages, coalesce(d.value, ''),"
    f" NOT {stands('o')} FROM payout_lists o LEFT JOIN settings d ON d.name = '{PAYOUT_LIST}' || o.id"
)


def lists(db: Database, also_replaced: bool = False) -> list[PayoutList]:
    """The lists that stand, the latest month first; with ``also_replaced`` every list that was ever taken."""
    which = "o.lacking = 0" if also_replaced else stands("o")
    return [_list(row) for row in db.execute(f"{_LISTS} WHERE {which} ORDER BY o.month DESC, o.rowid DESC")]


def lines(db: Database, list_id: str) -> list[PayoutLine]:
    """The lines of a list in the township's order."""
    rows = db.execute(
        "SELECT l.line, l.name, l.id_number, l.base_fen, l.account_fen, l.extra_fen, l.total_fen, l.account, l.way,"
        f" {COLUMNS} FROM payout_lines l LEFT JOIN people p ON p.id = l.person"
        " WHERE l.payout_list = ? ORDER BY l.line",
        [list_id],
    )
    return [_line(row) for row in rows]


def latest_of(db: Database, person: str) -> tuple[Month, PayoutLine] | None:
    """The line of a person on the latest list that names them, with its month; supplements come last."""
    row = db.execute(
        "SELECT o.month, l.line, l.name, l.id_number, l.base_fen, l.account_fen, l.extra_fen, l.total_fen, l.account,"
        f" l.way, {COLUMNS} FROM payout_lines l JOIN payout_lists o ON o.id = l.payout_list"
        f" JOIN people p ON p.id = l.person LEFT JOIN settings d ON d.name = '{PAYOUT_LIST}' || o.id"
        f" WHERE l.person = ? AND {stands('o')}"
        f" ORDER BY coalesce(d.value, '') = '{SUPPLEMENT}', o.month DESC, o.rowid DESC LIMIT 1",
        [person],
    ).fetchone()
    return (Month.read(row[0]), _line(row[1:])) if row else None


def _list(row: tuple[Any, ...]) -> PayoutList:
    list_id, month, payees, total, file, taken_at, pages, decided, replaced = row
    at = datetime.fromisoformat(taken_at)
    return PayoutList(list_id, Month.read(month), payees, total, file, at, pages, decided == SUPPLEMENT, bool(replaced))


def _line(row: tuple[Any, ...]) -> PayoutLine:
    line, name, id_number, base, account_part, extra, total, account, way, *person = row
    resident = Resident(*person) if person[0] else None
    return PayoutLine(line, name, id_number, base, account_part, extra, total, account, way, resident)


_ADD_LINE = "INSERT INTO payout_lines VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


def _taken(db: Database, entry: Entry, fact: PayoutListTaken, origin: Origin) -> None:
    """Refused for another desk's list whose id is here, or whose month is none."""
    if origin.desk:
        Month.read(fact.month)
        if db.execute("SELECT 1 FROM payout_lists WHERE id = ?", [fact.payout_list]).fetchone():
            raise Refused("a list of that id is here", code="list_known")
    _add_list(db, [fact.payout_list, fact.month, fact.payees, fact.total_fen, fact.file, entry.at, fact.payees])


def _add_list(db: Database, values: list[str | int]) -> None:
    names = "(id, month, payees, total_fen, file, taken_at, lacking)"
    db.execute(f"INSERT INTO payout_lists {names} VALUES (?, ?, ?, ?, ?, ?, ?)", values)


def _line_taken(db: Database, entry: Entry, fact: PayoutLineTaken, origin: Origin) -> None:
    """Refused for another desk's line where its list is whole, or has that line."""
    person = fact.person
    if origin.desk:
        _refuse_unfit(db, fact)
        person = next(iter(db.execute("SELECT id FROM people WHERE id_number = ?", [fact.id_number])), ("",))[0]
    db.execute(_ADD_LINE, [fact.payout_list, fact.line, person, *_values(fact)])
    db.execute("UPDATE payout_lists SET lacking = lacking - 1 WHERE id = ?", [fact.payout_list])
    if origin.desk:
        _drop_the_same(db, fact.payout_list)


def _lines_taken(db: Database, run: Sequence[tuple[Entry, PayoutLineTaken]]) -> bool:
    lines = [fact for _entry, fact in run]
    db.executemany(_ADD_LINE, [[fact.payout_list, fact.line, fact.person, *_values(fact)] for fact in lines])
    counted = Counter(fact.payout_list for fact in lines)
    db.executemany("UPDATE payout_lists SET lacking = lacking - ?2 WHERE id = ?1", list(counted.items()))
    return True


def _refuse_unfit(db: Database, fact: PayoutLineTaken) -> None:
    incomplete = "SELECT 1 FROM payout_lists WHERE id = ? AND lacking > 0"
    there = "SELECT 1 FROM payout_lines WHERE payout_list = ? AND line = ?"
    if not db.execute(incomplete, [fact.payout_list]).fetchone():
        raise Refused("no list lacks this line", code="no_list")
    if db.execute(there, [fact.payout_list, fact.line]).fetchone():
        raise Refused("the list has a line of that number", code="line_known")


_LINE = "id_number, name, base_fen, account_fen, extra_fen, total_fen, account, way"
_COUNTED = f"SELECT {_LINE}, count(*) FROM payout_lines WHERE payout_list = {{}} GROUP BY {_LINE}"
_IS_THE_SAME = f"""
SELECT 1 FROM payout_lists t JOIN payout_lists o ON o.month = t.month AND o.payees = t.payees AND o.id <> t.id
 WHERE t.id = ? AND t.lacking = 0 AND o.lacking = 0
   AND NOT EXISTS ({_COUNTED.format("t.id")} EXCEPT {_COUNTED.format("o.id")})
"""


def _drop_the_same(db: Database, list_id: str) -> None:
    """Another desk's list that is whole now, and here already with the very same lines, is no second list."""
    if db.execute(_IS_THE_SAME, [list_id]).fetchone():
        db.execute("DELETE FROM payout_lines WHERE payout_list = ?", [list_id])
        db.execute("DELETE FROM payout_lists WHERE id = ?", [list_id])


def _sent(db: Database, entry: Entry, fact: PayoutListSent, origin: Origin) -> None:
    """Add the list like one taken from a workbook; it replaces the list that the township sent before for the month."""
    db.execute(
        "UPDATE payout_lists SET replaced_by = ? WHERE month = ? AND file = '' AND replaced_by = ''",
        [fact.sent, fact.month],
    )
    _add_list(db, [fact.sent, fact.month, fact.payees, fact.total_fen, "", entry.at, 0])
    people = dict(db.execute("SELECT id_number, id FROM people").fetchall())
    lines = enumerate(fact.lines, start=1)
    db.executemany(
        _ADD_LINE,
        [[fact.sent, number, people.get(line.id_number, ""), *_values(line)] for number, line in lines],
    )


def _values(line: PayoutLineTaken | PayoutSentLine) -> list[str | int]:
    money = [line.base_fen, line.account_fen, line.extra_fen, line.total_fen]
    return [line.name, line.id_number, *money, line.account, line.way]


def _roster_printed(db: Database, entry: Entry, fact: PayoutRosterPrinted, origin: Origin) -> None:
    db.execute("UPDATE payout_lists SET printed_pages = ? WHERE id = ?", [fact.pages, fact.payout_list])


_CARDS = (
    DeskCard(fact=PayoutListTaken, apply=_taken),
    RunCard(fact=PayoutLineTaken, apply=_line_taken, apply_run=_lines_taken),
    DeskCard(fact=PayoutListSent, apply=_sent),
    DeskCard(fact=PayoutRosterPrinted, apply=_roster_printed),
)
SUBJECT = DeskSubject(
    schema=SCHEMA, whose={"payout_list": "SELECT id FROM payout_lists WHERE id = ?"}, by_fact=(), cards=_CARDS
)
