"""The township's monthly payout lists as they were taken in, with the person behind each line.

The words and amounts of a line stand in the fact that brought it and nowhere else; the tables say where, whose line it
is, and what is known of it. Her choice between two lists of one month is a setting of the desk under the list's own
name: the setting goes up with the other facts, every township takes it, and it holds in whatever order lists are
applied again.

A list that the village's other PC took in comes in parts, in any order and perhaps in several messages (from the first
release line by line); it counts when complete. A list with the very same lines as one that is here already is the same
list, and is not kept a second time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, TypeAlias

from sync.agreement import journal
from sync.agreement.fact import read_as
from sync.agreement.facts import (
    PayoutLineTaken,
    PayoutListLine,
    PayoutListPart,
    PayoutListTaken,
    PayoutPagesPrinted,
    PayoutRosterPrinted,
)
from sync.agreement.facts.office import PAYOUT_LIST, SUPPLEMENT
from sync.agreement.journal import Entry
from sync.agreement.sent import PayoutListSent, PayoutSentLine
from sync.agreement.values import value
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.months import Month
from village_desk.domain.people import Resident
from village_desk.store.connection.engine import Database
from village_desk.store.subjects.card import DeskCard, DeskSubject, Origin, RunCard
from village_desk.store.subjects.owing import stands as stands
from village_desk.store.subjects.people import COLUMNS

SCHEMA = """
CREATE TABLE payout_lists (
    id TEXT PRIMARY KEY,
    month TEXT NOT NULL,
    payees INTEGER NOT NULL,
    total_fen INTEGER NOT NULL,
    file TEXT NOT NULL,
    taken_at TEXT NOT NULL,
    replaced_by TEXT NOT NULL DEFAULT '',
    parts INTEGER NOT NULL,
    lacking INTEGER NOT NULL,
    contents TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX payout_lists_month ON payout_lists (month);
CREATE TABLE payout_parts (
    fact TEXT PRIMARY KEY,
    payout_list TEXT NOT NULL REFERENCES payout_lists (id),
    part INTEGER NOT NULL,
    UNIQUE (payout_list, part)
) STRICT, WITHOUT ROWID;
CREATE TABLE payout_lines (
    payout_list TEXT NOT NULL REFERENCES payout_lists (id),
    number INTEGER NOT NULL,
    part INTEGER NOT NULL,
    person TEXT NOT NULL,
    PRIMARY KEY (payout_list, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE payout_editions (
    fact TEXT PRIMARY KEY,
    payout_list TEXT NOT NULL,
    edition INTEGER NOT NULL,
    UNIQUE (payout_list, edition)
) STRICT, WITHOUT ROWID;
CREATE TABLE payout_prints (
    payout_list TEXT PRIMARY KEY,
    pages INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE payout_places (
    payout_list TEXT NOT NULL,
    number INTEGER NOT NULL,
    edition INTEGER NOT NULL,
    page INTEGER NOT NULL,
    PRIMARY KEY (payout_list, number)
) STRICT, WITHOUT ROWID;
"""
"""``parts``: 0 for a list whose lines are facts of their own, or that the township sent. ``lacking``: lines that have
not come. ``contents``: a digest of the lines in any order. ``part`` of a line that is a fact of its own is its number;
of one that the township sent, 0, and no fact stands in ``payout_parts``: the list is the message of that id.
``payout_editions``: the last print of each edition of the signing roster. ``payout_prints``: the pages of the latest;
``payout_places``: where a line stands on it. None of these refers to its list: a desk that gets its facts back from the
township has its own prints before a list that the township or the other PC passes on.
"""
LOOKED_UP = """
CREATE INDEX payout_lines_person ON payout_lines (person) WHERE person <> '';
"""
STANDING = "standing"
"""The choice that a list counts as its month's own; the others are SUPPLEMENT, and REPLACED by another list."""


@value
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


@value
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
    "SELECT o.id, o.month, o.payees, o.total_fen, o.file, o.taken_at, coalesce(p.pages, 0), coalesce(d.value, ''),"
    f" NOT {stands('o')} FROM payout_lists o LEFT JOIN settings d ON d.name = '{PAYOUT_LIST}' || o.id"
    " LEFT JOIN payout_prints p ON p.payout_list = o.id"
)


def lists(db: Database, also_replaced: bool = False) -> list[PayoutList]:
    """The lists that stand, the latest month first; with ``also_replaced`` every list that was ever taken."""
    which = "o.lacking = 0" if also_replaced else stands("o")
    return [_list(row) for row in db.execute(f"{_LISTS} WHERE {which} ORDER BY o.month DESC, o.rowid DESC")]


def lines(db: Database, list_id: str) -> list[PayoutLine]:
    """The lines of a list in the township's order; who was registered since is known by the identity number."""
    rows = db.execute(
        f"SELECT l.number, {COLUMNS} FROM payout_lines l JOIN people p ON p.id = l.person WHERE l.payout_list = ?",
        [list_id],
    )
    known = {number: Resident(*person) for number, *person in rows}
    written = list(_written(db, list_id))
    since = _registered_since(db, [each["id_number"] for each in written if each["number"] not in known])
    every = (_line(each, known.get(each["number"]) or since.get(each["id_number"])) for each in written)
    return sorted(every, key=lambda each: each.line)


def _registered_since(db: Database, id_numbers: Iterable[str]) -> dict[str, Resident]:
    query = f"SELECT p.id_number, {COLUMNS} FROM people p WHERE p.id_number IN (SELECT value FROM json_each(?))"
    rows = db.execute(query, [json.dumps(sorted(set(id_numbers)))])
    return {number: Resident(*person) for number, *person in rows}


def latest_of(db: Database, person: str) -> tuple[Month, PayoutLine] | None:
    """The line of a person on the latest list that names them, with its month; supplements come last."""
    row = db.execute(
        f"SELECT o.month, o.id, l.number, l.part, {COLUMNS} FROM payout_lines l"
        " JOIN payout_lists o ON o.id = l.payout_list"
        f" JOIN people p ON p.id = l.person LEFT JOIN settings d ON d.name = '{PAYOUT_LIST}' || o.id"
        f" WHERE l.person = ? AND l.person <> '' AND {stands('o')}"
        f" ORDER BY coalesce(d.value, '') = '{SUPPLEMENT}', o.month DESC, o.rowid DESC LIMIT 1",
        [person],
    ).fetchone()
    if row is None:
        return None
    month, list_id, number, part, *resident = row
    written = next(each for each in _written(db, list_id, part) if each["number"] == number)
    return Month.read(month), _line(written, Resident(*resident))


Received: TypeAlias = tuple[Month, int, bool]
"""What one standing list pays to a person: its month, the fen (0 where it does not name them), if it supplements.

A tuple: a class of values is written and compiled at every start of the program.
"""


def received(db: Database, person: str, after: Month) -> list[Received]:
    """What each standing list of a later month pays to a person, whether it names them or not; earliest first."""
    rows = db.execute(
        f"SELECT o.month, coalesce(d.value, '') = '{SUPPLEMENT}', o.id, l.number, l.part FROM payout_lists o"
        f" LEFT JOIN settings d ON d.name = '{PAYOUT_LIST}' || o.id"
        " LEFT JOIN payout_lines l ON l.payout_list = o.id AND l.person = ? AND l.person <> ''"
        f" WHERE o.month > ? AND {stands('o')} ORDER BY o.month, o.rowid",
        [person, str(after)],
    ).fetchall()
    found: dict[tuple[str, bool, str], int] = {}
    for month, supplement, list_id, number, part in rows:
        key = (month, bool(supplement), list_id)
        fen = 0 if number is None else _fen_of(db, list_id, part, number)
        found[key] = found.get(key, 0) + fen
    return [(Month.read(month), fen, supplement) for (month, supplement, _list), fen in found.items()]


def _fen_of(db: Database, list_id: str, part: int, number: int) -> int:
    return next(int(each["total_fen"]) for each in _written(db, list_id, part) if each["number"] == number)


def of_person(body: Mapping[str, Any], person: str, list_id: str, number: int) -> PayoutLineTaken:
    """A line of a list as one fact about its person. ``body``: the fact that brought it."""
    line = _line(next(each for each in _numbered(body) if each["number"] == number), None)
    money = (line.base_fen, line.account_fen, line.total_fen, line.extra_fen)
    return PayoutLineTaken(person, list_id, number, line.name, line.id_number, *money, line.account, line.way)


def last_edition(db: Database, list_id: str) -> PayoutPagesPrinted | None:
    """What stands on the pages of the list's signing roster as it was printed; None before that was recorded."""
    row = db.execute(
        "SELECT j.body FROM payout_editions e JOIN journal j ON j.id = e.fact WHERE e.payout_list = ?"
        " ORDER BY e.edition DESC LIMIT 1",
        [list_id],
    ).fetchone()
    return read_as(PayoutPagesPrinted, list_id, json.loads(row[0])) if row else None


_WRITTEN = f"""
SELECT j.body FROM payout_parts p JOIN journal j ON j.id = p.fact WHERE p.payout_list = ?1 AND {{}}
UNION ALL
SELECT t.body FROM payout_parts p JOIN told t ON t.fact = p.fact WHERE p.payout_list = ?1 AND {{}}
UNION ALL
SELECT h.body FROM heard h WHERE h.kind = '{PayoutListSent.KIND}' AND h.about = ?1
"""


def _written(db: Database, list_id: str, part: int | None = None) -> Iterator[dict[str, Any]]:
    """The lines of a list, or of one part, as they stand in the facts."""
    which = "1" if part is None else "p.part = ?2"
    for (text,) in db.execute(_WRITTEN.format(which, which), [list_id, *([] if part is None else [part])]).fetchall():
        yield from _numbered(json.loads(text))


def _numbered(body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The lines in the body of a fact, each with its ``number``: of a part, of the township's list, or the one line."""
    for place, line in enumerate(body.get("lines", [body]), start=1):
        yield {"number": line.get("line", place), **line}


def _list(row: tuple[Any, ...]) -> PayoutList:
    list_id, month, payees, total, file, taken_at, pages, decided, replaced = row
    at = datetime.fromisoformat(taken_at)
    return PayoutList(list_id, Month.read(month), payees, total, file, at, pages, decided == SUPPLEMENT, bool(replaced))


def _line(written: dict[str, Any], resident: Resident | None) -> PayoutLine:
    return PayoutLine(
        line=written["number"],
        name=written["name"],
        id_number=written["id_number"],
        base_fen=written["base_fen"],
        account_fen=written["account_fen"],
        extra_fen=written.get("extra_fen", 0),
        total_fen=written["total_fen"],
        account=written.get("account", ""),
        way=written.get("way", ""),
        resident=resident,
    )


_Line = PayoutListLine | PayoutLineTaken | PayoutSentLine
_Come = tuple[str, int, int, str, _Line]
"""A line that has come: the fact that brought it (empty: the township's own message), part, number, its person here."""


def _part_taken(db: Database, entry: Entry, fact: PayoutListPart, origin: Origin) -> None:
    """Refused for another desk's part that is here, or does not fit the other parts of its list; its month is none."""
    if origin.desk:
        Month.read(fact.month)
        _refuse_unfit_part(db, fact)
    sums = (fact.payees, fact.total_fen)
    _add_list(db, [fact.payout_list, fact.month, *sums, fact.file, entry.at, fact.parts, fact.payees])
    here = _by_number(db, (each.id_number for each in fact.lines)) if origin.desk else {}
    people = [here.get(each.id_number, "") if origin.desk else each.person for each in fact.lines]
    placed = zip(fact.lines, people, strict=True)
    _add_lines(db, fact.payout_list, [(entry.id, fact.part, each.number, person, each) for each, person in placed])
    if origin.desk:
        _drop_the_same(db, fact.payout_list)


def _refuse_unfit_part(db: Database, fact: PayoutListPart) -> None:
    numbers = {each.number for each in fact.lines}
    row = db.execute(
        "SELECT month, payees, total_fen, file, parts, lacking FROM payout_lists WHERE id = ?", [fact.payout_list]
    ).fetchone() or (fact.month, fact.payees, fact.total_fen, fact.file, fact.parts, fact.payees)
    if row[:5] != (fact.month, fact.payees, fact.total_fen, fact.file, fact.parts):
        raise Refused("a list of that id is here, and another one", code="list_known")
    there = "SELECT part FROM payout_parts WHERE payout_list = ? AND part = ?"
    if db.execute(there, [fact.payout_list, fact.part]).fetchone() or not 1 <= fact.part <= fact.parts:
        raise Refused("the list has that part, or can have none like it", code="part_known")
    taken = db.execute("SELECT number FROM payout_lines WHERE payout_list = ?", [fact.payout_list]).fetchall()
    if len(numbers) < len(fact.lines) or row[5] < len(fact.lines) or numbers & {number for (number,) in taken}:
        raise Refused("the list has a line of that number, or too many", code="line_known")


def _taken(db: Database, entry: Entry, fact: PayoutListTaken, origin: Origin) -> None:
    """Refused for another desk's list whose id is here, or whose month is none."""
    if origin.desk:
        Month.read(fact.month)
        if db.execute("SELECT 1 FROM payout_lists WHERE id = ?", [fact.payout_list]).fetchone():
            raise Refused("a list of that id is here", code="list_known")
    _add_list(db, [fact.payout_list, fact.month, fact.payees, fact.total_fen, fact.file, entry.at, 0, fact.payees])


def _add_list(db: Database, values: list[str | int]) -> None:
    names = "(id, month, payees, total_fen, file, taken_at, parts, lacking)"
    db.execute(f"INSERT INTO payout_lists {names} VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", values)


def _add_lines(db: Database, list_id: str, come: Sequence[_Come]) -> None:
    parts = {fact: [fact, list_id, part] for fact, part, _number, _person, _line in come if fact}
    db.executemany("INSERT INTO payout_parts VALUES (?, ?, ?)", list(parts.values()))
    rows = [[list_id, number, part, person] for _fact, part, number, person, _line in come]
    db.executemany("INSERT INTO payout_lines (payout_list, number, part, person) VALUES (?, ?, ?, ?)", rows)
    [before] = db.execute("SELECT contents FROM payout_lists WHERE id = ?", [list_id]).fetchone()
    contents = _mixed(before, (line for *_place, line in come))
    change = "UPDATE payout_lists SET lacking = lacking - ?, contents = ? WHERE id = ?"
    db.execute(change, [len(come), contents, list_id])


def _mixed(before: str, lines: Iterable[_Line]) -> str:
    """The digest of these lines and those before, in whatever order they come: the sum of their own digests."""
    found = int(before or "0", 16)
    for each in lines:
        money = [each.base_fen, each.account_fen, each.extra_fen, each.total_fen]
        spelled = journal.spelled([each.id_number, each.name, *money, each.account, each.way])
        found += int.from_bytes(hashlib.sha256(spelled).digest(), "big")
    return f"{found % 2**256:064x}"


def _by_number(db: Database, id_numbers: Iterable[str]) -> dict[str, str]:
    """The people of these identity numbers."""
    wanted = json.dumps(sorted(set(id_numbers)))
    rows = db.execute("SELECT id_number, id FROM people WHERE id_number IN (SELECT value FROM json_each(?))", [wanted])
    return dict(rows.fetchall())


def _line_taken(db: Database, entry: Entry, fact: PayoutLineTaken, origin: Origin) -> None:
    """Refused for another desk's line where its list is whole, or has that line."""
    person = fact.person
    if origin.desk:
        _refuse_unfit(db, fact)
        person = _by_number(db, [fact.id_number]).get(fact.id_number, "")
    _add_lines(db, fact.payout_list, [(entry.id, fact.line, fact.line, person, fact)])
    if origin.desk:
        _drop_the_same(db, fact.payout_list)


def _lines_taken(db: Database, run: Sequence[tuple[Entry, PayoutLineTaken]]) -> bool:
    for list_id, several in groupby(run, lambda each: each[1].payout_list):
        _add_lines(db, list_id, [(entry.id, fact.line, fact.line, fact.person, fact) for entry, fact in several])
    return True


def _refuse_unfit(db: Database, fact: PayoutLineTaken) -> None:
    incomplete = "SELECT 1 FROM payout_lists WHERE id = ? AND lacking > 0 AND parts = 0"
    there = "SELECT 1 FROM payout_lines WHERE payout_list = ? AND number = ?"
    if not db.execute(incomplete, [fact.payout_list]).fetchone():
        raise Refused("no list lacks this line", code="no_list")
    if db.execute(there, [fact.payout_list, fact.line]).fetchone():
        raise Refused("the list has a line of that number", code="line_known")


_IS_THE_SAME = """
SELECT 1 FROM payout_lists t
  JOIN payout_lists o ON o.month = t.month AND o.payees = t.payees AND o.contents = t.contents AND o.id <> t.id
 WHERE t.id = ? AND t.lacking = 0 AND o.lacking = 0
"""


def _drop_the_same(db: Database, list_id: str) -> None:
    """Another desk's list that is whole now, and here already with the very same lines, is no second list."""
    if db.execute(_IS_THE_SAME, [list_id]).fetchone():
        db.execute("DELETE FROM payout_lines WHERE payout_list = ?", [list_id])
        db.execute("DELETE FROM payout_parts WHERE payout_list = ?", [list_id])
        db.execute("DELETE FROM payout_lists WHERE id = ?", [list_id])


def _sent(db: Database, entry: Entry, fact: PayoutListSent, origin: Origin) -> None:
    """Add the list like one taken from a workbook; it replaces the list that the township sent before for the month."""
    db.execute(
        "UPDATE payout_lists SET replaced_by = ? WHERE month = ? AND file = '' AND replaced_by = ''",
        [fact.sent, fact.month],
    )
    _add_list(db, [fact.sent, fact.month, fact.payees, fact.total_fen, "", entry.at, 0, len(fact.lines)])
    people = _by_number(db, (each.id_number for each in fact.lines))
    lines = enumerate(fact.lines, start=1)
    _add_lines(db, fact.sent, [("", 0, number, people.get(line.id_number, ""), line) for number, line in lines])


def _pages_printed(db: Database, entry: Entry, fact: PayoutPagesPrinted, origin: Origin) -> None:
    db.execute("INSERT OR REPLACE INTO payout_editions VALUES (?, ?, ?)", [entry.id, fact.payout_list, fact.edition])
    db.execute("INSERT OR REPLACE INTO payout_prints VALUES (?, ?)", [fact.payout_list, len(fact.pages)])
    places = [(number, page) for page, each in enumerate(fact.pages, start=1) for number in each.lines]
    db.executemany(
        "INSERT OR REPLACE INTO payout_places VALUES (?, ?, ?, ?)",
        [[fact.payout_list, number, fact.edition, page] for number, page in places],
    )


def _roster_printed(db: Database, entry: Entry, fact: PayoutRosterPrinted, origin: Origin) -> None:
    db.execute("INSERT OR REPLACE INTO payout_prints VALUES (?, ?)", [fact.payout_list, fact.pages])


_CARDS = (
    DeskCard(fact=PayoutListPart, apply=_part_taken),
    DeskCard(fact=PayoutListTaken, apply=_taken),
    RunCard(fact=PayoutLineTaken, apply=_line_taken, apply_run=_lines_taken),
    DeskCard(fact=PayoutListSent, apply=_sent),
    DeskCard(fact=PayoutPagesPrinted, apply=_pages_printed),
    DeskCard(fact=PayoutRosterPrinted, apply=_roster_printed),
)
SUBJECT = DeskSubject(
    schema=SCHEMA,
    looked_up=LOOKED_UP,
    whose={"payout_list": "SELECT id FROM payout_lists WHERE id = ?"},
    by_fact=("payout_parts", "payout_editions"),
    cards=_CARDS,
)
