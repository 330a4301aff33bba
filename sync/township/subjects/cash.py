"""The township's tables of cash that desks passed on, and of the days that they closed. SQL only, no rules."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, case, func, select

from sync.agreement.books import Books
from sync.agreement.facts import CashDeposited, CashRemitted
from sync.agreement.facts.cash import BookedClose, CashBook, CashEntry, DayCloses
from sync.township.store import bulk
from sync.township.store.tables import IS_RECEIPT, cash_entries, contributions, day_closes
from sync.township.subjects.sums import Sum, of_desks
from sync.township.subjects.touched import Touched

_ENTRY = tuple(CashEntry.__dataclass_fields__)
_CLOSE = tuple(BookedClose.__dataclass_fields__)


def load(db: Connection, books: Books, touched: Touched) -> None:
    """The entries in these lines, those of their receipts and tickets, and the closes of their days."""
    here, part = cash_entries.c.desk.in_(touched.village), books.part(CashBook)
    named = (
        (cash_entries.c.fact, touched.ids["CashEntryId"]),
        (cash_entries.c.receipt, touched.ids["ReceiptNo"]),
        (cash_entries.c.ticket, touched.ids["TicketNo"] - {""}),
    )
    for column, ids in named:
        for row in bulk.where(db, cash_entries, column, ids, here):
            part.known[row.fact][row.desk] = CashEntry(*(getattr(row, name) for name in _ENTRY))
    mine = day_closes.c.desk.in_(touched.village)
    for row in bulk.where(db, day_closes, day_closes.c.day, touched.ids["ClosedDay"], mine):
        books.part(DayCloses).known[row.desk, row.day] = BookedClose(*(getattr(row, name) for name in _CLOSE))


def save(db: Connection, books: Books) -> None:
    """Write the entries and closes that changed."""
    book, closes = books.part(CashBook), books.part(DayCloses)
    entries = [book.known[fact][desk] for desk, fact in sorted(book.changed)]
    bulk.upsert(db, cash_entries, [_row(each, _ENTRY) for each in entries])
    bulk.upsert(db, day_closes, [_row(closes.known[key], _CLOSE) for key in sorted(closes.changed)])


def sums(db: Connection, chosen: Sequence[str] | None) -> tuple[Sum, ...]:
    """What was paid on and deposited, and what lies in the drawers."""
    standing = ~cash_entries.c.reversed & of_desks(cash_entries.c.desk, chosen)
    remitted, deposited, moved = db.execute(
        select(
            func.coalesce(func.sum(case((cash_entries.c.way == CashRemitted.KIND, -cash_entries.c.fen), else_=0)), 0),
            func.coalesce(func.sum(case((cash_entries.c.way == CashDeposited.KIND, -cash_entries.c.fen), else_=0)), 0),
            func.coalesce(func.sum(cash_entries.c.fen), 0),
        ).where(standing)
    ).one()
    in_hand = fees_in_cash(db, chosen) + int(moved)
    return (
        Sum("remitted", "已帮缴", int(remitted), "fen"),
        Sum("deposited", "已缴存", int(deposited), "fen"),
        Sum("cash_in_hand", "村里手上现金", in_hand, "fen"),
    )


def fees_in_cash(db: Connection, chosen: Sequence[str] | None) -> int:
    """The cash of receipts that came and are not void, in fen: money of a refused fee lies in the drawer as well."""
    rows = contributions.c
    lies = (rows.channel == "village_cash") & (rows.state != "void") & ~rows.given_back
    cash = IS_RECEIPT & lies & of_desks(rows.taken_by, chosen)
    return int(db.execute(select(func.coalesce(func.sum(rows.amount_fen), 0)).where(cash)).scalar_one())


def _row(booked: CashEntry | BookedClose, names: Sequence[str]) -> dict[str, str | int | bool]:
    row = {name: getattr(booked, name) for name in names}
    return {name: bulk.keepable(each) if isinstance(each, str) else each for name, each in row.items()}
