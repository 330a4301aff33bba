"""Reading payout lists: the township's monthly lists as they were taken in, with the person behind each line."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from village_desk.domain.months import Month
from village_desk.domain.people import Resident
from village_desk.store.engine import Database
from village_desk.store.people import COLUMNS


@dataclass(frozen=True, slots=True)
class PayoutList:
    """A month's list: money in fen; ``printed_pages`` is 0 until its roster was printed."""

    id: str
    month: Month
    payees: int
    total_fen: int
    file: str
    taken_at: datetime
    printed_pages: int


@dataclass(frozen=True, slots=True)
class PayoutLine:
    """One payee of a list, as the township wrote it; ``resident`` is None when the desk does not know them."""

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


def lists(db: Database) -> list[PayoutList]:
    """All lists that stand, the latest month first; what a later list from the township replaced is left out."""
    rows = db.execute(
        "SELECT id, month, payees, total_fen, file, taken_at, printed_pages FROM payout_lists"
        " WHERE replaced_by = '' ORDER BY month DESC, rowid DESC"
    )
    return [_list(row) for row in rows]


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
    """The line of a person on the latest list that names them, with its month."""
    row = db.execute(
        "SELECT o.month, l.line, l.name, l.id_number, l.base_fen, l.account_fen, l.extra_fen, l.total_fen, l.account,"
        f" l.way, {COLUMNS} FROM payout_lines l JOIN payout_lists o ON o.id = l.payout_list"
        " JOIN people p ON p.id = l.person WHERE l.person = ? ORDER BY o.month DESC, o.rowid DESC LIMIT 1",
        [person],
    ).fetchone()
    return (Month.read(row[0]), _line(row[1:])) if row else None


def _list(row: tuple[Any, ...]) -> PayoutList:
    list_id, month, payees, total, file, taken_at, pages = row
    return PayoutList(list_id, Month.read(month), payees, total, file, datetime.fromisoformat(taken_at), pages)


def _line(row: tuple[Any, ...]) -> PayoutLine:
    line, name, id_number, base, account_part, extra, total, account, way, *person = row
    resident = Resident(*person) if person[0] else None
    return PayoutLine(line, name, id_number, base, account_part, extra, total, account, way, resident)
