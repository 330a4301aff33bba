"""What is in the drawer and how it came there: the lines of the ledger, the figures of a day, what is not passed on.

Reads only. What should lie in the drawer is never stored: it is what came in less what went out.
"""

from __future__ import annotations

from datetime import date, timedelta

from sync.agreement.facts import CashDeposited, CashHandedOver, CashRemitted
from sync.agreement.values import value
from village_desk.domain.receipts import Receipt
from village_desk.store.database import Store
from village_desk.store.subjects import cash_entries, receipts
from village_desk.store.subjects.cash_entries import CashEntryRow as CashEntryRow
from village_desk.store.subjects.cash_entries import CloseRow as CloseRow
from village_desk.store.subjects.cash_entries import LedgerLine as LedgerLine
from village_desk.words import _

_LOOKS_BACK = timedelta(days=31)
"""How long a day that nobody closed is asked for."""


@value
class DaySheet:
    """A day's figures of this desk, in fen. ``held_fen``: what should lie in the drawer at its end, or now.

    ``receipts_fen``, ``receipts``, ``voids``: of the cash receipts given out that day; void ones count no money.
    ``remitted_fen``, ``deposited_fen``, ``handed_out_fen``, ``handed_in_fen``: written that day and not reversed. All
    as it stood at the end of that day: what is taken back later is a line of the later day, and opens no closed one.
    ``explained_fen``: the difference with which the last day before was closed, which somebody explained then as
    ``explained``. ``close``: how the day was closed last.
    """

    day: date
    held_fen: int
    receipts_fen: int
    receipts: int
    voids: int
    remitted_fen: int
    deposited_fen: int
    handed_out_fen: int
    handed_in_fen: int
    explained_fen: int
    explained: str
    close: CloseRow | None

    @property
    def out_fen(self) -> int:
        """Paid on, deposited and handed out that day."""
        return self.remitted_fen + self.deposited_fen + self.handed_out_fen

    @property
    def is_closed(self) -> bool:
        """Whether the day was closed, and its figures are those of then."""
        if self.close is None:
            return False
        then = self.close
        figures = (self.held_fen, self.receipts_fen, self.receipts, self.voids, self.out_fen)
        return figures == (then.ledger_fen, then.receipts_fen, then.receipts, then.voids, then.out_fen)


@value
class OpenReceipt:
    """A receipt whose cash still lies in the drawer, and for how many days."""

    receipt: Receipt
    days: int


WAY_WORDS = {
    cash_entries.FEE: _("收费"),
    cash_entries.VOID: _("作废退回"),
    CashRemitted.KIND: _("帮缴"),
    CashDeposited.KIND: _("缴存"),
    CashHandedOver.KIND: _("交接"),
}


def way_words(line: LedgerLine) -> str:
    """What a line is, as the day-book says it; a reversal of an entry is 红字."""
    words = WAY_WORDS.get(line.way, line.way)
    return words if line.way in (cash_entries.FEE, cash_entries.VOID) or not line.is_reversal else words + _("（红字）")


class Ledger:
    """The ledger of one desk's drawer."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def held(self, day: date | None = None) -> int:
        """The fen that should lie in the drawer at the end of a day, else now."""
        return cash_entries.in_hand(self._store.db, day)

    def taken(self) -> tuple[int, int]:
        """The cash of today's receipts that stand, in fen, and how many they are."""
        fen, count, _voids = cash_entries.receipts_of(self._store.db, self._store.today())
        return fen, count

    def lines(self, first: date, last: date) -> tuple[LedgerLine, ...]:
        """The lines from one day to another, both included, in the order of writing."""
        return tuple(cash_entries.lines(self._store.db, first, last))

    def entries(self, first: date, last: date) -> tuple[CashEntryRow, ...]:
        """What was paid on, deposited and handed over from one day to another, the latest first, reversed ones too."""
        return tuple(cash_entries.entries(self._store.db, first, last))

    def sheet(self, day: date | None = None) -> DaySheet:
        """The figures of a day, else of today."""
        db, wanted = self._store.db, day or self._store.today()
        receipts_fen, count, voids = cash_entries.receipts_of(db, wanted)
        written = [each for each in cash_entries.entries(db, wanted, wanted) if each.stood_at_end_of(wanted)]
        close, before = cash_entries.close_of(db, wanted), cash_entries.last_close(db, wanted)
        return DaySheet(
            day=wanted,
            held_fen=cash_entries.in_hand(db, wanted),
            receipts_fen=receipts_fen,
            receipts=count,
            voids=voids,
            remitted_fen=_out(written, CashRemitted.KIND),
            deposited_fen=_out(written, CashDeposited.KIND),
            handed_out_fen=_out([each for each in written if each.fen < 0], CashHandedOver.KIND),
            handed_in_fen=sum(each.fen for each in written if each.fen > 0),
            explained_fen=before.difference_fen if before else 0,
            explained=before.comment if before else "",
            close=close,
        )

    def not_closed(self) -> date | None:
        """The last day before today on which cash moved, if nobody closed it; not one longer than a month ago."""
        today, db = self._store.today(), self._store.db
        day = cash_entries.last_moved(db, today - _LOOKS_BACK, today)
        if day is None or (cash_entries.close_of(db, day) is not None and self.sheet(day).is_closed):
            return None
        return day

    def open_receipts(self, most: int = 500) -> tuple[OpenReceipt, ...]:
        """The receipts whose cash still lies in the drawer, the oldest first; of more than ``most`` the latest.

        What was deposited or handed out is taken off the oldest first: a deposit names no person.
        """
        left, numbers, today = self.held(), list[str](), self._store.today()
        for number, fen in cash_entries.not_remitted(self._store.db):
            if left <= 0 or len(numbers) == most:
                break
            left -= fen
            numbers.append(number)
        found = receipts.of_numbers(self._store.db, numbers)
        waiting = (found[each] for each in reversed(numbers))
        return tuple(OpenReceipt(each, (today - each.collected_at.date()).days) for each in waiting)

    def remittance(self, number: str) -> CashEntryRow | None:
        """How the cash of a receipt was paid on, if it was and that stands."""
        return cash_entries.of_receipt(self._store.db, number)

    def proof(self, number: str) -> tuple[str, str] | None:
        """When the proof of a receipt's fee was given, and to whom."""
        return cash_entries.proof(self._store.db, number)


def _out(entries: list[CashEntryRow], way: str) -> int:
    return -sum(each.fen for each in entries if each.way == way)
