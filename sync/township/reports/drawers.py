"""The ledger of each desk's drawer, as it was reported: taken, given back, paid on, deposited, handed over, in hand;
the days that were closed and not closed; and how long the cash in hand has lain there. Selects only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, or_, select

from sync.agreement.facts import CashDeposited, CashHandedOver, CashRemitted
from sync.agreement.facts.cash import DIFFERENCES
from sync.agreement.money import figures
from sync.agreement.values import value
from sync.township.store.tables import IS_RECEIPT, cash_entries, contributions, day_closes, desks
from sync.township.subjects.contributions import reds
from sync.township.subjects.sums import of_desks


@value
class LastClose:
    """How the last day was closed that a desk closed: ``difference_fen`` is what was counted less what should be."""

    day: str
    counted_fen: int
    difference_fen: int
    reason: str
    comment: str

    def in_words(self) -> str:
        """Whether the cash was there, and why not."""
        if not self.difference_fen:
            return "对上了"
        by = f"{'少' if self.difference_fen < 0 else '多'} {figures(abs(self.difference_fen))} 元"
        why = DIFFERENCES[self.reason].words if self.reason in DIFFERENCES else self.reason
        return "，".join(each for each in (by, why or "没有写原因", self.comment) if each)


@value
class Deposit:
    """Cash that a desk took to a bank or the township. ``slip``: their number on it, or ""."""

    desk: str
    day: str
    fen: int
    place: str
    slip: str


@value
class Drawer:
    """A desk's drawer, in fen. ``voided_fen`` was given back on its day, ``red_fen`` by red entries.

    ``open_receipts``: the receipts whose cash still lies there, when the oldest cash leaves first; ``open_since``: the
    day on which the oldest of them was taken, or "". ``not_closed``: days on which cash moved and which nobody closed.
    """

    desk: str
    taken_fen: int
    voided_fen: int
    red_fen: int
    remitted_fen: int
    deposited_fen: int
    handed_out_fen: int
    handed_in_fen: int
    open_receipts: int
    open_since: str
    last_close: LastClose | None
    not_closed: tuple[str, ...]

    @property
    def in_hand_fen(self) -> int:
        """In less out."""
        gone = self.voided_fen + self.red_fen + self.remitted_fen + self.deposited_fen + self.handed_out_fen
        return self.taken_fen + self.handed_in_fen - gone

    def figures(self) -> tuple[tuple[str, int], ...]:
        """What came in and went out, in fen, in the words of every list of it."""
        return (
            ("收", self.taken_fen),
            ("作废", self.voided_fen),
            ("红字冲销", self.red_fen),
            ("帮缴", self.remitted_fen),
            ("缴存", self.deposited_fen),
            ("交出", self.handed_out_fen),
            ("接入", self.handed_in_fen),
            ("手上现金", self.in_hand_fen),
        )


def drawers(db: Connection, chosen: Sequence[str] | None) -> list[Drawer]:
    """The drawers of these desks, of all for None, in their order."""
    names = db.execute(select(desks.c.desk).where(of_desks(desks.c.desk, chosen)).order_by(desks.c.desk)).scalars()
    fees, entries, closes = _fees(db, chosen), _entries(db, chosen), _closes(db, chosen)
    return [_drawer(db, each, fees[each], entries[each], closes[each]) for each in names]


def deposits(db: Connection, chosen: Sequence[str] | None) -> list[Deposit]:
    """The deposits that stand, by desk and day."""
    rows = cash_entries.c
    query = select(cash_entries).where(rows.way == CashDeposited.KIND, ~rows.reversed, of_desks(rows.desk, chosen))
    ordered = db.execute(query.order_by(rows.desk, rows.day, rows.at))
    return [Deposit(row.desk, row.day, -row.fen, row.counterpart, row.ticket) for row in ordered]


def _fees(db: Connection, chosen: Sequence[str] | None) -> dict[str, list[Row[Any]]]:
    """The cash receipts of each desk, the earliest first; of a void or refused fee as well."""
    rows = contributions.c
    cash: ColumnElement[bool] = and_(IS_RECEIPT, rows.channel == "village_cash", rows.amount_fen > 0)
    gone = or_(rows.state == "void", rows.given_back).label("gone")
    query = select(rows.taken_by, rows.receipt, rows.amount_fen, rows.collected_at, gone)
    ordered = query.where(cash, of_desks(rows.taken_by, chosen)).order_by(rows.collected_at, rows.receipt)
    return _by_desk((row.taken_by, row) for row in db.execute(ordered))


def _entries(db: Connection, chosen: Sequence[str] | None) -> dict[str, list[Row[Any]]]:
    query = select(cash_entries).where(of_desks(cash_entries.c.desk, chosen))
    return _by_desk((row.desk, row) for row in db.execute(query))


def _closes(db: Connection, chosen: Sequence[str] | None) -> dict[str, list[Row[Any]]]:
    query = select(day_closes).where(of_desks(day_closes.c.desk, chosen)).order_by(day_closes.c.day)
    return _by_desk((row.desk, row) for row in db.execute(query))


def _by_desk(found: Iterable[tuple[str, Row[Any]]]) -> dict[str, list[Row[Any]]]:
    sorted_out: dict[str, list[Row[Any]]] = defaultdict(list)
    for desk, row in found:
        sorted_out[desk].append(row)
    return sorted_out


def _drawer(db: Connection, desk: str, fees: list[Row[Any]], entries: list[Row[Any]], closes: list[Row[Any]]) -> Drawer:
    red = {receipt for _number, receipt in reds(db, [desk])}
    standing = [each for each in entries if not each.reversed]
    handed = [each.fen for each in standing if each.way == CashHandedOver.KIND]
    moved = {each.collected_at[:10] for each in fees} | {each.at[:10] for each in entries}
    known = Drawer(
        desk=desk,
        taken_fen=sum(each.amount_fen for each in fees),
        voided_fen=sum(each.amount_fen for each in fees if each.gone and each.receipt not in red),
        red_fen=sum(each.amount_fen for each in fees if each.gone and each.receipt in red),
        remitted_fen=-sum(each.fen for each in standing if each.way == CashRemitted.KIND),
        deposited_fen=-sum(each.fen for each in standing if each.way == CashDeposited.KIND),
        handed_out_fen=-sum(fen for fen in handed if fen < 0),
        handed_in_fen=sum(fen for fen in handed if fen > 0),
        open_receipts=0,
        open_since="",
        last_close=_last_close(closes),
        not_closed=tuple(sorted(moved - {each.day for each in closes})),
    )
    lying = _still_there(fees, {each.receipt for each in standing if each.receipt}, known.in_hand_fen)
    since = min((each.collected_at[:10] for each in lying), default="")
    return replace(known, open_receipts=len(lying), open_since=since)


def _last_close(closes: list[Row[Any]]) -> LastClose | None:
    if not closes:
        return None
    last = closes[-1]
    differs = last.counted_fen - last.ledger_fen
    return LastClose(last.day, last.counted_fen, differs, last.reason, last.comment)


def _still_there(fees: list[Row[Any]], remitted: set[str], left: int) -> list[Row[Any]]:
    """As the desk: what was deposited or handed out is taken off the oldest first."""
    lying = []
    for each in reversed([fee for fee in fees if not fee.gone and fee.receipt not in remitted]):
        if left <= 0:
            break
        left -= each.amount_fen
        lying.append(each)
    return lying
