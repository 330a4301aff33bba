"""The evening: what was counted in the drawer beside the ledger, and the day closed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sync.agreement import facts
from village_desk.domain.basics import moments
from village_desk.domain.basics.errors import Refused
from village_desk.domain.rules import drawer
from village_desk.services.books.ledger import DaySheet, Ledger
from village_desk.store.database import Store
from village_desk.store.subjects import cash_entries
from village_desk.store.subjects.cash_entries import CloseRow
from village_desk.words import _


class Closing:
    """The closing of one desk's days."""

    def __init__(self, store: Store, ledger: Ledger) -> None:
        self._store = store
        self._ledger = ledger

    def close(
        self, counts: Mapping[int, int], day: date | None = None, reason: str = "", comment: str = ""
    ) -> CloseRow:
        """Close a day, else today. ``counts``: how many of each note or coin, by its fen.

        A difference like that of the last close before, which was explained then, needs no words again. Refused
        ``counts`` for a number below nothing, ``future``, ``unexplained``, and ``closed_later`` for a day after which
        another was closed. Closing again replaces the close of the day.
        """
        with self._store.writing():
            sheet = self._ledger.sheet(day)
            self._refuse(sheet, counts)
            counted = drawer.Counted({fen: number for fen, number in counts.items() if number})
            difference = counted.fen - sheet.held_fen
            if difference and difference == sheet.explained_fen and not reason:
                reason, comment = "unclear", comment or sheet.explained
            drawer.refuse_unexplained(difference, reason, comment)
            self._store.record(_fact(sheet, counted, reason if difference else "", comment.strip()))
            found = cash_entries.close_of(self._store.db, sheet.day)
            assert found is not None
            return found

    def _refuse(self, sheet: DaySheet, counts: Mapping[int, int]) -> None:
        drawer.refuse_day(sheet.day, self._store.today(), None, "day")
        if any(number < 0 for number in counts.values()):
            raise Refused(_("张数不能小于 0"), _("请重数这一种"), "counts", "counts")
        later = cash_entries.last_close(self._store.db, date(9999, 12, 31))
        if later and later.day > sheet.day:
            words = _("{later}已经结过账，{day}的不能再结").format(
                later=moments.day(later.day), day=moments.day(sheet.day)
            )
            raise Refused(words, _("差额请在今天的账里说明"), "closed_later", "day")


def _fact(sheet: DaySheet, counted: drawer.Counted, reason: str, comment: str) -> facts.DayClosed:
    return facts.DayClosed(
        day=sheet.day.isoformat(),
        turn=sheet.close.turn + 1 if sheet.close else 1,
        counted_fen=counted.fen,
        ledger_fen=sheet.held_fen,
        receipts_fen=sheet.receipts_fen,
        out_fen=sheet.out_fen,
        receipts=sheet.receipts,
        voids=sheet.voids,
        counts={str(fen): number for fen, number in sorted(counted.counts.items())},
        reason=reason,
        comment=comment,
    )
